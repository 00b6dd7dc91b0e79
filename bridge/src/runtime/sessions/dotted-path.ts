/** `json.dumps`: a module and the way to a name in it. A bare name, or one of a built-in type, is a built-in. */
export interface DottedPath {
  readonly module: string;
  readonly path: readonly string[];
}

/** Built-in types, whose methods are named by them: `str.upper`. */
const BUILT_IN_TYPES = new Set(
  "bool bytearray bytes complex dict float frozenset int list object set str tuple type".split(" "),
);

/** @throws TypeError for text that is not a dotted name */
export function parseDottedPath(text: string): DottedPath {
  const parts = text.split(".");
  if (parts.some((part) => !/^[\p{ID_Start}_][\p{ID_Continue}]*$/u.test(part))) {
    throw new TypeError(
      `${JSON.stringify(text)} is not the dotted name of a Python function, such as "json.dumps".`,
    );
  }
  const [first = "", ...rest] = parts;
  return rest.length === 0 || BUILT_IN_TYPES.has(first)
    ? { module: "builtins", path: parts }
    : { module: first, path: rest };
}
