/** Where in TypeScript a call was made. */
import { fileURLToPath } from "node:url";

/**
 * Where our own frames are, as stacks write it: they say nothing to the user. The folder `runtime`, or that of the files it ships
 * in; in a program's own bundle, that file.
 */
const OWN_PLACES = ownPlaces();

function ownPlaces(): readonly string[] {
  // Bundles in another module format have no `import.meta.url`.
  const url: unknown = import.meta.url;
  if (typeof url !== "string") return [];
  const place = new URL(placeIn(url), url);
  return [place.href, fileURLToPath(place)];
}

/** The folder with our files, as seen from this one; the file itself where it holds the program, too. */
function placeIn(url: string): string {
  if (/\/runtime\/errors\/call-site\.[jt]s$/.test(url)) return "..";
  return /\/library-\w+\.js$/.test(url) ? "." : url;
}

function isOwn(line: string): boolean {
  return (
    OWN_PLACES.some((place) => line.includes(place)) ||
    /^ {4}at (Object\.|Proxy\.)?(apply|construct) \(native|node:internal\/process/.test(line)
  );
}

/** Holds a stack that V8 writes as text only when it is asked for. */
export interface CallSite {
  readonly stack?: string;
  /**
   * The place is that of an earlier call, not long before this one. Weak: a stack holds on to the objects whose methods are in it,
   * references among them.
   */
  readonly nearby?: WeakRef<CallSite>;
}

/** Six frames are ours; V8's usual limit leaves four for the program. */
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

/** How many calls at a time have their own place. */
const BURST = 64;
/** Milliseconds after which one more has. */
const RENEWAL = 4;

/**
 * The places of calls. Taking a stack costs more than all the rest of a small call, so it is rationed: a program that makes calls
 * by the thousand gets some, and its errors say where the result was awaited (`awaitedAt`), or name the last place before.
 */
export class CallSites {
  #left = BURST;
  #spentAt = 0;
  #nearby: CallSite = {};
  readonly #each: boolean;

  /** @param each gives every call its own place, whatever that costs */
  constructor(each = false) {
    this.#each = each;
  }

  /** @param first whether the call is the first of its batch: for the others the clock need not be asked again */
  next(first: boolean): CallSite {
    if (this.#each) return captureCallSite();
    if (this.#left === 0 && !(first && this.#renew())) return this.#nearby;
    this.#left--;
    const site = captureCallSite();
    this.#nearby = { nearby: new WeakRef(site) };
    return site;
  }

  #renew(): boolean {
    const now = performance.now();
    this.#left = Math.min(BURST, Math.floor((now - this.#spentAt) / RENEWAL));
    if (this.#left === 0) return false;
    this.#spentAt = now;
    return true;
  }
}

/** The frames of a call site as V8 prints them, without ours. */
export function framesOf(site: CallSite | undefined): string | undefined {
  if (site?.nearby !== undefined) {
    const near = framesOf(site.nearby.deref());
    return near === undefined
      ? undefined
      : `${near}\n    (or near it: the program makes many calls at a time)`;
  }
  const frames = site?.stack?.split("\n").filter((line) => line.startsWith("    at "));
  const foreign = frames?.filter((line) => !isOwn(line));
  // A program that is bundled together with us has all its frames in the file that is ours.
  return (foreign === undefined || foreign.length > 0 ? foreign : frames)?.join("\n");
}

/** The frames of `captureCallSite`, of `awaitedAt` and of the reaction that calls it. */
const FRAMES_OF_REACTION = 3;

/**
 * Where the program awaits the promise in whose reaction this is called, from V8's knowledge of asynchronous functions.
 * Costs nothing until it is asked for. Empty where no asynchronous function waits.
 */
export function awaitedAt(): string {
  const frames = (captureCallSite().stack ?? "").split("\n").filter((line) => line.startsWith("    at "));
  // A reaction has no caller: behind these stand the functions that wait, and parts of Node.
  return frames
    .slice(FRAMES_OF_REACTION)
    .filter((line) => !line.includes("node:internal/"))
    .join("\n");
}
