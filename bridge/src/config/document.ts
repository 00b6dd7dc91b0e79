import { findNodeAtLocation, parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import type { ConfigProblem, ConfigProblemCode, Position, Range } from "./problems.js";

/** A configuration file's text, parsed with places. */
export interface ConfigDocument {
  readonly file: string;
  readonly text: string;
  /** The value, as far as it could be read. */
  readonly value: unknown;
  /** Faults of the JSON itself. */
  readonly problems: readonly ConfigProblem[];
  /** A problem at a place in the document. */
  problemAt(
    code: ConfigProblemCode,
    path: readonly (string | number)[],
    message: string,
    options?: { suggestion?: string | undefined; on?: "key" | "value" },
  ): ConfigProblem;
}

/** Parses JSON with comments and trailing commas. Never throws: faults are in `problems`. */
export function parseConfigText(text: string, file: string): ConfigDocument {
  const errors: ParseError[] = [];
  // A byte order mark is what some editors on Windows write.
  const root = parseTree(text.replace(/^\uFEFF/, " "), errors, {
    allowTrailingComma: true,
    disallowComments: false,
  });
  const lines = lineStarts(text);
  const make = (
    code: ConfigProblemCode,
    path: readonly (string | number)[],
    message: string,
    offset: number,
    length: number,
    suggestion?: string,
  ) => ({
    code,
    message,
    file,
    path,
    range: rangeAt(lines, offset, length),
    offset,
    length,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
  const problemAt: ConfigDocument["problemAt"] = (code, path, message, { suggestion, on = "value" } = {}) => {
    const { offset, length } = placeOf(root, path, on);
    return make(code, path, message, offset, length, suggestion);
  };
  // Where two braces are missing at the end, the parser says the same twice.
  const faults = errors.filter(
    ({ error, offset }, index) =>
      errors.findIndex((other) => other.error === error && other.offset === offset) === index,
  );
  const problems = faults.map(({ error, offset, length }) =>
    make("syntax", [], syntaxMessage(printParseErrorCode(error)), offset, length),
  );
  if (root === undefined && errors.length === 0)
    problems.push(make("syntax", [], "The file is empty; at least {} is needed.", 0, text.length));
  const duplicates: ConfigProblem[] = [];
  const value =
    root === undefined
      ? undefined
      : valueOf(root, [], (path, key) => {
          duplicates.push(
            make(
              "duplicate-key",
              path,
              `"${String(path.at(-1))}" stands here twice; only one of them can hold.`,
              key.offset,
              key.length,
            ),
          );
        });
  return { file, text, value, problems: [...problems, ...duplicates], problemAt };
}

/** The value of a node, with every key of the text as an own property, `__proto__` included. */
function valueOf(
  node: Node,
  path: readonly (string | number)[],
  onDuplicate: (path: readonly (string | number)[], key: Node) => void,
): unknown {
  if (node.type === "array")
    return (node.children ?? []).map((child, index) => valueOf(child, [...path, index], onDuplicate));
  if (node.type !== "object") return node.value as unknown;
  const entries = new Map<string, unknown>();
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key === undefined) continue;
    const name = String(key.value);
    if (entries.has(name)) onDuplicate([...path, name], key);
    entries.set(name, value === undefined ? undefined : valueOf(value, [...path, name], onDuplicate));
  }
  return Object.fromEntries(entries);
}

/** The nearest place of a path: that of its deepest part that exists. */
function placeOf(
  root: Node | undefined,
  path: readonly (string | number)[],
  on: "key" | "value",
): { offset: number; length: number } {
  if (root === undefined) return { offset: 0, length: 0 };
  for (let end = path.length; end >= 0; end--) {
    const node = findNodeAtLocation(root, path.slice(0, end));
    if (node === undefined) continue;
    const key = node.parent?.type === "property" ? node.parent.children?.[0] : undefined;
    // Where the value is an object, its key says more than a region of many lines.
    const place = key !== undefined && (on === "key" || node.type === "object") ? key : node;
    return place.type === "object" && place.parent === undefined
      ? { offset: place.offset, length: 1 }
      : place;
  }
  return { offset: 0, length: 0 };
}

function syntaxMessage(code: string): string {
  const messages: Readonly<Record<string, string>> = {
    InvalidSymbol: "This is not JSON.",
    InvalidNumberFormat: "This is not a number.",
    PropertyNameExpected: "A name in double quotes is expected here.",
    ValueExpected: "A value is expected here.",
    ColonExpected: "A colon is expected here.",
    CommaExpected: "A comma is expected here.",
    CloseBraceExpected: "A closing brace is missing.",
    CloseBracketExpected: "A closing bracket is missing.",
    EndOfFileExpected: "Nothing may follow here: the document has ended.",
    InvalidCommentToken: "A comment is not allowed here.",
    UnexpectedEndOfComment: "The comment is not closed.",
    UnexpectedEndOfString: "The string is not closed.",
    UnexpectedEndOfNumber: "The number is cut off.",
    InvalidUnicode: "This is not a Unicode escape.",
    InvalidEscapeCharacter: "This escape is not known.",
    InvalidCharacter: "This character is not allowed in a string; write it as an escape.",
  };
  return messages[code] ?? code;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
  return starts;
}

function rangeAt(lines: readonly number[], offset: number, length: number): Range {
  return { start: positionAt(lines, offset), end: positionAt(lines, offset + length) };
}

function positionAt(lines: readonly number[], offset: number): Position {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((lines[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: offset - (lines[low] ?? 0) };
}
