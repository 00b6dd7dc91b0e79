import { stat } from "node:fs/promises";
import { relative, sep } from "node:path";
import type { CodecSettings, Config } from "../config/index.js";
import type { CodecPlace } from "../generate/index.js";

/** Where wrappers find the types of the project's codecs. */
export async function codecPlaces({
  config,
  outDir,
}: {
  readonly config: Config;
  readonly outDir: string;
}): Promise<Record<string, CodecPlace>> {
  const places = Object.entries(config.codecs).map(
    async ([name, codec]) => [name, await placeOf(codec, outDir)] as const,
  );
  return Object.fromEntries(await Promise.all(places));
}

async function placeOf(
  { module, export: exported = "default" }: CodecSettings,
  outDir: string,
): Promise<CodecPlace> {
  const [, stem = module, ending = ""] = /^(.*)(\.[cm]?[jt]sx?)$/s.exec(module) ?? [];
  const typed = /ts/.test(ending) || (await hasTypes(stem, ending));
  return {
    module: relative(outDir, stem).split(sep).join("/"),
    // A wrapper imports what the compiler makes of a TypeScript module; the compiler finds the source by that.
    extension: ending === ".tsx" ? ".js" : ending.replace("t", "j"),
    export: typed ? exported : undefined,
  };
}

/** Where TypeScript looks for the types of a JavaScript module, by its ending. */
const typesBeside: Readonly<Record<string, readonly string[]>> = {
  ".js": [".ts", ".tsx", ".d.ts"],
  ".jsx": [".ts", ".tsx", ".d.ts"],
  ".mjs": [".mts", ".d.mts"],
  ".cjs": [".cts", ".d.cts"],
};

/** A declaration, or the source, beside a JavaScript module. */
async function hasTypes(stem: string, ending: string): Promise<boolean> {
  for (const types of typesBeside[ending] ?? [])
    if ((await stat(stem + types).catch(() => undefined)) !== undefined) return true;
  return false;
}
