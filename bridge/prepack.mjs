/**
 * Runs before `npm pack`: copies the Python adapter into the package, because npm does not follow `../python`, and checks that what
 * the build makes is there.
 */
import { cpSync, existsSync, rmSync } from "node:fs";
import { basename, join } from "node:path";

const folder = import.meta.dirname;
for (const path of ["dist/cli/main.js", "dist/index.js", "dist/typeshed", "schema/snakebridge.schema.json"]) {
  if (existsSync(join(folder, path))) continue;
  console.error(`bridge/${path} is missing: run \`npm run build\` first.`);
  process.exit(1);
}
const target = join(folder, "dist", "adapter");
rmSync(target, { recursive: true, force: true });
cpSync(join(folder, "..", "python", "snakebridge_adapter"), join(target, "snakebridge_adapter"), {
  recursive: true,
  filter: (path) => basename(path) !== "__pycache__" && !path.endsWith(".pyc"),
});
