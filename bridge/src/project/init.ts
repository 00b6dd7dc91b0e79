import { readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { CONFIG_NAME, newConfigText, type ConfigFile } from "../config/index.js";
import {
  chooseInterpreter,
  EnvironmentError,
  listPackages,
  type InstalledPackage,
} from "../environment/index.js";
import { distributionOf } from "../runtime/errors/distributions.js";
import { SnakeBridgeError } from "../wire/errors.js";
import type { Project } from "./project.js";
import { sourceFiles } from "./sources.js";
import { readProgram } from "./used-names.js";

/** What `init` wrote. */
export interface InitResult {
  readonly file: string;
  readonly content: ConfigFile;
  /** The modules that the program imports. */
  readonly modules: readonly string[];
}

/** There is a configuration already. */
export class ConfigExistsError extends SnakeBridgeError {
  readonly fix = "Change it, or write over it with --force.";
  constructor(file: string) {
    super("CONFIG_EXISTS", `${file} exists already. Change it, or write over it with --force.`);
  }
}

/** The standard library's modules that programs use most; asked of the interpreter where there is one. */
const listStandardLibrary =
  "import sys; print('\\n'.join(sys.stdlib_module_names) if hasattr(sys, 'stdlib_module_names') else '')";

/** Writes a `snakebridge.json` from what the program in a folder imports. */
export async function initProject(
  project: Project,
  options: { force?: boolean | undefined; signal?: AbortSignal | undefined } = {},
): Promise<InitResult> {
  const folder = resolve(project.folder);
  const file = project.config.file ?? join(folder, CONFIG_NAME);
  if (options.force !== true && (await stat(file).catch(() => undefined)) !== undefined)
    throw new ConfigExistsError(file);
  const outDir = project.config.outDir;
  const program = await readProgram(sourceFiles([folder], [outDir]), { outDir, moduleOf: () => undefined });
  const modules = topLevel(program.modules);
  const { standard, installed } = await knownModules(project, options.signal);
  const own = await ownModules(folder, modules);
  const requirements = modules
    .filter((module) => !standard.has(module) && !own.has(module))
    .map((module) => requirementFor(module, installed));
  const content: ConfigFile = {
    python: {
      environment: ".venv",
      ...((await hasRequirementsFile(folder)) || requirements.length === 0
        ? {}
        : { requirements: [...new Set(requirements)] }),
      ...(own.size === 0 ? {} : { paths: [...new Set(own.values())].sort() }),
    },
    outDir: "src/python",
    modules: Object.fromEntries(modules.map((module) => [module, submodulesOf(module, program.modules)])),
  };
  await writeFileAtomic(file, newConfigText(content));
  return { file, content, modules };
}

function topLevel(modules: readonly string[]): string[] {
  return [...new Set(modules.map((module) => module.split(".", 1)[0] ?? module))]
    .filter((name) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name))
    .sort();
}

/** Submodules that the program itself names, such as `python.module("numpy.linalg")`. */
function submodulesOf(module: string, named: readonly string[]): { submodules?: string[] } {
  const submodules = named
    .filter((name) => name.startsWith(`${module}.`))
    .map((name) => name.slice(module.length + 1));
  return submodules.length === 0 ? {} : { submodules };
}

/** Folders of other people's code, or of what is made. */
const notOwn = new Set(["node_modules", "venv", "dist", "build", "out", "__pycache__", "site-packages"]);

/** Modules that are the project's own Python code, with the folder that they lie in: the project's or one directly below. */
async function ownModules(folder: string, modules: readonly string[]): Promise<Map<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const below = entries.filter(
    (entry) => entry.isDirectory() && !/^\./.test(entry.name) && !notOwn.has(entry.name),
  );
  const found = new Map<string, string>();
  for (const place of [".", ...below.map(({ name }) => name).sort()]) {
    for (const module of modules) {
      const path = join(folder, place, module);
      const there = (await isThere(`${path}.py`)) || (await isThere(join(path, "__init__.py")));
      if (there && !found.has(module)) found.set(module, place);
    }
  }
  return found;
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}

async function knownModules(
  project: Project,
  signal: AbortSignal | undefined,
): Promise<{ standard: Set<string>; installed: readonly InstalledPackage[] }> {
  try {
    const { interpreter } = await chooseInterpreter({ ...project.search, environment: undefined, signal });
    const { run } = await import("../environment/processes.js");
    const answer = await run(interpreter.path, ["-c", listStandardLibrary], { timeout: 20_000, signal });
    return {
      standard: new Set([
        ...answer.stdout.split(/\r?\n/).filter((line) => line !== ""),
        ...commonStandardLibrary,
      ]),
      installed: await listPackages(interpreter, { signal }),
    };
  } catch (error) {
    // Without a Python the file is written all the same; `setup` says what is wrong.
    if (!(error instanceof EnvironmentError) || error.problem === "cancelled") throw error;
    return { standard: new Set(commonStandardLibrary), installed: [] };
  }
}

/** Python 3.9 can't list its own, and a machine may have no Python yet. */
const commonStandardLibrary =
  "abc argparse array ast asyncio base64 bisect builtins calendar collections concurrent configparser contextlib copy csv ctypes dataclasses datetime decimal difflib email enum fractions functools gc getpass glob gzip hashlib heapq hmac html http importlib inspect io ipaddress itertools json keyword locale logging lzma math mimetypes multiprocessing numbers operator os pathlib pickle pkgutil platform plistlib pprint queue random re sched secrets select shelve shlex shutil signal socket sqlite3 ssl stat statistics string struct subprocess sys sysconfig tarfile tempfile textwrap threading time timeit tkinter tokenize traceback types typing unicodedata unittest urllib uuid warnings weakref xml zipfile zlib zoneinfo".split(
    " ",
  );

function requirementFor(module: string, installed: readonly InstalledPackage[]): string {
  return installed.find(({ modules }) => modules.includes(module))?.name ?? distributionOf(module);
}

async function hasRequirementsFile(folder: string): Promise<boolean> {
  for (const name of ["requirements.txt", "pyproject.toml"])
    if (await isThere(join(folder, name))) return true;
  return false;
}
