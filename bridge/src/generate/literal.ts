/** Text from Python put between quotes or into a comment, so that it can't leave either. */
import type { LiteralValue } from "../description/model.js";

/** A string literal. Line separators are escaped too, and `</` so that the text may stand in a web page. */
export function stringLiteral(text: string): string {
  return JSON.stringify(text)
    .replace(/[\u2028\u2029\u007f-\u009f\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
    })
    .replaceAll("</", "<\\/");
}

/** A `//` comment's text: one line, whatever was in it. */
export function lineComment(text: string): string {
  // eslint's rule against control characters does not apply to ranges written as classes.
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, " ").trim();
}

/** Lines of a block comment: nothing in them ends the comment, and no control character hides anything. */
export function commentLines(text: string): string[] {
  return text
    .replace(/\r\n?|[\u2028\u2029\u0085\v\f]/g, "\n")
    .replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, "")
    .replaceAll("*/", "*\\/")
    .replaceAll("/*", "/\\*")
    .split("\n")
    .map((line) => line.trimEnd());
}

/** A number as TypeScript writes it, or `undefined` where it has no exact spelling. */
function numberLiteral(value: number): string | undefined {
  return Number.isFinite(value) ? (Object.is(value, -0) ? "-0" : String(value)) : undefined;
}

const integer = /^-?\d+$/;

/** The expression for a constant's value, or `undefined` where it can't be written down. */
export function valueLiteral(value: LiteralValue): string | undefined {
  if (value === null) return "null";
  if (typeof value === "string") return stringLiteral(value);
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return numberLiteral(value);
  if ("int" in value && integer.test(value.int)) return `${value.int}n`;
  return undefined;
}

/** The type of a literal value, or `undefined` where TypeScript has no literal type for it. */
export function literalType(value: LiteralValue): string | undefined {
  if (value === null) return "null";
  if (typeof value === "string") return stringLiteral(value);
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return numberLiteral(value);
  if ("int" in value && integer.test(value.int)) return `${value.int}n`;
  return undefined;
}
