/** What a folder's Python offers: modules, classes and what is installed; from memory, the cache on disk, or by asking. */
import type { InstalledModule } from "../../protocol/index.js";
import type { DescribedModule } from "../knowledge/knowledge.js";
import type { ClassSymbol } from "../knowledge/model.js";
import type { DescriptionStore } from "./bridge.js";
import type { FolderEnvironment } from "./folder-environment.js";
import type { FolderPython, Task } from "./folder-python.js";
import { PeekCache } from "./peek-cache.js";

type DescribeTask = Parameters<FolderPython["describeModule"]>[1];
type ListTask = Parameters<FolderPython["readInstalledModules"]>[0];

export class FolderModules {
  private readonly environment: FolderEnvironment;
  private readonly modules: PeekCache<DescribedModule>;
  private readonly classes: PeekCache<ClassSymbol>;
  /** What is installed, as last read. */
  list: readonly InstalledModule[] | undefined;

  constructor(environment: FolderEnvironment) {
    this.environment = environment;
    this.modules = new PeekCache((name) => environment.current?.store.peek(name));
    this.classes = new PeekCache((name) => environment.current?.store.peekClass(name)?.class);
  }

  // --- without waiting ---

  module(name: string): DescribedModule | undefined {
    return this.modules.get(name);
  }

  class(qualifiedName: string): ClassSymbol | undefined {
    const dot = qualifiedName.lastIndexOf(".");
    const member = this.modules
      .get(dot < 0 ? "builtins" : qualifiedName.slice(0, dot))
      ?.member(qualifiedName.slice(dot + 1));
    return member?.kind === "class" ? member : this.classes.get(qualifiedName);
  }

  installed(): readonly InstalledModule[] | undefined {
    if (!this.list) {
      const known = this.environment.current?.store.peekInstalled();
      this.list = known && listed(known);
    }
    return this.list;
  }

  /** All that were looked at. */
  described(): Iterable<DescribedModule> {
    return this.modules.values();
  }

  /** Looks everything up again, since another environment, or another state of it, is asked from now on. */
  forgetDescriptions(): void {
    this.modules.clear();
    this.classes.clear();
  }

  // --- by asking ---

  async describe(name: string, task: DescribeTask): Promise<DescribedModule> {
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
   * Asks the environment as it is. When it changes, what was describing it is ended; that is no failure of the module, nor is an answer
   * that came in time one for the new environment, which is asked the same. When the folder is closed, the question is given up.
   */
  private async ask<T>(
    signal: AbortSignal | undefined,
    question: (store: DescriptionStore) => Promise<T>,
  ): Promise<T> {
    const { environment } = this;
    while (!environment.isDisposed()) {
      const asked = environment.changes;
      try {
        const { store } = await environment.open();
        const answer = await question(store);
        if (environment.changes === asked) {
          return answer;
        }
      } catch (error) {
        if (!environment.isDisposed() && (environment.changes === asked || signal?.aborted === true)) {
          throw error;
        }
      }
    }
    throw new DOMException("The folder was closed.", "AbortError");
  }

  async describeClass(qualifiedName: string, task: Task): Promise<ClassSymbol> {
    const { signal } = task;
    const described = await this.ask(signal, (store) => store.describeClass(qualifiedName, { signal }));
    this.classes.set(qualifiedName, described.class);
    return described.class;
  }

  /** @throws (rejects) what keeps the folder from having a Python, or from listing it */
  async readInstalled({ signal, refresh = false }: ListTask): Promise<readonly InstalledModule[]> {
    const modules = await this.ask(signal, (store) => store.installedModules({ signal, refresh }));
    this.list = listed(modules);
    return this.list;
  }

  /** The list, with the submodules of what is described and those that lie on disk in the package `below`. */
  async withSubmodules(
    modules: readonly InstalledModule[],
    { below, signal }: ListTask,
  ): Promise<readonly InstalledModule[]> {
    const nested = modules.flatMap((module) => {
      const described = this.module(module.name);
      return (described?.submodules ?? []).map((submodule): InstalledModule => {
        const name = submodule.name.includes(".") ? submodule.name : `${module.name}.${submodule.name}`;
        return { ...module, name, described: this.module(name) !== undefined };
      });
    });
    const known = new Set(nested.map(({ name }) => name));
    const further = await this.submodulesOnDisk(below, modules, signal);
    return [...modules, ...nested, ...further.filter(({ name }) => !known.has(name))];
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
    const names = await this.ask(signal, (store) => store.submodules(below, { signal }));
    return names.map((name) => ({ ...owner, name }));
  }
}

/** In the words of the protocol. */
function listed(modules: ReturnType<DescriptionStore["peekInstalled"]> & {}): InstalledModule[] {
  return modules.map((module) => ({
    name: module.name,
    ...(module.distribution === undefined ? {} : { distribution: module.distribution }),
    ...(module.version === undefined ? {} : { version: module.version }),
    ...(module.stdlib ? { standardLibrary: true } : {}),
  }));
}
