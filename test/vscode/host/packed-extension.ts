/** The `.vsix` that `npm run package` made from this checkout. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export function packedExtension(): string {
  const root = new URL("../../../", import.meta.url);
  const manifest = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as Record<string, string>;
  const path = fileURLToPath(new URL(`dist/${manifest["name"]}-${manifest["version"]}.vsix`, root));
  if (!existsSync(path)) throw new Error(`${path} is not there: run \`npm run package\` first.`);
  return path;
}
