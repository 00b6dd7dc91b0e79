/** Keeps the process small: an editor runs many servers, and V8 prefers speed to space. */
import { memoryUsage } from "node:process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Behind the last request. */
const idleTime = 2_500;
/** Bytes that must have come since the last collection to make another one worth its time. */
const worthwhile = 15_000_000;

/** Characters of a document whose tree is so large that collecting it in small steps costs more than the parse itself. */
const largeText = 150_000;

/**
 * Small young generations: they are collected more often, at about a millisecond each time. A large document makes megabytes of nodes at
 * a keystroke: in a small young generation most of them are copied into the old one just to die there.
 */
export function limitYoungGeneration(lengths: Iterable<number> = []): void {
  setFlagsFromString("--max-semi-space-size=4");
  const large = [...lengths].some((length) => length > largeText);
  setFlagsFromString(`--semi-space-growth-factor=${large ? 2 : 1}`);
}

/** Returns a function to be called with each message: when none has come for a while, garbage is given back. */
export function collectWhenIdle(): () => void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as (options: object) => void;
  let timer: NodeJS.Timeout | undefined;
  let after = 0;
  return () => {
    if (timer) {
      timer.refresh();
      return;
    }
    timer = setTimeout(() => {
      timer = undefined;
      if (memoryUsage().heapTotal - after > worthwhile) {
        collect({ type: "major", execution: "sync", flavor: "last-resort" });
        after = memoryUsage().heapTotal;
      }
    }, idleTime).unref();
  };
}
