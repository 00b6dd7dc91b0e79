/**
 * What differs by chance: some libraries put random numbers or the addresses of objects into docstrings when they are imported (scipy
 * draws the numbers of its examples). Wrappers of the same release that differ in nothing else say the same.
 */

/** A docstring without what may be different the next time. */
export function withoutChance(doc: string): string {
  return doc.replaceAll(/0x[0-9a-fA-F]{4,}|\d+(?:\.\d+)?(?:e[+-]?\d+)?/g, "#").replaceAll(/-(?=#)/g, "");
}

/** Each line of a comment over several lines, as this generator writes them. No other line of a wrapper begins so. */
const commentLine = /^\s*(?:\/\*)?\*.*$/gm;
/** The first line of a wrapper made from a release: it names the distribution with its version. */
const released = /^\/\/ .* from [^ ]+ \d[^ ]* \(/;

/** True if two texts of one wrapper are made from the same release and differ by chance alone. */
export function saysTheSame(one: string, other: string): boolean {
  if (one === other) return true;
  const head = one.slice(0, one.indexOf("\n"));
  if (!released.test(head) || !other.startsWith(`${head}\n`)) return false;
  return comparable(one) === comparable(other);
}

function comparable(text: string): string {
  return text.replace(commentLine, withoutChance);
}
