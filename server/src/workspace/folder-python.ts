/** Python for one workspace folder, as far as the server needs it. `bridge-python.ts` implements it with the bridge. */
import type { Brief } from "snakebridge/tooling";
import type {
  CallFunctionResult,
  EnvironmentStatus,
  ErrorData,
  InstalledModule,
  InterpreterChoice,
  TextReport,
} from "../../protocol/index.js";
import type { DescribedModule, WrapperFile } from "../knowledge/knowledge.js";
import type { ConfigFault } from "../configuration/config-diagnostics.js";
import type { ClassSymbol } from "../knowledge/model.js";

export interface Progress {
  /** One line for people; `percentage` where it is known. */
  report(message: string, percentage?: number): void;
}

export interface Task {
  signal: AbortSignal;
  progress: Progress;
}

export interface SetUpOptions {
  interpreter?: string;
  environment?: string;
  packages: readonly string[];
  projectRequirements: boolean;
}

export interface SetUpOutcome {
  created: boolean;
  /** The interpreter behind a new environment. */
  base?: { path: string; reason: string };
  installed: string[];
  log: string;
}

export interface GenerateOptions {
  /** Empty: all modules of the configuration. */
  modules: readonly string[];
  /** Names used of each module, where only these are wanted. */
  used?: ReadonlyMap<string, readonly string[]>;
  addToConfiguration: boolean;
}

export interface GenerateOutcome {
  /** Absolute paths. */
  written: string[];
  unchanged: string[];
  warnings: string[];
}

export interface FolderPython {
  /** From memory or the cache on disk, without waiting and without starting Python. */
  describedModule(name: string): DescribedModule | undefined;
  describedClass(qualifiedName: string): ClassSymbol | undefined;
  /** The list as last read. */
  installedModules(): readonly InstalledModule[] | undefined;

  /** All modules that were looked at, for searching. */
  describedModules(): Iterable<DescribedModule>;
  /** The modules that `snakebridge.json` names. */
  readonly configuredModules: ReadonlySet<string>;
  /** What is wrong with the text of a `snakebridge.json`, whose other files are read from disk. */
  configurationFaults(file: string, text: string): Promise<ConfigFault[]>;

  /** `onNames` hears the module's names before it is described. */
  describeModule(
    name: string,
    task: Task & { refresh?: boolean; onNames?: (names: readonly Brief[]) => void },
  ): Promise<DescribedModule>;
  describeClass(qualifiedName: string, task: Task): Promise<ClassSymbol>;
  readInstalledModules(task: {
    signal: AbortSignal;
    submodules?: boolean;
    /** A package whose direct submodules are listed from disk as well. */
    below?: string;
    refresh?: boolean;
  }): Promise<readonly InstalledModule[]>;

  /** Wrappers that are on disk, by module; `refresh` reads the folder again. */
  wrappers(): ReadonlyMap<string, WrapperFile>;
  refreshWrappers(): Promise<void>;
  /** Absolute path of the folder of wrappers. */
  readonly outDir: string;

  /** Called when an environment was opened, or another in its place. */
  onEnvironment: () => void;
  /** Called when what is known of the environment can be looked up, though no Python may be started in the folder. */
  onCache: () => void;
  /** Absolute paths of the folders into which the environment installs packages. */
  sitePackages(): Promise<readonly string[]>;
  status(refresh: boolean): Promise<EnvironmentStatus>;
  interpreters(): Promise<InterpreterChoice[]>;
  useInterpreter(path: string | undefined, origin: string | undefined): void;

  setUp(options: SetUpOptions, task: Task): Promise<SetUpOutcome>;
  install(requirements: readonly string[], task: Task): Promise<SetUpOutcome>;
  generate(options: GenerateOptions, task: Task): Promise<GenerateOutcome>;
  /** Absolute paths of the program's own TypeScript and JavaScript files. */
  sourceFiles(): AsyncIterable<string>;
  /** Names the module in `snakebridge.json`, which is made where there is none. */
  addToConfiguration(module: string): Promise<void>;
  call(
    path: string,
    args: readonly unknown[],
    keywords: Record<string, unknown>,
    task: Task,
  ): Promise<CallFunctionResult>;
  doctor(task: Task): Promise<TextReport>;
  clean(): Promise<TextReport>;
  validate(): Promise<TextReport>;

  /** Python processes that describe modules now. */
  readonly workers: number;
  /** Typed data for whatever these methods throw. */
  explain(error: unknown): ErrorData;
  /** Packages were installed or removed, or another interpreter is used. */
  environmentChanged(): void;
  /** Modules of the user's own changed: what is kept of them is looked at anew. */
  sourcesChanged(): void;
  dispose(): Promise<void>;
}
