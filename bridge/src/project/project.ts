import { dirname, resolve } from "node:path";
import { CONFIG_NAME, defaultConfig, findConfig, loadConfig, type Config } from "../config/index.js";
import { chooseInterpreter, type InterpreterChoice, type SearchOptions } from "../environment/index.js";

/** What comes with the package and not from the project. */
export interface Resources {
  /** The folder that holds `snakebridge_adapter`. */
  readonly adapterPath: string;
  /** The folder with the types of the standard library. */
  readonly typeshed?: string;
  /** The version of this package. */
  readonly version: string;
}

/** How a project is opened. */
export interface ProjectOptions {
  /** Where to look for the configuration, upwards. Default: the working directory. */
  readonly folder?: string | undefined;
  /** This configuration and no other. */
  readonly configFile?: string | undefined;
  /** Where paths of the configuration must stay. */
  readonly workspace?: string | undefined;
  /** The interpreter, over everything that the project says. */
  readonly python?: string | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** The text of a configuration file, for those that an editor holds. */
  readonly readText?: ((file: string) => Promise<string>) | undefined;
  /** The folder of cached descriptions. Default: the user's. */
  readonly cacheFolder?: string | undefined;
  readonly resources: Resources;
}

/** A folder with its configuration and its Python. */
export class Project {
  readonly config: Config;
  readonly resources: Resources;
  readonly env: NodeJS.ProcessEnv;
  readonly cacheFolder: string | undefined;
  readonly #python: string | undefined;
  #choice: Promise<InterpreterChoice> | undefined;

  constructor(config: Config, options: ProjectOptions) {
    this.config = config;
    this.resources = options.resources;
    this.env = options.env ?? process.env;
    this.cacheFolder = options.cacheFolder;
    this.#python = options.python;
  }

  get folder(): string {
    return this.config.folder;
  }

  /** `snakebridge 0.3.0`, for the lock file and the first line of wrappers. */
  get generator(): string {
    return `snakebridge ${this.resources.version}`;
  }

  /** What the search for an interpreter goes by. */
  get search(): SearchOptions {
    const { python, folder } = this.config;
    return {
      folder,
      python: this.#python === undefined ? undefined : resolve(this.#python),
      environment: python.environmentIsNamed ? python.environment : undefined,
      env: this.env,
    };
  }

  /**
   * The interpreter that the project runs with; looked up once.
   *
   * @throws {EnvironmentError} There is none, or the one that was asked for can't be used.
   */
  async interpreter(signal?: AbortSignal): Promise<InterpreterChoice> {
    this.#choice ??= chooseInterpreter({ ...this.search, version: this.config.python.version, signal });
    try {
      return await this.#choice;
    } catch (error) {
      this.#choice = undefined;
      throw error;
    }
  }

  /** Looks the interpreter up anew the next time: a setup may have changed it. */
  forgetInterpreter(): void {
    this.#choice = undefined;
  }
}

/**
 * Opens the project of a folder: the configuration found upwards, or the defaults where there is none.
 *
 * @throws {ConfigError} The configuration is faulty; every fault with its place.
 */
export async function openProject(options: ProjectOptions): Promise<Project> {
  const folder = resolve(options.folder ?? process.cwd());
  const { env, workspace, readText } = options;
  const file =
    options.configFile === undefined ? await findConfig(folder) : resolve(folder, options.configFile);
  const loading = { env, workspace, readText };
  const config = file === undefined ? await defaultConfig(folder, loading) : await loadConfig(file, loading);
  return new Project(config, options);
}

/** Where a project's configuration is, or would be. */
export function configFileOf(project: Project): string {
  return project.config.file ?? `${project.folder}/${CONFIG_NAME}`;
}

/** The folder of a configuration file. */
export function folderOf(configFile: string): string {
  return dirname(resolve(configFile));
}
