/** Programs that are tested with the two runners that most are: `program.mjs` under the real Jest, and under Vitest. */
import { execFile } from "node:child_process";
import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyTypeshed } from "../../../scripts/typeshed.mjs";
import { DescriptionStore } from "../../src/description/index.js";
import { installPackage, root, workFolder, writeFiles } from "../generate/compilers.js";
import { generateReal } from "../generate/real.js";
import { adapterPath } from "../test-python.js";

const require = createRequire(import.meta.url);
let folder: string;

beforeAll(async () => {
  folder = workFolder();
  await installPackage(folder);
  const store = new DescriptionStore({
    python: "python3",
    adapterPath,
    typeshed: copyTypeshed(),
    cacheFolder: join(folder, "cache"),
  });
  try {
    const { files } = await generateReal(store, ["fractions"], {}, 0);
    writeFiles(
      folder,
      files.map((file) => ({ ...file, path: `python/${file.path}` })),
    );
  } finally {
    await store.close();
  }
  for (const runner of ["jest", "vitest"])
    copyFileSync(join(root, "bridge/test/runners/program.mjs"), join(folder, `program.${runner}.mjs`));
  writeFileSync(
    join(folder, "held.mjs"),
    `import { python } from "snakebridge";\nexport const json = python.module("json");\nexport default json;\n`,
  );
}, 240_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a runner's own command line. @returns what it printed, and how it ended */
function run(args: readonly string[]): Promise<{ output: string; exit: unknown }> {
  const env = {
    ...process.env,
    SNAKEBRIDGE_RUNNER_PYTHON: "python3",
    NODE_OPTIONS: "",
    NODE_NO_WARNINGS: "1",
    NO_COLOR: "1",
    FORCE_COLOR: undefined,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: folder, env, timeout: 200_000 }, (error, output, errors) => {
      resolve({ output: output + errors, exit: error === null ? 0 : error.code });
    });
  });
}

test("under Jest: deep equality, failing expectations and import() are safe", async () => {
  writeFileSync(
    join(folder, "jest.config.mjs"),
    `export default { testMatch: ["**/program.jest.mjs"], transform: {}, testTimeout: 60000, watchman: false, cacheDirectory: "jest-cache" };`,
  );
  const jest = join(dirname(require.resolve("jest/package.json")), "bin/jest.js");
  const { output, exit } = await run(["--experimental-vm-modules", jest, "--rootDir", folder]);
  expect(output).toMatch(/5 passed, 5 total/);
  expect(exit).toBe(0);
}, 240_000);

test("under Vitest: deep equality and import() are safe", async () => {
  writeFileSync(
    join(folder, "vitest.config.mjs"),
    `export default { test: { include: ["program.vitest.mjs"], globals: true, testTimeout: 60000 } };`,
  );
  const vitest = join(dirname(require.resolve("vitest/package.json")), "vitest.mjs");
  const { output, exit } = await run([vitest, "run", "--root", folder]);
  expect(output).toMatch(/5 passed \(5\)/);
  expect(exit).toBe(0);
}, 240_000);
