import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Config } from "../../src/config/index.js";
import { codecPlaces } from "../../src/project/codec-places.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "snakebridge-places-"));
  mkdirSync(join(folder, "python"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What a wrapper imports of a codec in `module`, and the file in which TypeScript finds its types. */
async function importOf(
  module: string,
): Promise<{ specifier: string; typed: boolean; found: string | undefined }> {
  const config = { codecs: { "geometry.Point": { module: join(folder, module), export: "point" } } } as const;
  const places = await codecPlaces({
    config: config as unknown as Config,
    outDir: join(folder, "python"),
  });
  const place = places["geometry.Point"];
  if (place === undefined) throw new Error("no place");
  const specifier = place.module + place.extension;
  const { resolvedModule } = ts.resolveModuleName(
    specifier,
    join(folder, "python", "geometry.d.ts"),
    { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
    ts.sys,
  );
  return {
    specifier,
    typed: place.export !== undefined,
    found: resolvedModule?.resolvedFileName.slice(folder.length + 1).replaceAll("\\", "/"),
  };
}

describe("the types of a codec", () => {
  it.each([
    ["codec.ts", "codec.ts", "../codec.js"],
    ["codec.mts", "codec.mts", "../codec.mjs"],
    ["codec.cts", "codec.cts", "../codec.cjs"],
    // What becomes of a .tsx is the compiler's setting; `.js` finds the source either way.
    ["codec.tsx", "codec.tsx", "../codec.js"],
    ["codec.js", "codec.d.ts", "../codec.js"],
    ["codec.mjs", "codec.d.mts", "../codec.mjs"],
    ["codec.cjs", "codec.d.cts", "../codec.cjs"],
    // A .jsx is no compiler's source: it is imported as it is called.
    ["codec.jsx", "codec.d.ts", "../codec.jsx"],
    ["codec.js", "codec.ts", "../codec.js"],
    ["codec.js", "codec.tsx", "../codec.js"],
    ["a.b/point.codec.mjs", "a.b/point.codec.d.mts", "../a.b/point.codec.mjs"],
  ])("of %s are those of %s", async (module, types, specifier) => {
    mkdirSync(join(folder, "a.b"));
    for (const file of new Set([module, types])) writeFileSync(join(folder, file), "export {};\n");
    expect(await importOf(module)).toEqual({ specifier, typed: true, found: types });
  });

  it.each([
    ["codec.js", "codec.d.mts"],
    ["codec.mjs", "codec.d.ts"],
    ["codec.cjs", "codec.d.ts"],
    ["codec.jsx", "codec.md"],
  ])("of %s are not those of %s beside it: it has none", async (module, other) => {
    for (const file of [module, other]) writeFileSync(join(folder, file), "export {};\n");
    const { typed, found } = await importOf(module);
    expect(typed).toBe(false);
    expect([undefined, module]).toContain(found);
  });
});
