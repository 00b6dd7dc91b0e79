import type { Interpreter } from "./interpreter.js";
import { pip } from "./pip-installer.js";
import { findUv } from "./uv.js";
import { uvInstaller } from "./uv-installer.js";

/** What is to be installed. */
export interface InstallRequest {
  readonly requirements: readonly string[];
  /** Files for `-r`. */
  readonly files: readonly string[];
  /** Exact versions to stay at, by name. */
  readonly constraints?: Readonly<Record<string, string>> | undefined;
  readonly upgrade?: boolean | undefined;
  /** Install exactly what is named and nothing that it depends on. */
  readonly withoutDependencies?: boolean | undefined;
  /** The requirements carry hashes (`name==1.0 --hash=sha256:...`): refuse every file that has another. */
  readonly verified?: boolean | undefined;
  /** Leave out everything published after this date. */
  readonly excludeNewer?: string | undefined;
}

/** SHA-256 hashes (`sha256:...`) of the files that a distribution's version has, by normalized name. */
export type Hashes = Readonly<Record<string, readonly string[]>>;

/** Whose files hashes are of: `"all"` platforms', or those of the ones named, as `platformOf` writes them. */
export type HashesFor = "all" | readonly string[];

/** What every piece of work here takes. */
export interface WorkOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onLine?: ((line: string) => void) | undefined;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Relative paths in requirements count from here. */
  readonly cwd: string;
}

/** A tool that makes environments and installs into them: uv, or venv with pip. */
export interface Installer {
  readonly name: "uv" | "pip";
  /** Its {@link Installer.hashes} are those of all files of a version, whatever platform they are for; else of the one installed here. */
  readonly hashesAllPlatforms: boolean;
  /** Makes an empty environment in a folder that may exist. */
  create(base: Interpreter, environment: string, options: WorkOptions): Promise<void>;
  install(environment: Interpreter, request: InstallRequest, options: WorkOptions): Promise<void>;
  uninstall(environment: Interpreter, names: readonly string[], options: WorkOptions): Promise<void>;
  /** What the index says that the files of exact versions hash to; names that it gives no hash for are left out. */
  hashes(environment: Interpreter, request: InstallRequest, options: WorkOptions): Promise<Hashes>;
  /** Brings a Python to the machine; only where the tool can. */
  readonly installPython?: (version: string | undefined, options: WorkOptions) => Promise<void>;
}

/** uv where it is present, else the interpreter's own venv and pip. */
export async function chooseInstaller(env: NodeJS.ProcessEnv = process.env): Promise<Installer> {
  const uv = await findUv(env);
  return uv === undefined ? pip : uvInstaller(uv);
}
