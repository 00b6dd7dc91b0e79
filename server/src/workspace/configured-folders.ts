/** The folders further in that have a `snakebridge.json` of their own, as the packages of one repository do. */
import { existsSync } from "node:fs";
import { dirname, join, sep } from "node:path";

/** Milliseconds for which an answer holds; the client's news of files makes it void before. */
const keepTime = 2_000;

export class ConfiguredFolders {
  private readonly known = new Map<string, { root: string | undefined; until: number }>();

  /** The nearest folder around a file that has a configuration, below the workspace folder; undefined where none has. */
  rootOf(file: string, workspace: string): string | undefined {
    const start = dirname(file);
    const known = this.known.get(start);
    if (known && known.until > Date.now()) {
      return known.root;
    }
    let root: string | undefined;
    // A package that is installed brings no settings of this project.
    if (!start.includes(`${sep}node_modules${sep}`)) {
      const inside = workspace.endsWith(sep) ? workspace : workspace + sep;
      for (let folder = start; folder.startsWith(inside); folder = dirname(folder)) {
        if (existsSync(join(folder, "snakebridge.json"))) {
          root = folder;
          break;
        }
      }
    }
    this.known.set(start, { root, until: Date.now() + keepTime });
    return root;
  }

  /** Files came or went. */
  forget(): void {
    this.known.clear();
  }
}
