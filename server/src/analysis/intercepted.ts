/** Names that JavaScript asks of every object: the runtime answers them without Python. */
export const intercepted: ReadonlySet<string> = new Set([
  "then",
  "catch",
  "finally",
  "toJSON",
  "asymmetricMatch",
  "nodeType",
  "hasAttribute",
  "constructor",
]);
