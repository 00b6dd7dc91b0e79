/** What a file reaches of Python, once it is known what all names stand for. */
import type { Node } from "@babel/types";
import {
  membersOf,
  wrapperAt,
  type Meaning,
  type Program,
  type ProgramFile,
  type PythonPath,
} from "./program-file.js";
import { isName, keyName, memberName } from "./program-names.js";
import type { NameScope } from "./program-scopes.js";

/** What a file uses. */
export function usesOf(file: ProgramFile): readonly PythonPath[] {
  return new UseReader(file).read();
}

class UseReader {
  readonly #file: ProgramFile;
  readonly #uses: PythonPath[] = [];

  constructor(file: ProgramFile) {
    this.#file = file;
  }

  read(): readonly PythonPath[] {
    this.#file.walk((node, scope, parent) => this.#use(node, scope, parent));
    return this.#uses;
  }

  /** Notes what is used; false where the parts of the node have been taken in. */
  #use(node: Node, scope: NameScope<Meaning>, parent: Node | undefined): boolean {
    switch (node.type) {
      case "ImportDeclaration":
        for (const { local } of node.specifiers)
          this.#add(this.#file.valuesOf(local.name, scope).filter((meaning) => isMember(meaning)));
        return false;
      case "ExportAllDeclaration":
      case "ExportNamedDeclaration": {
        const module = node.source ? this.#file.wrapperAt(node.source.value) : undefined;
        if (node.type === "ExportAllDeclaration") {
          if (module !== undefined) this.#uses.push({ module, path: ["*"] });
          return false;
        }
        for (const specifier of node.specifiers) {
          if (module !== undefined && specifier.type === "ExportSpecifier")
            this.#uses.push({ module, path: [specifier.local.name] });
        }
        return true;
      }
      case "ExportDefaultDeclaration":
      case "ExpressionStatement": {
        // Passed to other files by its name, where its uses are seen; or only brought in.
        const value = node.type === "ExpressionStatement" ? node.expression : node.declaration;
        const meanings = this.#file.meanings(value, scope);
        this.#add(meanings);
        return meanings.length === 0;
      }
      case "VariableDeclarator":
      case "AssignmentExpression":
      case "AssignmentPattern": {
        const [target, source] =
          node.type === "VariableDeclarator" ? [node.id, node.init] : [node.left, node.right];
        const meanings = source ? this.#file.meanings(source, scope) : [];
        if (meanings.length === 0) return true;
        for (const meaning of meanings) this.#useBound(target, meaning);
        return false;
      }
      case "MemberExpression":
      case "OptionalMemberExpression": {
        const meanings = this.#file.meanings(node, scope);
        if (meanings.length > 0) {
          this.#add(meanings.filter((meaning) => "module" in meaning));
          return false;
        }
        const objects = this.#file.meanings(node.object, scope);
        this.#add(node.computed ? objects.flatMap(whole) : objects);
        return objects.length === 0 || node.computed;
      }
      case "TSQualifiedName": {
        const meanings = this.#file.meanings(node, scope);
        this.#add(meanings);
        return meanings.length === 0;
      }
      case "CallExpression":
      case "ImportExpression":
        this.#add(this.#file.meanings(node, scope).flatMap(whole));
        if (node.type === "CallExpression") this.#useDotted(node);
        return true;
      case "Identifier":
        if (!isName(node, parent)) this.#add(this.#file.valuesOf(node.name, scope).flatMap(whole));
        return true;
      default:
        return true;
    }
  }

  #add(meanings: readonly Meaning[]): void {
    for (const meaning of meanings) if ("module" in meaning) this.#uses.push(meaning);
  }

  /** Bound to a name, its use is seen there; taken apart, the parts are used. */
  #useBound(target: Node, meaning: Meaning): void {
    if (isMember(meaning)) this.#add([meaning]);
    if (target.type === "AssignmentPattern") {
      this.#useBound(target.left, meaning);
      return;
    }
    if (target.type === "Identifier") return;
    if (target.type !== "ObjectPattern") {
      // Kept in a field or a list: what becomes of it is not followed.
      this.#add(whole(meaning));
      return;
    }
    for (const property of target.properties) {
      const key =
        property.type === "ObjectProperty" && !property.computed ? keyName(property.key) : undefined;
      if (key === undefined || property.type !== "ObjectProperty") this.#add(whole(meaning));
      else for (const part of membersOf([meaning], key)) this.#useBound(property.value, part);
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
    this.#file.program.modules.add(module);
    this.#uses.push({ module, path });
  }
}

/** What the text alone gives away of a file that is too broken to be read. */
export function guess(text: string, from: string, { places, modules }: Program): PythonPath[] {
  const named = [...text.matchAll(/\.module\(\s*["'`]([\w.]+)["'`]/g)].map(([, module = ""]) => module);
  for (const module of named) modules.add(module);
  const imported = [...text.matchAll(/["'](\.[^"'\n]+)["']/g)].flatMap(
    ([, specifier = ""]) => wrapperAt(specifier, from, places) ?? [],
  );
  return [...named, ...imported].map((module) => ({ module, path: ["*"] }));
}

/** All of something, since it can't be told which part. */
function whole(meaning: Meaning): PythonPath[] {
  return "module" in meaning ? [{ ...meaning, path: [...meaning.path, "*"] }] : [];
}

function isMember(meaning: Meaning): boolean {
  return "module" in meaning && meaning.path.length > 0;
}
