/**
 * The libraries whose wrappers are made, checked and run whole, and the steps of that: what `npm run report:wrappers` prints figures of
 * and the long test asserts.
 */
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { root, toolingNode } from "./prepare.mjs";

const require = createRequire(import.meta.url);

const whole = { submodules: "all" };
const named = (...names) => Object.fromEntries(names.map((name) => [name, {}]));

/** The `modules` of a configuration for each library. `"all"` takes every public submodule that can be imported. */
export const LIBRARIES = {
  "standard library": named(
    ..."abc argparse array ast asyncio base64 bisect calendar codecs collections collections.abc configparser contextlib copy csv dataclasses datetime decimal difflib email enum fractions functools gzip hashlib heapq hmac html http.client importlib inspect io itertools json logging math mimetypes operator os os.path pathlib pickle platform pprint queue random re secrets shutil socket sqlite3 statistics string struct subprocess sys tempfile textwrap threading time traceback types typing unicodedata urllib.parse urllib.request uuid warnings weakref xml.etree.ElementTree zipfile zlib".split(
      " ",
    ),
  ),
  numpy: { numpy: whole },
  pandas: { pandas: whole },
  requests: { requests: whole },
  scipy: { scipy: whole },
  "scikit-learn": { sklearn: whole },
  sympy: { sympy: whole },
  networkx: { networkx: whole },
  pydantic: { pydantic: whole },
  polars: { polars: whole },
  openai: { openai: whole },
  "google-genai": { "google.genai": whole },
  dspy: { dspy: whole },
  "langchain-core": { langchain_core: whole },
  transformers: { transformers: {}, "transformers.pipelines": {}, "transformers.utils": {} },
  torch: {
    torch: {
      submodules:
        "autograd cuda distributions fft func jit linalg nn nn.functional nn.init nn.utils optim optim.lr_scheduler random sparse special utils.data utils.dlpack".split(
          " ",
        ),
    },
  },
  pillow: { PIL: whole },
};

/** npm names of the compilers: 5.9, 6 and 7. */
export const COMPILERS = ["typescript-5.9", "typescript", "typescript-7"];

/** The flags of docs/generation.md; the declarations of packages are checked too. */
export const STRICT = {
  target: "ES2022",
  lib: ["ES2023"],
  module: "nodenext",
  moduleResolution: "nodenext",
  types: ["node"],
  typeRoots: [join(root, "node_modules/@types")],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noPropertyAccessFromIndexSignature: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  noUnusedLocals: true,
  skipLibCheck: false,
  noEmit: true,
};

/** Runs a program to its end. */
function run(command, args, { cwd = root, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, {
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...env },
    });
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.stderr.on("data", (chunk) => (errors += chunk));
    child.on("error", reject);
    child.on("close", (exit) =>
      resolve({ exit, output, errors, seconds: (performance.now() - started) / 1000 }),
    );
  });
}

/** Generates the wrappers of a library with the command line, from nothing: unless `cached`, no description is there yet. */
export async function generateLibrary(
  library,
  python,
  { cached = false, place = join(root, ".cache", "whole") } = {},
) {
  // Inside the checkout, so that what the package depends on is found.
  const folder = join(place, library.replaceAll(" ", "-"));
  const cache = join(place, "descriptions", library);
  if (!cached) rmSync(cache, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "node_modules"), { recursive: true });
  symlinkSync(join(root, "bridge"), join(folder, "node_modules", "snakebridge"), "junction");
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const config = { python: { environment: python }, outDir: "python", modules: LIBRARIES[library] };
  writeFileSync(join(folder, "snakebridge.json"), JSON.stringify(config, null, 2));
  const cli = join(root, "bridge", "dist", "cli", "main.js");
  const { exit, output, errors, seconds } = await run(toolingNode, [cli, "generate", "--json"], {
    cwd: folder,
    env: { XDG_CACHE_HOME: cache, LOCALAPPDATA: cache },
  });
  if (exit !== 0) throw new Error(`Generating ${library} ended with ${exit}:\n${errors}\n${output}`);
  const result = JSON.parse(output);
  return { folder, seconds, result, size: sizeOf(join(folder, "python")) };
}

function sizeOf(folder) {
  const size = { files: 0, declarations: 0, code: 0 };
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const { size: bytes } = statSync(join(entry.parentPath, entry.name));
    size.files++;
    if (entry.name.endsWith(".d.ts")) size.declarations += bytes;
    else size.code += bytes;
  }
  return size;
}

/** Type-checks everything in a folder under the strict flags. */
export async function checkLibrary(folder, compiler, flags = {}) {
  const project = join(folder, `tsconfig.${compiler}.json`);
  writeFileSync(
    project,
    JSON.stringify({ compilerOptions: { ...STRICT, ...flags }, include: ["python/**/*.ts", "*.ts"] }),
  );
  const program = join(dirname(require.resolve(`${compiler}/package.json`)), "bin", "tsc");
  const { exit, output, errors, seconds } = await run(toolingNode, [
    "--max-old-space-size=8192",
    program,
    "-p",
    project,
    "--extendedDiagnostics",
  ]);
  const figure = (name) => Number(new RegExp(`^${name}:\\s+([\\d.]+)`, "m").exec(output)?.[1] ?? NaN);
  return {
    exit,
    // A crash of the compiler is an error as well.
    errors: [
      ...output.split("\n").filter((line) => line.includes("error TS")),
      ...errors.split("\n").filter(Boolean),
    ],
    seconds,
    megabytes: Math.round(figure("Memory used") / 1024),
    instantiations: figure("Instantiations"),
  };
}
