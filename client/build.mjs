/**
 * Bundles the extension: `main.cjs`, which VS Code loads at activation, and `open-connection.cjs` with
 * `vscode-languageclient`, which is loaded when a folder uses SnakeBridge. Fails when `main.cjs` outgrows its limit.
 */
import { statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { inputsOf } from "../scripts/notices.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Bytes. Loading and running it is most of the activation time. */
const mainLimit = 60_000;

/** Leaves the second bundle to `require` at run time. */
const connectionApart = {
  name: "connection-apart",
  setup(builder) {
    builder.onResolve({ filter: /\/open-connection\.js$/ }, (found) =>
      found.kind === "entry-point" ? undefined : { path: "./open-connection.cjs", external: true },
    );
  },
};

/**
 * One question for VS Code's API instead of one for each source file: VS Code answers each `require("vscode")` with a
 * look at the disk (whose extension asks?), and 44 of these were half of what loading `main.cjs` took.
 */
const apiOnce = `"use strict";require=((ask,api)=>(id)=>id==="vscode"?api??=ask(id):ask(id))(require);`;

const shared = {
  absWorkingDir: here,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  external: ["vscode"],
  outdir: "out",
  outExtension: { ".js": ".cjs" },
  minify: true,
  keepNames: false,
  sourcemap: true,
  sourcesContent: false,
  legalComments: "none",
  banner: { js: apiOnce },
  metafile: true,
  logLevel: "warning",
};

const main = await build({
  ...shared,
  entryPoints: { main: "src/main.ts" },
  plugins: [connectionApart],
  // VS Code gives extensions their `vscode` by hooking `require`, so the second bundle is required, too.
  supported: { "dynamic-import": false },
});
const connection = await build({
  ...shared,
  entryPoints: { "open-connection": "src/connection/open-connection.ts" },
});

const root = fileURLToPath(new URL("..", import.meta.url));
const inputs = inputsOf(root, [main.metafile, connection.metafile], here);
writeFileSync(new URL("out/inputs.json", import.meta.url), JSON.stringify(inputs));

const size = statSync(new URL("out/main.cjs", import.meta.url)).size;
if (size > mainLimit) {
  console.error(`client/out/main.cjs has ${size} bytes, more than ${mainLimit}: what does activation load?`);
  process.exitCode = 1;
}
