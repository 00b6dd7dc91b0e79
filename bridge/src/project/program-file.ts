import { dirname, relative, resolve, sep } from "node:path";
import type { Node } from "@babel/types";

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

/** Reads one file: first what names stand for, then what is reached from them. */
export class ProgramFile {
  readonly #file: string;
  readonly #places: WrapperPlaces;
  readonly #bindings = new Map<string, PythonPath>();
  readonly #modules: Set<string>;
  readonly #uses: PythonPath[] = [];

  constructor(file: string, places: WrapperPlaces, modules: Set<string>) {
    this.#file = file;
    this.#places = places;
    this.#modules = modules;
  }

  /** What the text alone gives away. */
  guess(text: string): PythonPath[] {
    const named = [...text.matchAll(/\.module\(\s*["'`]([\w.]+)["'`]/g)].map(([, module = ""]) => module);
    for (const module of named) this.#modules.add(module);
    const imported = [...text.matchAll(/["'](\.[^"'\n]+)["']/g)].flatMap(
      ([, specifier = ""]) => this.#wrapperAt(specifier) ?? [],
    );
    return [...named, ...imported].map((module) => ({ module, path: ["*"] }));
  }

  read(program: Node): PythonPath[] {
    // A binding may be made from one that stands further down, in a function that runs later.
    let before = -1;
    while (this.#bindings.size !== before) {
      before = this.#bindings.size;
      walk(program, (node) => {
        this.#bind(node);
        return true;
      });
    }
    walk(program, (node, parent) => this.#use(node, parent));
    return this.#uses;
  }

  #bind(node: Node): void {
    if (node.type === "ImportDeclaration") {
      const module = this.#wrapperAt(node.source.value);
      if (module === undefined) return;
      for (const specifier of node.specifiers) {
        const { name } = specifier.local;
        if (specifier.type !== "ImportSpecifier") this.#bindings.set(name, { module, path: [] });
        else
          this.#bindings.set(name, {
            module,
            path: [
              specifier.imported.type === "Identifier" ? specifier.imported.name : specifier.imported.value,
            ],
          });
      }
    } else if (node.type === "VariableDeclarator" && node.init) {
      this.#bindPattern(node.id, this.#pathOf(node.init));
    } else if (node.type === "AssignmentExpression" && node.operator === "=") {
      this.#bindPattern(node.left, this.#pathOf(node.right));
    }
  }

  #bindPattern(target: Node, source: PythonPath | undefined): void {
    if (source === undefined) return;
    if (target.type === "Identifier") this.#bindings.set(target.name, source);
    else if (target.type === "ObjectPattern") {
      for (const property of target.properties) {
        if (property.type !== "ObjectProperty" || property.computed) continue;
        const key = keyName(property.key);
        if (key !== undefined)
          this.#bindPattern(property.value, { module: source.module, path: [...source.path, key] });
      }
    }
  }

  /** What an expression stands for, where that is a module or something reached from one. */
  #pathOf(node: Node): PythonPath | undefined {
    switch (node.type) {
      case "Identifier":
        return this.#bindings.get(node.name);
      case "AwaitExpression":
        return this.#pathOf(node.argument);
      case "ParenthesizedExpression":
      case "TSNonNullExpression":
      case "TSTypeAssertion":
      case "TSAsExpression":
      case "TSSatisfiesExpression":
        return this.#pathOf(node.expression);
      case "MemberExpression":
      case "OptionalMemberExpression": {
        const object = this.#pathOf(node.object);
        const name = memberName(node);
        return object === undefined || name === undefined || name.startsWith("$")
          ? undefined
          : { module: object.module, path: [...object.path, name] };
      }
      case "CallExpression":
        return this.#moduleOfCall(node);
      case "ImportExpression":
        return this.#imported(node.source);
      default:
        return undefined;
    }
  }

  /** `x.module("numpy")`, and `import("./python/numpy/index.js")`. */
  #moduleOfCall(node: Extract<Node, { type: "CallExpression" }>): PythonPath | undefined {
    const [first] = node.arguments;
    if (node.callee.type === "Import") return first === undefined ? undefined : this.#imported(first);
    if (node.callee.type !== "MemberExpression" || first?.type !== "StringLiteral") return undefined;
    if (memberName(node.callee) !== "module") return undefined;
    this.#modules.add(first.value);
    return { module: first.value, path: [] };
  }

  #imported(source: Node): PythonPath | undefined {
    if (source.type !== "StringLiteral") return undefined;
    const module = this.#wrapperAt(source.value);
    return module === undefined ? undefined : { module, path: [] };
  }

  #wrapperAt(specifier: string): string | undefined {
    if (!specifier.startsWith(".")) return undefined;
    const below = relative(this.#places.outDir, resolve(dirname(this.#file), specifier))
      .split(sep)
      .join("/");
    return below.startsWith("..")
      ? undefined
      : this.#places.moduleOf(below.replace(/\.(?:d\.)?[cm]?[jt]sx?$/, ""));
  }

  /** Notes what is used; false where the parts of the node have been taken in. */
  #use(node: Node, parent: Node | undefined): boolean {
    switch (node.type) {
      case "ImportDeclaration":
        for (const specifier of node.specifiers) {
          const binding = this.#bindings.get(specifier.local.name);
          if (binding !== undefined && binding.path.length > 0) this.#uses.push(binding);
        }
        return false;
      case "VariableDeclarator":
      case "AssignmentExpression": {
        const [target, source] =
          node.type === "VariableDeclarator" ? [node.id, node.init] : [node.left, node.right];
        const path = !source ? undefined : this.#pathOf(source);
        if (path === undefined) return true;
        this.#useBound(target, path);
        return false;
      }
      case "MemberExpression":
      case "OptionalMemberExpression": {
        const path = this.#pathOf(node);
        if (path === undefined) {
          const object = this.#pathOf(node.object);
          if (object !== undefined)
            this.#uses.push(node.computed ? { ...object, path: [...object.path, "*"] } : object);
          return object === undefined || node.computed;
        }
        this.#uses.push(path);
        return false;
      }
      case "CallExpression":
        this.#useDotted(node);
        return true;
      case "Identifier": {
        const binding = this.#bindings.get(node.name);
        if (binding !== undefined && !isName(node, parent))
          this.#uses.push({ ...binding, path: [...binding.path, "*"] });
        return true;
      }
      default:
        return true;
    }
  }

  /** Bound to a name, its use is seen there; taken apart, the parts are used. */
  #useBound(target: Node, path: PythonPath): void {
    if (path.path.length > 0) this.#uses.push(path);
    if (target.type !== "ObjectPattern") return;
    for (const property of target.properties) {
      const key =
        property.type === "ObjectProperty" && !property.computed ? keyName(property.key) : undefined;
      const part = { module: path.module, path: [...path.path, key ?? "*"] };
      if (key !== undefined && property.type === "ObjectProperty") this.#useBound(property.value, part);
      else this.#uses.push(part);
    }
  }

  /** `python.call("json.dumps", ...)`. */
  #useDotted(node: Extract<Node, { type: "CallExpression" }>): void {
    const [first] = node.arguments;
    if (node.callee.type !== "MemberExpression" || first?.type !== "StringLiteral") return;
    const name = memberName(node.callee);
    if (name !== "call" && name !== "run") return;
    const [module, ...path] = first.value.split(".");
    if (module === undefined || path.length === 0) return;
    this.#modules.add(module);
    this.#uses.push({ module, path });
  }
}

function keyName(key: Node): string | undefined {
  return key.type === "Identifier" ? key.name : key.type === "StringLiteral" ? key.value : undefined;
}

function memberName(
  node: Extract<Node, { type: "MemberExpression" | "OptionalMemberExpression" }>,
): string | undefined {
  if (!node.computed) return node.property.type === "Identifier" ? node.property.name : undefined;
  return node.property.type === "StringLiteral" ? node.property.value : undefined;
}

/** An identifier that is a key or a declaration, not a value. */
function isName(node: Node, parent: Node | undefined): boolean {
  switch (parent?.type) {
    case "MemberExpression":
    case "OptionalMemberExpression":
      return parent.property === node && !parent.computed;
    case "ObjectProperty":
      return parent.key === node && !parent.computed && !parent.shorthand;
    case "ObjectMethod":
    case "ClassMethod":
    case "ClassProperty":
      return parent.key === node && !parent.computed;
    case "ImportSpecifier":
    case "ExportSpecifier":
      return parent.type === "ImportSpecifier";
    default:
      return (
        parent?.type.startsWith("TS") === true &&
        parent.type !== "TSAsExpression" &&
        parent.type !== "TSNonNullExpression" &&
        parent.type !== "TSSatisfiesExpression"
      );
  }
}

function walk(node: Node, visit: (node: Node, parent: Node | undefined) => boolean, parent?: Node): void {
  if (!visit(node, parent)) return;
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    if (key === "loc" || key.endsWith("Comments")) continue;
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (typeof child === "object" && child !== null && "type" in child && typeof child.type === "string")
        walk(child as Node, visit, node);
    }
  }
}
