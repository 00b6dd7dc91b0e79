import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Reading the program's own source files. */

const endings = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const skipped = new Set(["node_modules", "dist", "build", "out", "coverage", "venv", "__pycache__"]);

/** A source file of the program. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The TypeScript and JavaScript files under folders, in order; those of other people (`node_modules`) and those that are made left out. */
export async function* sourceFiles(
  folders: readonly string[],
  except: readonly string[],
): AsyncGenerator<SourceFile> {
  for (const folder of folders) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
    entries.sort((one, other) => (one.name < other.name ? -1 : 1));
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!entry.name.startsWith(".") && !skipped.has(entry.name) && !except.includes(path))
          yield* sourceFiles([path], except);
      } else if (entry.isFile() && endings.test(entry.name) && !/\.d\.[cm]?ts$/.test(entry.name)) {
        yield { path, text: await readFile(path, "utf8") };
      }
    }
  }
}
