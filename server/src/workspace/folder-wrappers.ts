/** A folder's wrappers, and which of them are older than what is installed. */
import { join } from "node:path";
import type { InstalledModule } from "../../protocol/index.js";
import type { WrapperFile } from "../knowledge/knowledge.js";
import { findWrappers, staleness } from "./wrapper-files.js";

export class FolderWrappers {
  /** By module. */
  readonly files = new Map<string, WrapperFile>();
  /** Absolute path of the folder that holds them. */
  outDir: string;
  private started = 0;
  private shown = 0;

  constructor(folder: string) {
    this.outDir = join(folder, "src", "python");
  }

  /** Reads the folder again; what is installed counts as it is known then. */
  async refresh(installed: () => readonly InstalledModule[] | undefined): Promise<void> {
    const { outDir } = this;
    const turn = (this.started += 1);
    const found = await findWrappers(outDir);
    if (outDir !== this.outDir || turn < this.shown) {
      // Another folder is read meanwhile, whose wrappers these are not; or a later reading has come to its end first.
      return;
    }
    this.shown = turn;
    this.files.clear();
    for (const [module, wrapper] of found) {
      this.files.set(module, wrapper);
    }
    this.markStale(installed());
  }

  markStale(installed: readonly InstalledModule[] = []): void {
    const versions = new Map(installed.map((module) => [module.name, module.version]));
    for (const [module, wrapper] of this.files) {
      const stale = staleness(wrapper, versions.get(module.split(".")[0] ?? module));
      const { stale: _before, ...rest } = wrapper;
      this.files.set(module, { ...rest, ...(stale === undefined ? {} : { stale }) });
    }
  }
}
