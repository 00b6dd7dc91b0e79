/**
 * `npm start`: from a fresh clone to real results. Installs, builds, makes a Python environment, discovers two modules,
 * generates typed wrappers, and runs a program that uses them.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { prepare, root, toolingEnvironment, toolingNode } from "./prepare.mjs";

const started = Date.now();
prepare();

function step(title, command, args, options = {}) {
  console.log(`\n\u001b[1m${title}\u001b[0m`);
  console.log(`$ ${options.show ?? [command, ...args].join(" ")}\n`);
  const result = spawnSync(command, args, {
    cwd: options.cwd ?? root,
    stdio: ["ignore", "inherit", "inherit"],
    env: toolingEnvironment(),
  });
  if (result.status !== 0) {
    console.error(
      `\nThat step failed (exit code ${result.status ?? result.signal}); what went wrong is above.`,
    );
    process.exit(1);
  }
}

const example = join(root, "examples", "quickstart");
const cli = join(root, "bridge", "dist", "cli", "main.js");
const snakebridge = (...args) => [
  toolingNode,
  [cli, ...args],
  { cwd: example, show: `snakebridge ${args.join(" ")}` },
];

step(
  "1. Build the library, the language server and the extension",
  toolingNode,
  [join(root, "scripts", "build.mjs")],
  {
    show: "npm run build",
  },
);
step("2. Make the Python environment that the example asks for", ...snakebridge("setup"));
step("3. Discover a module of the standard library", ...snakebridge("discover", "json"));
step(
  "4. Discover a third-party library: search numpy.linalg",
  ...snakebridge("discover", "numpy.linalg", "--search", "matrix norm"),
);
step("5. Generate typed wrappers", ...snakebridge("generate"));
step(
  "6. Check the program against them and run it on real Python",
  toolingNode,
  [join(root, "node_modules", "typescript", "bin", "tsc"), "--project", "."],
  {
    cwd: example,
    show: "tsc --project .",
  },
);
step("   Run it", toolingNode, ["main.ts"], { cwd: example, show: "node main.ts" });
console.log(
  `\nDone in ${Math.round((Date.now() - started) / 1000)} s. Next: docs/quickstart.md, and \`npm test\`.`,
);
