/**
 * `npm run report:wrappers`: generates whole libraries with one command each, type-checks the wrappers with every supported TypeScript, and
 * prints what that costs as a table in Markdown. Everything is made anew; ends with 1 if anything has an error.
 *
 *   node scripts/report-wrappers.mjs                     every library, which needs the environment `wrappers` (several gigabytes)
 *   node scripts/report-wrappers.mjs numpy requests      some of them
 *   node scripts/report-wrappers.mjs --compiler typescript-7 --python PATH --generate-only
 *   node scripts/report-wrappers.mjs --cached            with the descriptions of earlier runs, to look at wrappers alone
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { prepare, root, toolingNode } from "./prepare.mjs";
import { wrappersPython } from "./test-environment.mjs";
import { copyTypeshed } from "./typeshed.mjs";
import { checkLibrary, COMPILERS, generateLibrary, LIBRARIES } from "./wrappers.mjs";

const { values, positionals } = parseArgs({
  options: {
    python: { type: "string" },
    compiler: { type: "string", multiple: true },
    errors: { type: "string", default: "5" },
    cached: { type: "boolean", default: false },
    "generate-only": { type: "boolean", default: false },
  },
  allowPositionals: true,
});
const libraries = positionals.length > 0 ? positionals : Object.keys(LIBRARIES);
const unknown = libraries.find((name) => LIBRARIES[name] === undefined);
if (unknown !== undefined) {
  console.error(
    `report-wrappers: unknown library "${unknown}"; one of ${Object.keys(LIBRARIES).join(", ")}.`,
  );
  process.exit(2);
}
const compilers = values["generate-only"] ? [] : (values.compiler ?? COMPILERS);

prepare();
const built = spawnSync(toolingNode, [join(root, "node_modules/typescript/bin/tsc"), "--build", "bridge"], {
  cwd: root,
  stdio: ["ignore", 2, 2],
});
if (built.status !== 0) process.exit(1);
copyTypeshed();
const python = values.python ?? wrappersPython();

const titles = compilers.map((name) => (name === "typescript" ? "6" : name.slice("typescript-".length)));
const columns = [
  "library",
  "modules",
  "files",
  "`.d.ts`",
  "`.js`",
  "generate",
  ...titles.map((title) => `check, TypeScript ${title}`),
];
console.log(
  `| ${columns.join(" | ")} |\n| ${columns.map((_, index) => (index === 0 ? "---" : "--:")).join(" | ")} |`,
);
let failed = false;
for (const library of libraries) {
  const cells = [library];
  try {
    const { folder, seconds, size, result } = await generateLibrary(library, python, {
      cached: values.cached,
    });
    cells.push(
      result.modules.length === 0 ? "0" : String(result.report.modules.length),
      String(size.files),
      megabytes(size.declarations),
      megabytes(size.code),
      `${seconds.toFixed(0)} s`,
    );
    for (const compiler of compilers) {
      const checked = await checkLibrary(folder, compiler);
      if (checked.exit !== 0) {
        failed = true;
        cells.push(`${checked.errors.length} errors`);
        for (const line of checked.errors.slice(0, Number(values.errors))) console.error(line);
      } else cells.push(`${checked.seconds.toFixed(0)} s, ${checked.megabytes} MB`);
    }
  } catch (error) {
    failed = true;
    console.error(error.message);
  }
  console.log(`| ${cells.join(" | ")} |`);
}
process.exitCode = failed ? 1 : 0;

function megabytes(bytes) {
  return bytes < 100_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
