/** `npm run build`: the library, its data, the language server and the extension, in the order in which they use each other. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { prepare, root, toolingEnvironment, toolingNode } from "./prepare.mjs";

prepare();

const steps = [
  ["library (tsc)", "node_modules/typescript/bin/tsc", ["--build", "bridge"]],
  ["JSON Schema of snakebridge.json", "scripts/schema.mjs", []],
  ["typeshed, the standard library's types", "scripts/typeshed.mjs", []],
  ["language server", "server/build.mjs", []],
  ["extension", "client/build.mjs", []],
];

for (const [title, script, args] of steps) {
  const started = Date.now();
  const result = spawnSync(toolingNode, [join(root, script), ...args], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: toolingEnvironment(),
  });
  if (result.status !== 0) {
    console.error(`Building failed at: ${title}`);
    process.exit(1);
  }
  console.log(`built ${title} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}
