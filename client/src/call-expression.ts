/** Reads `json.dumps({"a": 1}, indent=2)` into a path, arguments and keywords. Pure. */

export interface CallExpression {
  readonly path: string;
  readonly arguments: unknown[];
  readonly keywords: Record<string, unknown>;
}

export class CallSyntaxError extends Error {}

const pathPattern = /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)+$/u;
const keywordPattern = /^([\p{L}_][\p{L}\p{N}_]*)\s*=(?!=)/u;

/** @throws CallSyntaxError which says what is expected where */
export function parseCall(text: string): CallExpression {
  const trimmed = text.trim();
  const open = trimmed.indexOf("(");
  const path = (open === -1 ? trimmed : trimmed.slice(0, open)).trim();
  if (!pathPattern.test(path)) {
    throw new CallSyntaxError("Write a function with its module, such as json.dumps.");
  }
  if (open === -1) return { path, arguments: [], keywords: {} };
  if (!trimmed.endsWith(")")) throw new CallSyntaxError("The closing parenthesis is missing.");
  const positional: unknown[] = [];
  const keywords: Record<string, unknown> = {};
  for (const part of splitAtCommas(trimmed.slice(open + 1, -1))) {
    const name = keywordPattern.exec(part);
    if (name?.[1] !== undefined) keywords[name[1]] = value(part.slice(name[0].length));
    else if (Object.keys(keywords).length > 0) {
      throw new CallSyntaxError("Positional arguments stand before keyword arguments.");
    } else positional.push(value(part));
  }
  return { path, arguments: positional, keywords };
}

/** Commas inside brackets and strings don't separate. */
function splitAtCommas(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = "";
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (quote !== "") {
      if (character === "\\") index += 1;
      else if (character === quote) quote = "";
    } else if (character === '"' || character === "'") quote = character;
    else if ("([{".includes(character)) depth += 1;
    else if (")]}".includes(character)) depth -= 1;
    else if (character === "," && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  if (quote !== "") throw new CallSyntaxError("A string is not closed.");
  if (depth !== 0) throw new CallSyntaxError("A bracket is not closed.");
  parts.push(text.slice(start));
  const trimmed = parts.map((part) => part.trim());
  if (trimmed.at(-1) === "") trimmed.pop();
  return trimmed;
}

const words: Record<string, unknown> = { None: null, True: true, False: false };

/** JSON, Python's three words, and strings in single quotes. */
function value(text: string): unknown {
  const trimmed = text.trim();
  if (Object.hasOwn(words, trimmed)) return words[trimmed];
  const single = /^'((?:[^'\\]|\\.)*)'$/.exec(trimmed);
  const json =
    single?.[1] === undefined ? trimmed : `"${single[1].replaceAll("\\'", "'").replaceAll('"', '\\"')}"`;
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw new CallSyntaxError(`Not a JSON value: ${trimmed === "" ? "(nothing)" : trimmed}`);
  }
}
