import { readFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import type { DescribeProgress, ClassDescription, ModuleDescription } from "../description/index.js";
import { DescriptionError, type DescriptionStore } from "../description/index.js";
import {
  findWanted,
  generateWrappers,
  type GenerateInput,
  type GenerateResult,
  type ModuleInput,
  type ModuleOptions,
} from "../generate/index.js";
import type { Config, ModuleSettings } from "../config/index.js";
import { describeOptions } from "./discover.js";
import { codecPlaces } from "./codec-places.js";
import type { UsedNames } from "./used-names.js";

/** Something that was left out, and why. */
export interface Omission {
  readonly module: string;
  readonly reason: string;
}

/** What is to be generated. */
export interface InputRequest {
  readonly config: Config;
  readonly modules: readonly string[];
  readonly outDir: string;
  readonly output: "js" | "ts";
  readonly generator: string;
  /** Only these names. */
  readonly used?: UsedNames | undefined;
  readonly refresh?: boolean | undefined;
  /** How far types are followed to classes that no module exports. */
  readonly limits?: ClosureLimits | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: ((message: string) => void) | undefined;
  readonly onDetail?: ((message: string) => void) | undefined;
}

/** Classes are described as long as types name new ones, but not without end: some libraries reach thousands. */
export interface ClosureLimits {
  /** A class is at most that many steps away from the modules. */
  readonly rounds: number;
  readonly classes: number;
}
const defaultLimits: ClosureLimits = { rounds: 6, classes: 1_500 };
const packagesAtOnce = 3;

/** Describes all that is to be generated, what its types lead to included, and generates it in memory. */
export async function generateInMemory(
  store: DescriptionStore,
  request: InputRequest,
): Promise<{ result: GenerateResult; modules: ModuleDescription[]; omitted: Omission[] }> {
  const omitted: Omission[] = [];
  const modules = await describeModules(store, request, omitted);
  const classes = new Map<string, ClassDescription>();
  const failed = new Set<string>();
  const base = await inputOf(request, modules);
  const limits = request.limits ?? defaultLimits;
  for (let round = 0; ; round++) {
    // In the order of names, since answers come in any order.
    const known = [...classes.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
    const input = { ...base, classes: known };
    const wanted = findWanted(input)
      .map(({ name }) => name)
      .filter((name) => !failed.has(name) && !classes.has(name));
    const room = limits.classes - classes.size;
    if (wanted.length === 0 || round === limits.rounds || room <= 0) {
      const result = generateWrappers(input);
      const closure = { described: classes.size, unknown: failed.size, beyondLimit: wanted.length };
      const report = { ...result.report, closure };
      return {
        result: { ...result, report },
        modules: modules.map(({ description }) => description),
        omitted,
      };
    }
    const next = wanted.slice(0, room);
    request.onStep?.(
      `Describing ${next.length === 1 ? "1 class" : `${next.length} classes`} that the types name.`,
    );
    await describeClasses(store, next, request, classes, failed);
  }
}

/** Each package has a process of its own that answers one question after the other, so packages are asked side by side. */
async function describeClasses(
  store: DescriptionStore,
  names: readonly string[],
  request: InputRequest,
  classes: Map<string, ClassDescription>,
  failed: Set<string>,
): Promise<void> {
  const groups = byPackage(names);
  const describeGroups = async (): Promise<void> => {
    for (let group = groups.shift(); group !== undefined; group = groups.shift()) {
      for (const name of group) {
        request.signal?.throwIfAborted();
        request.onDetail?.(name);
        try {
          classes.set(name, await store.describeClass(name, describeOptions({ signal: request.signal })));
        } catch (error) {
          // A class that only exists in stubs, or whose module can't be imported here, stays an opaque reference.
          if (!(error instanceof DescriptionError)) throw error;
          failed.add(name);
        }
      }
    }
  };
  await Promise.all(Array.from({ length: packagesAtOnce }, describeGroups));
}

function byPackage(names: readonly string[]): string[][] {
  const groups = new Map<string, string[]>();
  for (const name of names) {
    const [first = name] = name.split(".", 1);
    groups.set(first, [...(groups.get(first) ?? []), name]);
  }
  return [...groups.values()];
}

async function describeModules(
  store: DescriptionStore,
  request: InputRequest,
  omitted: Omission[],
): Promise<{ description: ModuleDescription; settings: ModuleSettings }[]> {
  const { config, signal, refresh, onStep, onDetail } = request;
  const found = new Map<string, { description: ModuleDescription; settings: ModuleSettings }>();
  const onProgress = (progress: DescribeProgress) => onDetail?.(textOf(progress));
  const describe = async (module: string, settings: ModuleSettings) => {
    signal?.throwIfAborted();
    onStep?.(`Describing ${module}.`);
    const described = await store.describe(module, describeOptions({ signal, refresh, onProgress }));
    found.set(module, { description: described.description(), settings });
    return described;
  };
  for (const module of request.modules) {
    const settings = config.modules[module] ?? {};
    if (found.has(module)) continue;
    await describe(module, settings);
    const queue = await submodulesOf(store, module, settings, signal);
    const inherited = inheritedSettings(settings);
    for (const submodule of queue) {
      if (found.has(submodule)) continue;
      const own = { ...inherited, ...config.modules[submodule] };
      if (settings.submodules !== "all") await describe(submodule, own);
      else await describeIfPossible(submodule, () => describe(submodule, own), omitted);
    }
  }
  return [...found.values()];
}

/** Among all submodules of a package some need what is not installed; those are left out and told. */
async function describeIfPossible(
  module: string,
  describe: () => Promise<unknown>,
  omitted: Omission[],
): Promise<void> {
  try {
    await describe();
  } catch (error) {
    if (!(error instanceof DescriptionError)) throw error;
    omitted.push({ module, reason: error.message });
  }
}

async function submodulesOf(
  store: DescriptionStore,
  module: string,
  settings: ModuleSettings,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const { submodules = [], exclude = [] } = settings;
  if (submodules !== "all") return submodules.map((name) => `${module}.${name}`);
  const found: string[] = [];
  const queue = [module];
  for (let current = queue.shift(); current !== undefined; current = queue.shift()) {
    for (const name of await store.submodules(current, describeOptions({ signal }))) {
      const full = name.startsWith(`${current}.`) ? name : `${current}.${name}`;
      const parts = full.slice(module.length + 1);
      if (isPrivate(parts) || exclude.includes(parts)) continue;
      found.push(full);
      queue.push(full);
    }
  }
  return found;
}

/** Private modules, and the tests that packages carry along. */
function isPrivate(name: string): boolean {
  return name
    .split(".")
    .some((part) => part.startsWith("_") || part === "tests" || part === "testing" || part === "conftest");
}

/** Settings of a package that hold for its submodules too; names are each module's own. */
function inheritedSettings({ naming, int, missing, docs }: ModuleSettings): ModuleSettings {
  return {
    ...(naming === undefined ? {} : { naming }),
    ...(int === undefined ? {} : { int }),
    ...(missing === undefined ? {} : { missing }),
    ...(docs === undefined ? {} : { docs }),
  };
}

async function inputOf(
  request: InputRequest,
  modules: readonly { description: ModuleDescription; settings: ModuleSettings }[],
): Promise<GenerateInput> {
  const { config, outDir, output, generator, used } = request;
  return {
    modules: modules.map(({ description, settings }): ModuleInput => ({
      description,
      options: optionsOf(config, settings, used?.get(description.module)),
    })),
    output,
    generator,
    outDir: relative(config.folder, outDir).split(sep).join("/"),
    ...(Object.keys(config.codecs).length === 0 ? {} : { codecs: await codecPlaces(request) }),
    ...(output === "ts" ? { specifiers: await specifiersFor(outDir, config.workspace) } : {}),
  };
}

function optionsOf(
  config: Config,
  settings: ModuleSettings,
  used: readonly string[] | "all" | undefined,
): ModuleOptions {
  const { submodules: _submodules, only, ...rest } = settings;
  const names =
    used === undefined || used === "all"
      ? only
      : used.filter((name) => only === undefined || only.includes(name));
  const { naming, int, missing, docs } = config;
  const options = { naming, int, missing, docs, ...rest, ...(names === undefined ? {} : { only: names }) };
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** `.ts` where the project's TypeScript allows it, else `.js`. */
async function specifiersFor(outDir: string, workspace: string): Promise<".js" | ".ts"> {
  const { parse } = await import("jsonc-parser");
  for (let folder = outDir; ; folder = dirname(folder)) {
    const text = await readFile(join(folder, "tsconfig.json"), "utf8").catch(() => undefined);
    if (text !== undefined) {
      const options =
        (parse(text) as { compilerOptions?: Record<string, unknown> } | undefined)?.compilerOptions ?? {};
      return options["allowImportingTsExtensions"] === true ||
        options["rewriteRelativeImportExtensions"] === true
        ? ".ts"
        : ".js";
    }
    if (folder === workspace || dirname(folder) === folder) return ".js";
  }
}

function textOf(progress: DescribeProgress): string {
  return Object.values(progress)
    .filter((value) => typeof value === "string")
    .join(" ");
}
