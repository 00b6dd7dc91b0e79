import { dirname, relative, resolve, sep } from "node:path";
import type { Node } from "@babel/types";
import { keyName, memberName } from "./program-names.js";
import { childrenOf, scopesOf, type NameScope, type Scopes } from "./program-scopes.js";

/** A module, or something in it: `numpy`, `["linalg", "norm"]`. */
export interface PythonPath {
  readonly module: string;
  readonly path: readonly string[];
}

/** Where wrappers lie, to recognise their imports. */
export interface WrapperPlaces {
  readonly outDir: string;
  /** Path below `outDir` without an extension to module: `numpy/linalg` to `numpy.linalg`. */
  readonly moduleOf: (path: string) => string | undefined;
}

/** What a file knows of the others. */
export interface Program {
  readonly places: WrapperPlaces;
  /** Takes up the modules that the program names itself. */
  readonly modules: Set<string>;
  /** The file of the program that a specifier leads to. */
  readonly fileAt: (specifier: string, from: string) => ProgramFile | undefined;
}

/** What a name stands for: something of Python, or all that another file exports (`import * as py from "./py.js"`). */
export type Meaning = PythonPath | { readonly file: ProgramFile };

/** One file: first what its names stand for, then what is reached from them. */
export class ProgramFile {
  readonly path: string;
  readonly program: Program;
  readonly #root: Node;
  readonly #scopes: Scopes<Meaning>;
  /** What the file exports under a name; `*` for what it passes on whole. */
  readonly #exports: [name: string, meanings: () => readonly Meaning[]][] = [];
  readonly #passedOn: string[] = [];

  constructor(path: string, root: Node, program: Program) {
    this.path = path;
    this.#root = root;
    this.program = program;
    this.#scopes = scopesOf<Meaning>(root);
    this.walk((node, scope) => {
      this.#noteExports(node, scope);
      return true;
    });
  }

  /** True for a file from which others can get something of Python. */
  get exportsPython(): boolean {
    return this.#allExports(new Set()).length > 0;
  }

  /** Finds out what names stand for, as far as is known now. @returns whether there was something new */
  bind(): boolean {
    let changed = false;
    this.walk((node, scope) => {
      if (this.#bind(node, scope)) changed = true;
      return true;
    });
    return changed;
  }

  /** What another file gets by a name. */
  exported(name: string, asked = new Set<ProgramFile>()): readonly Meaning[] {
    if (asked.has(this)) return [];
    asked.add(this);
    const own = this.#exports.flatMap(([each, meanings]) => (each === name ? meanings() : []));
    if (own.length > 0 || name === "default") return own;
    return this.#passedOn.flatMap((specifier) => this.#imported(specifier, name, asked));
  }

  #allExports(asked: Set<ProgramFile>): Meaning[] {
    if (asked.has(this)) return [];
    asked.add(this);
    const own = this.#exports.flatMap(([, meanings]) => meanings());
    const others = this.#passedOn.flatMap((specifier) => {
      const module = this.wrapperAt(specifier);
      if (module !== undefined) return [{ module, path: ["*"] }];
      const file = this.program.fileAt(specifier, this.path);
      return file === undefined ? [] : file.#allExports(asked);
    });
    return [...own, ...others];
  }

  // What names stand for.

  #noteExports(node: Node, scope: NameScope<Meaning>): void {
    if (node.type === "ExportAllDeclaration") this.#passedOn.push(node.source.value);
    else if (node.type === "ExportDefaultDeclaration") {
      const { declaration } = node;
      this.#exports.push(["default", () => this.meanings(declaration, scope)]);
    } else if (node.type === "ExportNamedDeclaration") {
      if (node.declaration?.type === "VariableDeclaration") {
        for (const name of node.declaration.declarations.flatMap(({ id }) => patternNames(id)))
          this.#exports.push([name, () => this.valuesOf(name, scope)]);
      }
      const source = node.source?.value;
      for (const specifier of node.specifiers) {
        if (specifier.type === "ExportNamespaceSpecifier" && source !== undefined)
          this.#exports.push([specifier.exported.name, () => this.#namespace(source)]);
        if (specifier.type !== "ExportSpecifier") continue;
        const exported = keyName(specifier.exported) ?? "";
        const local = specifier.local.name;
        this.#exports.push([
          exported,
          () => (source === undefined ? this.valuesOf(local, scope) : this.#imported(source, local)),
        ]);
      }
    }
  }

  #bind(node: Node, scope: NameScope<Meaning>): boolean {
    if (node.type === "ImportDeclaration") {
      const source = node.source.value;
      return node.specifiers
        .map((specifier) => {
          if (specifier.type === "ImportNamespaceSpecifier")
            return this.#bindName(specifier.local.name, this.#namespace(source), scope);
          const name =
            specifier.type === "ImportDefaultSpecifier" ? "default" : (keyName(specifier.imported) ?? "");
          return this.#bindName(specifier.local.name, this.#imported(source, name), scope);
        })
        .includes(true);
    }
    if (node.type === "VariableDeclarator" && node.init)
      return this.#bindPattern(node.id, this.meanings(node.init, scope), scope);
    if (node.type === "AssignmentExpression" && ["=", "??=", "||=", "&&="].includes(node.operator))
      return this.#bindPattern(node.left, this.meanings(node.right, scope), scope);
    if (node.type === "AssignmentPattern")
      return this.#bindPattern(node.left, this.meanings(node.right, scope), scope);
    return false;
  }

  #bindName(name: string, meanings: readonly Meaning[], scope: NameScope<Meaning>): boolean {
    const binding = scope.find(name) ?? scope.declare(name);
    return meanings.map((meaning) => binding.add(keyOf(meaning), meaning)).includes(true);
  }

  #bindPattern(target: Node, sources: readonly Meaning[], scope: NameScope<Meaning>): boolean {
    if (sources.length === 0) return false;
    if (target.type === "Identifier") return this.#bindName(target.name, sources, scope);
    if (target.type === "AssignmentPattern") return this.#bindPattern(target.left, sources, scope);
    if (target.type !== "ObjectPattern") return false;
    return target.properties
      .map((property) => {
        if (property.type !== "ObjectProperty" || property.computed) return false;
        const key = keyName(property.key);
        return key !== undefined && this.#bindPattern(property.value, membersOf(sources, key), scope);
      })
      .includes(true);
  }

  /** What a name stands for where it is written. */
  valuesOf(name: string, scope: NameScope<Meaning>): readonly Meaning[] {
    return [...(scope.find(name)?.values.values() ?? [])];
  }

  /** What an expression stands for, where that is a module or something reached from one. */
  meanings(node: Node, scope: NameScope<Meaning>): readonly Meaning[] {
    switch (node.type) {
      case "Identifier":
        return this.valuesOf(node.name, scope);
      case "AwaitExpression":
        return this.meanings(node.argument, scope);
      case "ParenthesizedExpression":
      case "TSNonNullExpression":
      case "TSTypeAssertion":
      case "TSAsExpression":
      case "TSSatisfiesExpression":
        return this.meanings(node.expression, scope);
      case "ConditionalExpression":
        return [...this.meanings(node.consequent, scope), ...this.meanings(node.alternate, scope)];
      case "LogicalExpression":
        return [...this.meanings(node.left, scope), ...this.meanings(node.right, scope)];
      case "MemberExpression":
      case "OptionalMemberExpression": {
        const name = memberName(node);
        return name === undefined || name.startsWith("$")
          ? []
          : membersOf(this.meanings(node.object, scope), name);
      }
      case "TSQualifiedName":
        return membersOf(this.meanings(node.left, scope), node.right.name);
      case "CallExpression":
        return this.#called(node);
      case "ImportExpression":
        return node.source.type === "StringLiteral" ? this.#namespace(node.source.value) : [];
      default:
        return [];
    }
  }

  /** `x.module("numpy")`, `import("./python/numpy/index.js")` and `require` of the same. */
  #called(node: Extract<Node, { type: "CallExpression" }>): readonly Meaning[] {
    const [first] = node.arguments;
    if (first?.type !== "StringLiteral") return [];
    const { callee } = node;
    if (callee.type === "Import" || (callee.type === "Identifier" && callee.name === "require"))
      return this.#namespace(first.value);
    if (callee.type !== "MemberExpression" && callee.type !== "OptionalMemberExpression") return [];
    if (memberName(callee) !== "module") return [];
    this.program.modules.add(first.value);
    return [{ module: first.value, path: [] }];
  }

  /** All that lies behind a specifier. */
  #namespace(specifier: string): readonly Meaning[] {
    const module = this.wrapperAt(specifier);
    if (module !== undefined) return [{ module, path: [] }];
    const file = this.program.fileAt(specifier, this.path);
    return file === undefined ? [] : [{ file }];
  }

  /** One name of what lies behind a specifier. The default export of a wrapper is the module. */
  #imported(specifier: string, name: string, asked?: Set<ProgramFile>): readonly Meaning[] {
    const module = this.wrapperAt(specifier);
    if (module !== undefined) return [{ module, path: name === "default" ? [] : [name] }];
    return this.program.fileAt(specifier, this.path)?.exported(name, asked) ?? [];
  }

  /** The module whose wrapper a specifier in this file leads to. */
  wrapperAt(specifier: string): string | undefined {
    return wrapperAt(specifier, this.path, this.program.places);
  }

  /** Visits the file from the top, each node with the scope that it stands in. */
  walk(visit: (node: Node, scope: NameScope<Meaning>, parent: Node | undefined) => boolean): void {
    const down = (node: Node, above: NameScope<Meaning>, parent: Node | undefined): void => {
      const scope = this.#scopes.get(node) ?? above;
      if (!visit(node, scope, parent)) return;
      for (const child of childrenOf(node)) down(child, scope, node);
    };
    const top = this.#scopes.get(this.#root);
    if (top !== undefined) down(this.#root, top, undefined);
  }
}

/** The module whose wrapper a specifier leads to. */
export function wrapperAt(specifier: string, from: string, places: WrapperPlaces): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  const below = relative(places.outDir, resolve(dirname(from), specifier))
    .split(sep)
    .join("/");
  return below.startsWith("..") ? undefined : places.moduleOf(below.replace(/\.(?:d\.)?[cm]?[jt]sx?$/, ""));
}

function patternNames(pattern: Node): string[] {
  if (pattern.type === "Identifier") return [pattern.name];
  if (pattern.type === "AssignmentPattern") return patternNames(pattern.left);
  if (pattern.type !== "ObjectPattern") return [];
  return pattern.properties.flatMap((property) =>
    property.type === "ObjectProperty" ? patternNames(property.value) : [],
  );
}

/** What the member of a name stands for. */
export function membersOf(meanings: readonly Meaning[], name: string): Meaning[] {
  return meanings.flatMap((meaning): readonly Meaning[] =>
    "module" in meaning
      ? [{ module: meaning.module, path: [...meaning.path, name] }]
      : meaning.file.exported(name),
  );
}

function keyOf(meaning: Meaning): string {
  return "module" in meaning ? [meaning.module, ...meaning.path].join("\0") : `file ${meaning.file.path}`;
}
