import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("../../scripts/test-environment.mjs", import.meta.url));

/** The folder of the real adapter. */
export const adapterPath = fileURLToPath(new URL("../../python", import.meta.url));

/** The interpreter with numpy, pandas, pyarrow and the other libraries that tests use. */
export function testPython(): string {
  const given = process.env["SNAKEBRIDGE_TEST_PYTHON"];
  return given ?? execFileSync(process.execPath, [script], { encoding: "utf8" }).trim();
}
