/** Bundles the language server: `out/server.js`, and `out/typescript.js` with the parser, which is loaded when it is needed. */
import { mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const room = dirname(fileURLToPath(import.meta.url));
const out = join(room, "out");

/** Bytes; a bundle that outgrows them has swallowed something by accident. */
const limits = { "server.js": 2_500_000, "typescript.js": 4_500_000 };

export async function buildServer({ minify = true } = {}) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const { version } = JSON.parse(readFileSync(join(room, "package.json"), "utf8"));
  const shared = {
    bundle: true,
    platform: "node",
    target: "node20.19",
    format: "cjs",
    minifyWhitespace: minify,
    minifySyntax: minify,
    legalComments: "none",
    logLevel: "warning",
    define: {
      "process.env.SNAKEBRIDGE_VERSION": JSON.stringify(version),
      "import.meta.url": "importMetaUrl",
    },
    banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
  };
  await Promise.all([
    build({ ...shared, entryPoints: [join(room, "src/main.ts")], outfile: join(out, "server.js") }),
    build({
      ...shared,
      entryPoints: [join(room, "src/analysis/analyzer.ts")],
      outfile: join(out, "typescript.js"),
    }),
  ]);
  for (const [name, limit] of Object.entries(limits)) {
    const { size } = statSync(join(out, name));
    if (size > limit) {
      throw new Error(`server/out/${name} has ${size} bytes, more than ${limit}.`);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildServer();
}
