/** A bundled server with a folder and a description cache of its own, for the length of a test. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { TestClient, type StartOptions } from "./client.js";

/** A folder that is removed when the test ends. */
export function temporaryFolder(): { path: string; [Symbol.dispose](): void } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "snakebridge-server-")));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

export interface OpenOptions extends Partial<StartOptions> {
  /** Files of the folder, written before the server starts: path to text. */
  files?: Readonly<Record<string, string>>;
}

export interface OpenedServer extends AsyncDisposable {
  client: TestClient;
  folder: string;
  cache: string;
}

/** Starts a server; it is stopped, and what was made for it is removed, when the block or the suite ends. */
export async function openServer(options: OpenOptions = {}): Promise<OpenedServer> {
  const { files = {}, ...start } = options;
  const folder = temporaryFolder();
  const cache = temporaryFolder();
  const remove = (): void => {
    folder[Symbol.dispose]();
    cache[Symbol.dispose]();
  };
  try {
    writeFiles(start.folder ?? folder.path, files);
    const client = await TestClient.start({ folder: folder.path, cacheDirectory: cache.path, ...start });
    return {
      client,
      folder: client.folder,
      cache: start.cacheDirectory ?? cache.path,
      [Symbol.asyncDispose]: async () => {
        try {
          await client.stop();
        } finally {
          remove();
        }
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
