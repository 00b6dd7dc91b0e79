/** Bundles each suite into one CommonJS file, which is what VS Code loads. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { suites } from "./suites.ts";

const here = fileURLToPath(new URL("..", import.meta.url));

/** The bundled files by suite name. */
export async function buildSuites(): Promise<Map<string, string>> {
  const present = suites.filter((suite) => existsSync(join(here, "suites", suite.name, "index.ts")));
  await build({
    entryPoints: Object.fromEntries(
      present.map((suite) => [suite.name, join(here, "suites", suite.name, "index.ts")]),
    ),
    outdir: join(here, "out"),
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    sourcemap: "inline",
    external: ["vscode", "mocha"],
    logLevel: "warning",
  });
  return new Map(present.map((suite) => [suite.name, join(here, "out", `${suite.name}.cjs`)]));
}
