import { rename } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

/** Windows refuses to replace a file that an editor, an indexer or a virus scanner has open just now. */
const busy = new Set(["EPERM", "EACCES", "EBUSY"]);
const patience = 2_000;

/** What moving a file depends on; tests pass their own. */
export interface MoveOptions {
  readonly platform?: NodeJS.Platform;
  readonly rename?: (from: string, to: string) => Promise<void>;
}

/** Moves a file over another, in one step. On Windows one that is in use is tried for two seconds. */
export async function move(from: string, to: string, options: MoveOptions = {}): Promise<void> {
  const { platform = process.platform, rename: attempt = rename } = options;
  const until = performance.now() + patience;
  for (let pause = 10; ; pause = Math.min(pause * 2, 200)) {
    try {
      await attempt(from, to);
      return;
    } catch (error) {
      const { code = "" } = error as NodeJS.ErrnoException;
      if (platform !== "win32" || !busy.has(code) || performance.now() > until) throw error;
    }
    await wait(pause);
  }
}
