/** A fresh cache, a folder of modules written by the test, and a store over both; all gone after the test. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach } from "vitest";
import { copyTypeshed } from "../../../scripts/typeshed.mjs";
import { DescriptionStore, type StoreOptions } from "../../src/description/index.js";
import { adapterPath, testPython } from "../test-python.js";

const stores: DescriptionStore[] = [];
const folders: string[] = [];

afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export const python = testPython();
export const typeshed = copyTypeshed();

/** A temporary folder whose name holds a space and a letter outside ASCII. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "snakebridge dé-"));
  folders.push(folder);
  return folder;
}

/** Writes files below a new folder and returns the folder. */
export function modules(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return folder;
}

export function openStore(options: Partial<StoreOptions> = {}): DescriptionStore {
  const store = new DescriptionStore({
    python,
    adapterPath,
    typeshed,
    cacheFolder: options.cacheFolder ?? temporaryFolder(),
    ...options,
  });
  stores.push(store);
  return store;
}
