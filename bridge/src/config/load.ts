import { readFile } from "node:fs/promises";
import { dirname, isAbsolute, join, resolve } from "node:path";
import type { ConfigDocument } from "./document.js";
import { workspaceOf } from "./find.js";
import { isInside } from "./inside.js";
import { mergeConfigs } from "./merge.js";
import { ConfigError, unreadableConfig, type ConfigProblem } from "./problems.js";
import { outside, resolveFile, type Surroundings } from "./resolve.js";
import type { CodecSettings, ConfigFile, ModuleSettings, PoolSettings, PythonSettings } from "./schema.js";
import type { Validated } from "./validate.js";

/** A project's configuration: complete, merged, with absolute paths. */
export interface Config {
  /** The `snakebridge.json`; undefined where the project has none and the defaults hold. */
  readonly file: string | undefined;
  /** The project's folder: that of the file. */
  readonly folder: string;
  readonly workspace: string;
  /** The file and all that it builds on, absolute. */
  readonly files: readonly string[];
  readonly python: PythonSettings & {
    /** The folder of the environment, or an interpreter. */
    readonly environment: string;
    /** The configuration names the environment, rather than the default. */
    readonly environmentIsNamed: boolean;
  };
  /** Absolute. */
  readonly outDir: string;
  readonly output: "js" | "ts";
  readonly naming: "python" | "camel";
  readonly int: "number" | "bigint";
  readonly missing: "any" | "unknown";
  readonly docs: "full" | "summary" | "none";
  readonly modules: Readonly<Record<string, ModuleSettings>>;
  /** Folders in which the program's use of names is looked up; undefined: wrap everything. */
  readonly used: readonly string[] | undefined;
  /** Codecs by the qualified name of their Python class; `module` is absolute. */
  readonly codecs: Readonly<Record<string, CodecSettings>>;
  readonly pool: PoolSettings;
}

/** How a configuration is loaded. */
export interface LoadOptions {
  /** Where paths must stay. Default: the nearest folder above with a version control's mark, else the file's own. */
  readonly workspace?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** The text of a file, for those that an editor holds. Default: from disk. */
  readonly readText?: ((file: string) => Promise<string>) | undefined;
  /** Look only at what running a program needs; see `docs/configuration.md`. */
  readonly light?: boolean;
}

/** The configuration of a project without a file. */
export async function defaultConfig(folder: string, options: LoadOptions = {}): Promise<Config> {
  const absolute = resolve(folder);
  return complete(
    {},
    {
      file: undefined,
      folder: absolute,
      workspace: options.workspace ?? (await workspaceOf(absolute)),
      files: [],
    },
  );
}

/**
 * Loads a configuration with all that it builds on.
 *
 * @throws {ConfigError} With every fault found, each with its file, line and column.
 */
export async function loadConfig(file: string, options: LoadOptions = {}): Promise<Config> {
  const { config, problems } = await inspectConfig(file, options);
  if (config === undefined) throw new ConfigError(problems);
  return config;
}

/** As {@link loadConfig}, but gives the faults back: for editors and `validate`. */
export async function inspectConfig(
  file: string,
  options: LoadOptions = {},
): Promise<{ config: Config | undefined; problems: ConfigProblem[]; files: string[] }> {
  const absolute = resolve(file);
  const workspace = resolve(options.workspace ?? (await workspaceOf(dirname(absolute))));
  const reader = new Reader(options, { workspace, env: options.env ?? process.env });
  const chain = await reader.read(absolute, []);
  if (reader.problems.length > 0)
    return { config: undefined, problems: reader.problems, files: reader.files };
  const config = complete(mergeConfigs(chain), {
    file: absolute,
    folder: dirname(absolute),
    workspace,
    files: reader.files,
  });
  return { config, problems: [], files: reader.files };
}

/** Reads a file and what it builds on, bases first. */
class Reader {
  readonly problems: ConfigProblem[] = [];
  readonly files: string[] = [];
  readonly #options: LoadOptions;
  readonly #surroundings: Surroundings;

  constructor(options: LoadOptions, surroundings: Surroundings) {
    this.#options = options;
    this.#surroundings = surroundings;
  }

  async read(file: string, below: readonly string[]): Promise<ConfigFile[]> {
    const { document, value, problems } = await this.#validate(await this.#textOf(file), file);
    if (!this.files.includes(file)) this.files.push(file);
    this.problems.push(...problems);
    if (value === undefined) return [];
    const bases = await this.#bases(value, document, [...below, file]);
    const resolved = await resolveFile(value, document, this.#surroundings);
    this.problems.push(...resolved.problems);
    if (this.#options.light !== true && resolved.value.codecs !== undefined) {
      const { codecProblems } = await import("./codecs.js");
      this.problems.push(...(await codecProblems(resolved.value.codecs, document)));
    }
    return [...bases, resolved.value];
  }

  async #textOf(file: string): Promise<string> {
    try {
      return await (this.#options.readText ?? ((path: string) => readFile(path, "utf8")))(file);
    } catch (cause) {
      throw unreadableConfig(file, cause);
    }
  }

  async #validate(text: string, file: string): Promise<Validated> {
    if (this.#options.light === true) {
      const { validateLightly } = await import("./light.js");
      return await validateLightly(text, file);
    }
    const { validateConfigText } = await import("./validate.js");
    return validateConfigText(text, file);
  }

  async #bases(value: ConfigFile, document: ConfigDocument, below: readonly string[]): Promise<ConfigFile[]> {
    const { extends: named = [] } = value;
    const list = typeof named === "string" ? [named] : named;
    const chain: ConfigFile[] = [];
    for (const [index, text] of list.entries()) {
      const path = typeof named === "string" ? ["extends"] : ["extends", index];
      const base = isAbsolute(text) ? text : join(dirname(document.file), text);
      if (below.includes(base)) {
        this.problems.push(
          document.problemAt(
            "extends-cycle",
            path,
            `The files build on each other in a circle: ${[...below, base].join(" -> ")}.`,
          ),
        );
      } else if (!(await isInside(base, this.#surroundings.workspace))) {
        this.problems.push(outside(document, path, text, this.#surroundings.workspace));
      } else {
        chain.push(...(await this.#base(base, document, path, below)));
      }
    }
    return chain;
  }

  async #base(
    base: string,
    document: ConfigDocument,
    path: readonly (string | number)[],
    below: readonly string[],
  ): Promise<ConfigFile[]> {
    const before = this.problems.length;
    try {
      const chain = await this.read(base, below);
      const faults = this.problems.length - before;
      if (faults > 0)
        this.problems.push(
          document.problemAt(
            "extends-problem",
            path,
            `${base} has ${faults === 1 ? "a problem" : `${faults} problems`} itself.`,
          ),
        );
      return chain;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const [problem] = error.problems;
      const missing = problem?.code === "missing-file";
      this.problems.push(
        document.problemAt(
          "missing-file",
          path,
          missing ? `There is no file ${base}.` : `${base}: ${problem?.message ?? error.message}`,
        ),
      );
      return [];
    }
  }
}

function complete(
  merged: ConfigFile,
  where: Pick<Config, "file" | "folder" | "workspace" | "files">,
): Config {
  const { python = {}, pool = {}, modules = {}, codecs = {}, used } = merged;
  const {
    outDir = join(where.folder, "src", "python"),
    output = "js",
    naming = "python",
    int = "number",
    missing = "any",
    docs = "full",
  } = merged;
  return {
    ...where,
    python: {
      ...python,
      environment: python.environment ?? join(where.folder, ".venv"),
      environmentIsNamed: python.environment !== undefined,
    },
    outDir,
    output,
    naming,
    int,
    missing,
    docs,
    modules: Object.fromEntries(
      Object.entries(modules).flatMap(([name, settings]) => (settings === false ? [] : [[name, settings]])),
    ),
    used: used === undefined || used === false ? undefined : used === true ? [where.folder] : used,
    codecs,
    pool,
  };
}
