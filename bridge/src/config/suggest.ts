import { distance } from "fastest-levenshtein";

/** Did you mean: the one of the possible names that was likely meant; undefined where none is near. */
export function suggest(given: string, possible: readonly string[]): string | undefined {
  return similarNames(given, possible, 1)[0];
}

/**
 * Names that are probably the intended one, best first. A third of the letters wrong is a slip; more is another word. Private names are
 * offered only to who writes one.
 */
export function similarNames(wanted: string, names: readonly string[], limit = 3): string[] {
  const key = normal(wanted);
  const most = Math.max(1, Math.floor(wanted.length / 3));
  return names
    .map((name) => ({ name, cost: slips(normal(name), key) }))
    .filter(
      ({ name, cost }) =>
        cost <= most && name !== wanted && (!name.startsWith("_") || wanted.startsWith("_")),
    )
    .sort(
      (first, second) =>
        first.cost - second.cost ||
        lengthGap(first.name, wanted) - lengthGap(second.name, wanted) ||
        (first.name < second.name ? -1 : 1),
    )
    .slice(0, limit)
    .map(({ name }) => name);
}

/** Edits between two names, where two letters that changed places are one slip: the most frequent one. */
function slips(name: string, wanted: string): number {
  const edits = distance(name, wanted);
  const swapped = edits === 2 && Array.from(name).sort().join("") === Array.from(wanted).sort().join("");
  return swapped ? 1 : edits;
}

/** `toList`, `to_list` and `tolist` are spellings of one another. */
function normal(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

function lengthGap(name: string, wanted: string): number {
  return Math.abs(name.length - wanted.length);
}
