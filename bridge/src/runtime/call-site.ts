/** Where in TypeScript a call was made. */
import { fileURLToPath } from "node:url";

/** Where our own frames are, as stacks write it: they say nothing to the user. The folder of this file, or the bundle it is in. */
const OWN_PLACES = ownPlaces();

function ownPlaces(): readonly string[] {
  // Bundles in another module format have no `import.meta.url`.
  const url: unknown = import.meta.url;
  if (typeof url !== "string") return [];
  const place = /\/runtime\/call-site\.[jt]s$/.test(url) ? new URL(".", url) : new URL(url);
  return [place.href, fileURLToPath(place)];
}

function isOwn(line: string): boolean {
  return (
    OWN_PLACES.some((place) => line.includes(place)) ||
    /^ {4}at (Object\.|Proxy\.)?(apply|construct) \(native|processTicksAndRejections/.test(line)
  );
}

/** Holds a stack that V8 writes as text only when it is asked for. */
export interface CallSite {
  readonly stack?: string;
  /** The place is that of another call of the same turn, not far from this one. */
  readonly nearby?: CallSite;
}

/** Five frames are ours; V8's usual limit leaves as many for the program. */
const LEAST_FRAMES = 10;

export function captureCallSite(): CallSite {
  const site: CallSite = {};
  const limit = Error.stackTraceLimit;
  // Programs set their own limit, or none; changing it costs as much as a short stack.
  if (typeof limit === "number" && limit >= LEAST_FRAMES) {
    Error.captureStackTrace(site);
    return site;
  }
  Error.stackTraceLimit = LEAST_FRAMES;
  Error.captureStackTrace(site);
  Error.stackTraceLimit = limit;
  return site;
}

/** A program that makes more calls than this in one turn makes them in a loop. */
const EXACT_CALLS = 64;

/**
 * The call sites of a turn. A stack costs more than all the rest of a small call, so of many calls in one turn only one in so
 * many has its own; the others name the last one before them, and say so.
 */
export class CallSites {
  #count = 0;
  #last: CallSite = {};

  /** The site of the next call. @param inTurn how many calls this turn has made before it */
  next(inTurn: number): CallSite {
    if (inTurn === 0) this.#count = 0;
    if (this.#count++ < EXACT_CALLS) return captureCallSite();
    if (this.#count % EXACT_CALLS === 1) this.#last = { nearby: captureCallSite() };
    return this.#last;
  }
}

/** The frames of a call site as V8 prints them, without ours. */
export function framesOf(site: CallSite | undefined): string | undefined {
  if (site?.nearby !== undefined) {
    return `${framesOf(site.nearby) ?? ""}\n    (or near it: this turn made more than ${EXACT_CALLS} calls)`;
  }
  const frames = site?.stack?.split("\n").filter((line) => line.startsWith("    at "));
  const foreign = frames?.filter((line) => !isOwn(line));
  // A program that is bundled together with us has all its frames in the file that is ours.
  return (foreign === undefined || foreign.length > 0 ? foreign : frames)?.join("\n");
}
