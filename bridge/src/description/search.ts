/** Search in descriptions: names first, then summaries. */
import type { DescribedModule } from "./described-module.js";
import type { IndexEntry } from "./pack.js";

export interface SearchResult {
  readonly module: string;
  /** The name in the module; for a member of a class `Class.member`. */
  readonly name: string;
  readonly kind: IndexEntry["kind"] | "member";
  readonly summary?: string;
  /** Higher is better; only its order means something. */
  readonly score: number;
}

/** How well each kind of match counts. A match in a name always beats one in a summary. */
const EXACT = 1000;
const PREFIX = 600;
const WORD = 400;
const INSIDE = 200;
const SUMMARY_WORD = 40;
const SUMMARY_INSIDE = 15;
/** Among equal matches, what a module exports by its `__all__` comes first. More than the bonus for short names. */
const EXPORTED = 25;
/** Words of a question that say nothing of what is looked for. */
const FILLERS = new Set("a an and as at by for from in is of on or the to with".split(" "));
/** A class's member ranks behind a name of the module that matches as well. */
const MEMBER_PENALTY = 60;

/**
 * Finds names for a query of one or more words. Every word must occur, in the name or in the summary.
 *
 * @param limit how many of the best are returned, 50 unless given
 */
export function searchModules(modules: Iterable<DescribedModule>, query: string, limit = 50): SearchResult[] {
  const text = query.trim().toLowerCase();
  const words = text.split(/[\s_.]+/).filter((word) => word !== "");
  if (words.length === 0) return [];
  const results: SearchResult[] = [];
  modules = [...modules];
  // Methods don't say that they are deprecated, but one that is called like a deprecated function most likely is.
  const deprecated = new Set<string>();
  for (const module of modules)
    for (const entry of module.entries) if (entry.deprecated === true) deprecated.add(entry.name);
  for (const module of modules) {
    for (const entry of module.entries) {
      const score = scoreOf(entry.name, entry.summary ?? "", text, words);
      if (score > 0) {
        results.push({
          module: module.module,
          name: entry.name,
          kind: entry.kind,
          ...(entry.summary === undefined ? {} : { summary: entry.summary }),
          score:
            (entry.deprecated === true ? score / 2 : score) + (module.isExported(entry.name) ? EXPORTED : 0),
        });
      }
      for (const member of entry.members === undefined ? [] : entry.members.split(" ")) {
        const found = memberScore(member, entry.name, text, words);
        if (found > 0) {
          results.push({
            module: module.module,
            name: `${entry.name}.${member}`,
            kind: "member",
            score: (deprecated.has(member) ? found / 2 : found) - MEMBER_PENALTY,
          });
        }
      }
    }
  }
  results.sort(
    (left, right) =>
      right.score - left.score ||
      left.module.length - right.module.length ||
      compare(left.module, right.module) ||
      compare(left.name, right.name),
  );
  return results.slice(0, limit);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function scoreOf(name: string, summary: string, text: string, words: readonly string[]): number {
  const lower = name.toLowerCase();
  // `group by` is `groupby`, `linear regression` is `LinearRegression`.
  if (lower === text || lower.replaceAll("_", "") === words.join("")) return EXACT;
  const parts = partsOf(name);
  const prose = summary.toLowerCase();
  const telling = words.filter((word) => !FILLERS.has(word));
  const asked = telling.length > 0 ? telling : words;
  let total = 0;
  for (const word of asked) {
    const score = wordScore(word, lower, parts, prose);
    if (score === 0) return 0;
    total += score;
  }
  // Among equal matches the shorter name says it more exactly.
  return total / asked.length + Math.max(0, 20 - name.length);
}

/** `session get` and `Session.get` find the class's member too: the class's name is told by the way, as a summary is. */
function memberScore(name: string, owner: string, text: string, words: readonly string[]): number {
  if (`${owner}.${name}`.toLowerCase() === text) return EXACT;
  const [lower, parts] = [name.toLowerCase(), partsOf(name)];
  const named = words.some((word) => !FILLERS.has(word) && wordScore(word, lower, parts, "") > 0);
  return scoreOf(name, named ? partsOf(owner).join(" ") : "", text, words);
}

function wordScore(word: string, name: string, parts: readonly string[], summary: string): number {
  if (name === word) return PREFIX + INSIDE;
  if (name.startsWith(word)) return PREFIX;
  if (parts.some((part) => part.startsWith(word))) return WORD;
  if (name.includes(word) && word.length > 2) return INSIDE;
  const at = summary.indexOf(word);
  if (at < 0) return 0;
  const before = summary[at - 1];
  return before === undefined || !/\w/.test(before) ? SUMMARY_WORD : SUMMARY_INSIDE;
}

/** `LinearRegression` -> `linear`, `regression`; `matrix_norm` -> `matrix`, `norm`. */
function partsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .split(/[_.]+/)
    .filter((part) => part !== "");
}
