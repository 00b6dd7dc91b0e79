import { CliError } from "../errors.js";
import { exitCodes } from "../exit-codes.js";

/** A value that JSON can hold. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** Arguments of a Python function, from a command line. */
export interface CallArguments {
  readonly positional: JsonValue[];
  readonly keywords: Record<string, JsonValue>;
}

/**
 * `'{"a": 1}' --indent 2 --sort-keys`: values are JSON, or else plain text; `--name value` and `--name=value` are keywords, and a keyword
 * without a value is True. With `asText` no value is JSON. Behind `--` everything is a value.
 */
export function parseCallArguments(words: readonly string[], asText = false): CallArguments {
  const valueOf = asText ? (text: string): JsonValue => text : jsonOrText;
  const positional: JsonValue[] = [];
  // A map, since any name may be a keyword, those of every object included.
  const keywords = new Map<string, JsonValue>();
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    if (word === "--") {
      positional.push(...words.slice(index + 1).map(valueOf));
      break;
    }
    const match = /^--([^=]+)(?:=(.*))?$/s.exec(word);
    if (match === null) {
      positional.push(valueOf(word));
      continue;
    }
    const [, name = "", given] = match;
    const keyword = name.replaceAll("-", "_");
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(keyword)) {
      throw new CliError(
        exitCodes.usage,
        "USAGE",
        `--${name} can't be a keyword of Python.`,
        "A text that begins with -- is written behind a bare --.",
      );
    }
    if (keywords.has(keyword))
      throw new CliError(exitCodes.usage, "USAGE", `The keyword ${keyword} is given twice.`);
    const next = words[index + 1];
    if (given !== undefined) keywords.set(keyword, valueOf(given));
    else if (next === undefined || isKeyword(next)) keywords.set(keyword, true);
    else {
      keywords.set(keyword, valueOf(next));
      index++;
    }
  }
  return { positional, keywords: Object.fromEntries(keywords) };
}

/** `--name`, but not a number: `--indent -1` has a value. */
function isKeyword(word: string): boolean {
  return word.startsWith("--");
}

function jsonOrText(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    // No JSON: the text itself, so that words need no second pair of quotes.
    return text;
  }
}
