/** Workers that wait for a debugger: each writes a file into the folder of its run (`snakebridge_adapter/debugging.py`). */
import { watch } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Announcement =
  | { readonly pid: number; readonly host: string; readonly port: number }
  /** The worker runs without a debugger. */
  | { readonly pid: number; readonly problem: string };

export interface AnnouncementFolder {
  readonly path: string;
  close(): Promise<void>;
}

/** Only the worker knows when it starts and which port it got, so the editor watches a folder of its own. */
export async function watchAnnouncements(
  announced: (worker: Announcement) => void,
  failed: (error: unknown) => void,
): Promise<AnnouncementFolder> {
  const path = await mkdtemp(join(tmpdir(), "snakebridge-debug-"));
  const seen = new Set<string>();
  const look = async (): Promise<void> => {
    for (const name of await readdir(path)) {
      if (!name.endsWith(".json") || seen.has(name)) continue;
      seen.add(name);
      announced(JSON.parse(await readFile(join(path, name), "utf8")) as Announcement);
    }
  };
  let closed = false;
  const watcher = watch(path, () => {
    look().catch((error: unknown) => {
      if (!closed) failed(error);
    });
  });
  return {
    path,
    close: async () => {
      closed = true;
      watcher.close();
      await rm(path, { recursive: true, force: true });
    },
  };
}
