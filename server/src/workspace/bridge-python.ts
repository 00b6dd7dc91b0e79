/** Python for a folder by means of the library: its configuration, interpreter, descriptions and wrappers. */
import type {
  CallFunctionResult,
  EnvironmentStatus,
  ErrorData,
  InitializationOptions,
  InstalledModule,
  InterpreterChoice,
  TextReport,
} from "../../protocol/index.js";
import type { ConfigFault } from "../configuration/config-diagnostics.js";
import type { DescribedModule, WrapperFile } from "../knowledge/knowledge.js";
import type { ClassSymbol } from "../knowledge/model.js";
import { sourceFiles } from "./bridge.js";
import { addModuleToConfiguration, configurationFaults } from "./configuration-file.js";
import { environmentStatus, install, interpreterChoices, setUp, sitePackages } from "./environment-work.js";
import { explainError } from "./explain-error.js";
import { FolderEnvironment } from "./folder-environment.js";
import { FolderModules } from "./folder-modules.js";
import type {
  FolderPython,
  GenerateOptions,
  GenerateOutcome,
  SetUpOptions,
  SetUpOutcome,
  Task,
} from "./folder-python.js";
import type { FolderPlace, MakePython } from "./folders.js";
import { FolderWrappers } from "./folder-wrappers.js";
import { callFunction, clean, doctor, generate, validate } from "./project-tools.js";

export function bridgePython(options: InitializationOptions): MakePython {
  return (place) => new BridgePython(place, options);
}

class BridgePython implements FolderPython {
  private readonly folder: string;
  private readonly workspace: string;
  private readonly environment: FolderEnvironment;
  private readonly modules: FolderModules;
  private readonly wrapperFiles: FolderWrappers;
  onEnvironment: () => void = () => undefined;
  onCache: () => void = () => undefined;

  constructor(place: FolderPlace, options: InitializationOptions) {
    this.folder = place.path;
    this.workspace = place.workspace;
    this.environment = new FolderEnvironment(place, options);
    this.modules = new FolderModules(this.environment);
    this.wrapperFiles = new FolderWrappers(place.path);
    this.environment.onOpened = ({ project }) => {
      this.wrapperFiles.outDir = project.config.outDir;
      this.modules.forgetDescriptions();
      this.onEnvironment();
    };
    this.environment.onCacheOpened = () => {
      this.modules.forgetDescriptions();
      this.onCache();
    };
  }

  // --- modules ---

  describedModule(name: string): DescribedModule | undefined {
    return this.modules.module(name);
  }

  describedClass(qualifiedName: string): ClassSymbol | undefined {
    return this.modules.class(qualifiedName);
  }

  describedModules(): Iterable<DescribedModule> {
    return this.modules.described();
  }

  installedModules(): readonly InstalledModule[] | undefined {
    return this.modules.installed();
  }

  describeModule(
    name: string,
    task: Parameters<FolderPython["describeModule"]>[1],
  ): Promise<DescribedModule> {
    return this.modules.describe(name, task);
  }

  describeClass(qualifiedName: string, task: Task): Promise<ClassSymbol> {
    return this.modules.describeClass(qualifiedName, task);
  }

  async readInstalledModules(
    task: Parameters<FolderPython["readInstalledModules"]>[0],
  ): Promise<readonly InstalledModule[]> {
    const modules = await this.modules.readInstalled(task);
    this.wrapperFiles.markStale(modules);
    return task.submodules === true ? this.modules.withSubmodules(modules, task) : modules;
  }

  // --- wrappers ---

  get outDir(): string {
    return this.wrapperFiles.outDir;
  }

  wrappers(): ReadonlyMap<string, WrapperFile> {
    return this.wrapperFiles.files;
  }

  async refreshWrappers(): Promise<void> {
    // The configuration may have changed since the environment was opened. One that can't be read names no other folder.
    const project = await this.environment.openNewProject().catch(() => undefined);
    if (project) {
      this.wrapperFiles.outDir = project.config.outDir;
    }
    await this.wrapperFiles.refresh(() => this.modules.list);
  }

  async generate(options: GenerateOptions, task: Task): Promise<GenerateOutcome> {
    if (options.addToConfiguration) {
      for (const module of options.modules) {
        await this.addToConfiguration(module);
      }
    }
    // With the configuration as it is now.
    const project = await this.environment.openNewProject();
    return generate(project, options, task);
  }

  async *sourceFiles(): AsyncGenerator<string> {
    const except = [
      this.outDir,
      ...(this.environment.current ? [this.environment.current.project.config.python.environment] : []),
    ];
    for await (const { path } of sourceFiles([this.folder], except)) {
      yield path;
    }
  }

  // --- configuration ---

  get configuredModules(): ReadonlySet<string> {
    return new Set(Object.keys(this.environment.current?.project.config.modules ?? {}));
  }

  configurationFaults(file: string, text: string): Promise<ConfigFault[]> {
    return configurationFaults(file, text, this.workspace);
  }

  async addToConfiguration(module: string): Promise<void> {
    const { project } = await this.environment.open();
    await addModuleToConfiguration(project, this.describedModule(module), module);
  }

  // --- environment ---

  sitePackages(): Promise<readonly string[]> {
    return sitePackages(this.environment);
  }

  async status(refresh: boolean): Promise<EnvironmentStatus> {
    if (refresh) {
      await this.close();
    }
    return environmentStatus(this.environment);
  }

  interpreters(): Promise<InterpreterChoice[]> {
    return interpreterChoices(this.environment);
  }

  useInterpreter(path: string | undefined, origin: string | undefined): void {
    this.environment.choose(path, origin);
  }

  async setUp(options: SetUpOptions, task: Task): Promise<SetUpOutcome> {
    const outcome = await setUp(this.environment, this.folder, options, task);
    // The new environment is what the user wants now; an interpreter chosen elsewhere before would hide it.
    this.environment.choose(undefined, undefined);
    await this.close();
    return outcome;
  }

  install(requirements: readonly string[], task: Task): Promise<SetUpOutcome> {
    return install(this.environment, this.folder, requirements, task);
  }

  // --- tools ---

  async call(
    path: string,
    args: readonly unknown[],
    keywords: Record<string, unknown>,
    task: Task,
  ): Promise<CallFunctionResult> {
    const { project, interpreter } = await this.environment.open();
    return callFunction(
      {
        interpreter: interpreter.path,
        adapterPath: project.resources.adapterPath,
        folder: this.folder,
        path,
        arguments: args,
        keywords,
      },
      task,
    );
  }

  async doctor(task: Task): Promise<TextReport> {
    return doctor(await this.environment.openNewProject(), task);
  }

  async clean(): Promise<TextReport> {
    const { project } = await this.environment.open();
    const report = await clean(project);
    await this.refreshWrappers();
    return report;
  }

  validate(): Promise<TextReport> {
    return validate(this.folder);
  }

  get workers(): number {
    return this.environment.current?.store.processes ?? 0;
  }

  explain(error: unknown): ErrorData {
    return explainError(error);
  }

  environmentChanged(): void {
    this.modules.forgetDescriptions();
    this.close().catch(() => undefined);
  }

  sourcesChanged(): void {
    this.modules.forgetDescriptions();
    this.modules.list = undefined;
  }

  private async close(): Promise<void> {
    this.modules.list = undefined;
    await this.environment.close();
  }

  async dispose(): Promise<void> {
    this.modules.list = undefined;
    await this.environment.dispose();
  }
}
