/**
 * Bundles the language server: `out/server.cjs`, and what it loads when it needs it: `out/typescript.cjs` with TypeScript's parser,
 * `out/runtime.cjs` for *Call Function*, and `out/babel.cjs`, the parser by which the library reads programs when it generates.
 */
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { inputsOf } from "../scripts/notices.mjs";

const room = dirname(fileURLToPath(import.meta.url));
const out = join(room, "out");

/** Bytes; a bundle that outgrows them has swallowed something by accident. */
const limits = {
  "server.cjs": 1_350_000,
  "typescript.cjs": 4_000_000,
  "runtime.cjs": 720_000,
  "babel.cjs": 400_000,
};

/**
 * The library imports this parser when it reads a program, for the names that are used and for exports of codecs. In a CommonJS bundle a
 * dynamic import is bundled where it stands, so that both bundles would hold the parser, and read it at each start.
 */
const parser = "@babel/parser";
const parserApart = {
  name: "parser-apart",
  setup(bundler) {
    bundler.onResolve({ filter: /^@babel\/parser$/ }, () => ({ path: parser, namespace: "apart" }));
    bundler.onLoad({ filter: /.*/, namespace: "apart" }, () => ({
      contents: 'module.exports = require("./babel.cjs");',
      resolveDir: room,
    }));
  },
};

export async function buildServer({ minify = true, folder = out } = {}) {
  mkdirSync(folder, { recursive: true });
  const { version } = JSON.parse(readFileSync(join(room, "package.json"), "utf8"));
  const shared = {
    bundle: true,
    platform: "node",
    target: "node20.19",
    format: "cjs",
    // jsonc-parser and others have a UMD build as `main`, whose `require` a bundler cannot follow.
    mainFields: ["module", "main"],
    // From the source, so that a bundle never holds an older build of the library.
    alias: {
      "snakebridge/tooling": join(room, "..", "bridge", "src", "tooling.ts"),
      snakebridge: join(room, "..", "bridge", "src", "index.ts"),
    },
    minify,
    legalComments: "none",
    metafile: true,
    logLevel: "warning",
    define: {
      "process.env.SNAKEBRIDGE_VERSION": JSON.stringify(version),
      "import.meta.url": "importMetaUrl",
    },
    banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
  };
  const bundles = {
    "server.cjs": "src/main.ts",
    "typescript.cjs": "src/analysis/analyzer.ts",
    "runtime.cjs": "src/runtime/call-function.ts",
  };
  const built = await Promise.all([
    ...Object.entries(bundles).map(([name, entry]) =>
      build({
        ...shared,
        plugins: [parserApart],
        external: ["./babel.cjs"],
        entryPoints: [join(room, entry)],
        outfile: join(folder, name),
      }),
    ),
    build({
      ...shared,
      stdin: { contents: `export { parse } from "${parser}";`, resolveDir: join(room, "..", "bridge") },
      outfile: join(folder, "babel.cjs"),
    }),
  ]);
  const inputs = inputsOf(
    join(room, ".."),
    built.map(({ metafile }) => metafile),
    process.cwd(),
  );
  writeFileSync(join(folder, "inputs.json"), JSON.stringify(inputs));
  for (const [name, limit] of Object.entries(limits)) {
    const { size } = statSync(join(folder, name));
    if (size > limit) {
      throw new Error(`${name} has ${size} bytes, more than ${limit}.`);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildServer();
}
