import { closest, distance } from "fastest-levenshtein";

/** The one of the possible names that was likely meant; undefined where none is near. */
export function suggest(given: string, possible: readonly string[]): string | undefined {
  if (possible.length === 0) return undefined;
  const exact = possible.find((name) => name.toLowerCase() === given.toLowerCase());
  if (exact !== undefined) return exact;
  const best = closest(
    given.toLowerCase(),
    possible.map((name) => name.toLowerCase()),
  );
  const name = possible.find((each) => each.toLowerCase() === best);
  // A third of the letters wrong is a slip; more is another word.
  return distance(given.toLowerCase(), best) <= Math.max(1, Math.floor(given.length / 3)) ? name : undefined;
}
