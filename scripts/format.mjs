/** `npm run format`: Prettier for TypeScript, JSON and Markdown, Ruff for Python. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { prepare, root, toolingEnvironment, toolingNode } from "./prepare.mjs";
import { toolsPython } from "./test-environment.mjs";

prepare();
const commands = [
  [
    toolingNode,
    [join(root, "node_modules/prettier/bin/prettier.cjs"), "--write", "--log-level", "warn", "."],
  ],
  [toolsPython(), ["-m", "ruff", "check", "--fix", "--quiet", "python"]],
  [toolsPython(), ["-m", "ruff", "format", "--quiet", "python"]],
];
const failed = commands.filter(
  ([command, args]) =>
    spawnSync(command, args, { cwd: root, stdio: "inherit", env: toolingEnvironment() }).status !== 0,
);
process.exit(failed.length === 0 ? 0 : 1);
