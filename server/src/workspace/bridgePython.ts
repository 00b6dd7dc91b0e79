/** Python for a folder by means of the library: its configuration, interpreter, descriptions and wrappers. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type {
  CallFunctionResult,
  EnvironmentStatus,
  ErrorData,
  InitializationOptions,
  InstalledModule,
  InterpreterChoice,
  TextReport,
} from "../../protocol/index.js";
import type { ConfigFault } from "../configuration/configDiagnostics.js";
import type { DescribedModule, WrapperFile } from "../knowledge/knowledge.js";
import type { ClassSymbol } from "../knowledge/model.js";
import {
  doctor,
  doctorText,
  inspectConfig,
  sourceFiles,
  validateProject,
  type DescriptionStore,
} from "./bridge.js";
import { addModuleToConfiguration } from "./configurationFile.js";
import { environmentStatus, install, interpreterChoices, setUp, sitePackages } from "./environmentWork.js";
import { explainError } from "./explainError.js";
import { FolderEnvironment } from "./folderEnvironment.js";
import type {
  FolderPython,
  GenerateOptions,
  GenerateOutcome,
  SetUpOptions,
  SetUpOutcome,
  Task,
} from "./folderPython.js";
import type { FolderPlace, MakePython } from "./folders.js";
import { callFunction, clean, generate } from "./projectTools.js";
import { PeekCache } from "./peekCache.js";
import { findWrappers, staleness } from "./wrapperFiles.js";

export function bridgePython(options: InitializationOptions): MakePython {
  return (place) => new BridgePython(place, options);
}

class BridgePython implements FolderPython {
  private readonly folder: string;
  private readonly workspace: string;
  private readonly environment: FolderEnvironment;
  private wrapperFiles = new Map<string, WrapperFile>();
  private readonly modules = new PeekCache<DescribedModule>((name) =>
    this.environment.current?.store.peek(name),
  );
  private readonly classes = new PeekCache<ClassSymbol>(
    (name) => this.environment.current?.store.peekClass(name)?.class,
  );
  private installed: readonly InstalledModule[] | undefined;
  private disposed = false;
  outDir: string;
  onEnvironment: () => void = () => undefined;

  constructor(place: FolderPlace, options: InitializationOptions) {
    this.folder = place.path;
    this.workspace = place.workspace;
    this.outDir = join(place.path, "src", "python");
    this.environment = new FolderEnvironment(place, options);
    this.environment.onOpened = ({ project }) => {
      this.outDir = project.config.outDir;
      this.modules.clear();
      this.classes.clear();
      this.onEnvironment();
    };
  }

  // --- from the cache ---

  describedModule(name: string): DescribedModule | undefined {
    return this.modules.get(name);
  }

  describedClass(qualifiedName: string): ClassSymbol | undefined {
    const dot = qualifiedName.lastIndexOf(".");
    const member = this.modules
      .get(dot < 0 ? "builtins" : qualifiedName.slice(0, dot))
      ?.member(qualifiedName.slice(dot + 1));
    return member?.kind === "class" ? member : this.classes.get(qualifiedName);
  }

  installedModules(): readonly InstalledModule[] | undefined {
    if (!this.installed) {
      const known = this.environment.current?.store.peekInstalled();
      this.installed = known && this.listed(known);
    }
    return this.installed;
  }

  wrappers(): ReadonlyMap<string, WrapperFile> {
    return this.wrapperFiles;
  }

  describedModules(): Iterable<DescribedModule> {
    return this.modules.values();
  }

  get configuredModules(): ReadonlySet<string> {
    return new Set(Object.keys(this.environment.current?.project.config.modules ?? {}));
  }

  async configurationFaults(file: string, text: string): Promise<ConfigFault[]> {
    const { problems } = await inspectConfig(file, {
      workspace: this.workspace,
      readText: (path) => (path === file ? Promise.resolve(text) : readFile(path, "utf8")),
    });
    return problems
      .filter((problem) => problem.file === file)
      .map(({ code, message, range, suggestion }) => ({
        code,
        message,
        range,
        ...(suggestion === undefined ? {} : { suggestion }),
      }));
  }

  // --- discovering ---

  async describeModule(
    name: string,
    task: Parameters<FolderPython["describeModule"]>[1],
  ): Promise<DescribedModule> {
    const described = await this.ask(task.signal, (store) =>
      store.describe(name, {
        signal: task.signal,
        refresh: task.refresh ?? false,
        onProgress: ({ phase, module, done, total, names }) => {
          if (names) {
            task.onNames?.(names.map(([name, kind]) => ({ name, kind })));
          }
          const share = done !== undefined && total ? Math.round((100 * done) / total) : undefined;
          task.progress.report(`${phase === "importing" ? "importing" : "describing"} ${module}`, share);
        },
      }),
    );
    this.modules.set(name, described);
    return described;
  }

  /**
   * Asks the environment as it is. When it changes, what was describing it is ended; that is no failure of the module,
   * and the new environment is asked the same.
   */
  private async ask<T>(
    signal: AbortSignal | undefined,
    question: (store: DescriptionStore) => Promise<T>,
  ): Promise<T> {
    for (;;) {
      const { store } = await this.environment.open();
      try {
        return await question(store);
      } catch (error) {
        const same = this.environment.current?.store === store;
        if (same || this.disposed || signal?.aborted === true) {
          throw error;
        }
      }
    }
  }

  async describeClass(qualifiedName: string, task: Task): Promise<ClassSymbol> {
    const { signal } = task;
    const described = await this.ask(signal, (store) => store.describeClass(qualifiedName, { signal }));
    this.classes.set(qualifiedName, described.class);
    return described.class;
  }

  async readInstalledModules(task: {
    signal: AbortSignal;
    submodules?: boolean;
    below?: string;
    refresh?: boolean;
  }): Promise<readonly InstalledModule[]> {
    const { store } = await this.environment.open();
    const modules = this.listed(
      await store.installedModules({ signal: task.signal, refresh: task.refresh ?? false }),
    );
    this.installed = modules;
    this.markStale();
    if (task.submodules !== true) {
      return modules;
    }
    const nested = modules.flatMap((module) => {
      const described = this.describedModule(module.name);
      return (described?.submodules ?? []).map((submodule): InstalledModule => {
        const name = submodule.name.includes(".") ? submodule.name : `${module.name}.${submodule.name}`;
        return { ...module, name, described: this.describedModule(name) !== undefined };
      });
    });
    const listed = new Set(nested.map(({ name }) => name));
    const further = (await this.submodulesOnDisk(task.below, modules, task.signal)).filter(
      ({ name }) => !listed.has(name),
    );
    return [...modules, ...nested, ...further];
  }

  /** Nothing where there is no such package: the name is still being typed. */
  private async submodulesOnDisk(
    below: string | undefined,
    modules: readonly InstalledModule[],
    signal: AbortSignal,
  ): Promise<InstalledModule[]> {
    const owner = modules.find(({ name }) => name === below?.split(".")[0]);
    if (below === undefined || owner === undefined) {
      return [];
    }
    const { store } = await this.environment.open();
    const names = await store.submodules(below, { signal });
    return names.map((name) => ({ ...owner, name }));
  }

  private listed(modules: ReturnType<DescriptionStore["peekInstalled"]> & {}): InstalledModule[] {
    return modules.map((module) => ({
      name: module.name,
      ...(module.distribution === undefined ? {} : { distribution: module.distribution }),
      ...(module.version === undefined ? {} : { version: module.version }),
      ...(module.stdlib ? { standardLibrary: true } : {}),
    }));
  }

  // --- wrappers ---

  async refreshWrappers(): Promise<void> {
    const opened = await this.environment.openQuietly();
    this.outDir = opened?.project.config.outDir ?? this.outDir;
    this.wrapperFiles = await findWrappers(this.outDir);
    this.markStale();
  }

  private markStale(): void {
    const versions = new Map((this.installed ?? []).map((module) => [module.name, module.version]));
    for (const [module, wrapper] of this.wrapperFiles) {
      const stale = staleness(wrapper, versions.get(module.split(".")[0] ?? module));
      const { stale: _before, ...rest } = wrapper;
      this.wrapperFiles.set(module, { ...rest, ...(stale === undefined ? {} : { stale }) });
    }
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
    const project = await this.environment.openNewProject();
    const report = await doctor(project, {
      signal: task.signal,
      onStep: (message) => task.progress.report(message),
    });
    const ok = report.sections.every(({ checks }) => checks.every(({ status }) => status !== "problem"));
    return { ok, text: doctorText(report) };
  }

  async clean(): Promise<TextReport> {
    const { project } = await this.environment.open();
    const report = await clean(project);
    await this.refreshWrappers();
    return report;
  }

  async validate(): Promise<TextReport> {
    const report = await validateProject(this.folder);
    return {
      ok: report.problems.length === 0,
      text:
        report.problems.length === 0
          ? `${report.file}: no problems.`
          : report.problems
              .map(
                ({ file, range, message }) =>
                  `${file}:${range.start.line + 1}:${range.start.character + 1}: ${message}`,
              )
              .join("\n"),
    };
  }

  get workers(): number {
    return this.environment.current?.store.processes ?? 0;
  }

  explain(error: unknown): ErrorData {
    return explainError(error);
  }

  environmentChanged(): void {
    this.modules.clear();
    this.classes.clear();
    this.installed = undefined;
    this.close().catch(() => undefined);
  }

  private async close(): Promise<void> {
    this.installed = undefined;
    await this.environment.close();
  }

  async dispose(): Promise<void> {
    this.disposed = true;
    await this.close();
  }
}
