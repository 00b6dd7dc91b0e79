/** Names: which ones TypeScript can declare, which are kept for JavaScript, and how clashes are resolved. */
import { stringLiteral } from "./literal.js";

const reserved = new Set(
  `break case catch class const continue debugger default delete do else enum export extends false finally for function
  if import in instanceof new null return super switch this throw true try typeof var void while with implements
  interface let package private protected public static yield await arguments eval async of undefined NaN Infinity
  globalThis`.split(/\s+/),
);

/** Names that TypeScript has for types and that no interface may have. */
const primitiveTypes = new Set(
  "any unknown never bigint number boolean string symbol void object undefined null intrinsic".split(" "),
);

/** An exported `default` is the default export, and a module with a `then` is awaited by `import()`. */
const changedExports = new Set(["default", "then"]);

/** Members that JavaScript itself looks up on any object; Python's are reached with `$get`. */
const javaScriptMembers = new Set([
  "then",
  "toJSON",
  "asymmetricMatch",
  "nodeType",
  "hasAttribute",
  "constructor",
  "catch",
  "finally",
  "__proto__",
]);

const identifier = /^[\p{ID_Start}_][\p{ID_Continue}_\u200c\u200d]*$/u;

/**
 * True for an identifier that every compiler knows. Letters beyond U+FFFF are left out: compilers and Python follow
 * different versions of Unicode there.
 */
export function isIdentifier(name: string): boolean {
  return identifier.test(name) && !/[\u{10000}-\u{10ffff}]/u.test(name);
}

/** True if a member of that name never reaches Python, so that the wrapper must not offer it. */
export function isJavaScriptMember(name: string): boolean {
  return javaScriptMembers.has(name);
}

/** True if `name` can't stand in `export const name` or `interface name`. */
export function needsOtherName(name: string): boolean {
  return reserved.has(name) || primitiveTypes.has(name);
}

export function isChangedExport(name: string): boolean {
  return changedExports.has(name);
}

/** A member's name as a property key. */
export function propertyKey(name: string): string {
  return isIdentifier(name) ? name : stringLiteral(name);
}

/** `load_model` to `loadModel`; leading underscores, constants and class names stay. */
export function toCamel(name: string): string {
  if (name.toUpperCase() === name) return name;
  return name.replace(/(?<=[\p{L}\p{N}])_+([\p{L}\p{N}])/gu, (_all, letter: string) => letter.toUpperCase());
}

/** The order of names in what is written: by code units, the same everywhere. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A set of names in which each new name finds a free spelling. */
export class NameTable {
  readonly #taken = new Set<string>();

  constructor(taken: Iterable<string> = []) {
    for (const name of taken) this.#taken.add(name);
  }

  has(name: string): boolean {
    return this.#taken.has(name);
  }

  /** Takes the name, with as many underscores added as it needs to be free. */
  take(name: string, acceptable: (candidate: string) => boolean = () => true): string {
    let candidate = name;
    while (this.#taken.has(candidate) || !acceptable(candidate)) candidate += "_";
    this.#taken.add(candidate);
    return candidate;
  }
}
