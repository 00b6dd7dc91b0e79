/** Descriptions of one environment: from memory, from the cache on disk, or discovered. */
import type {
  ClassAnswer,
  DescribeProgress,
  Evidence,
  InstalledAnswer,
  ModuleAnswer,
  SentClass,
  Timing,
} from "./answer.js";
import { DescriptionCache, defaultCacheFolder } from "./cache.js";
import { environmentFolder, environmentKey, fileOf } from "./cache-key.js";
import { DescribedModule } from "./described-module.js";
import { Describer, type DescriberOptions } from "./describer.js";
import { CorruptCacheError } from "./errors.js";
import { stillHolds, withHashes } from "./evidence.js";
import { Flights, type SharedOptions } from "./flights.js";
import type { ClassDescription, ClassSymbol, InstalledModule } from "./model.js";
import { writePack, type DescriptionHead, type PackContent } from "./pack.js";
import type { PackFile } from "./pack-file.js";
import { memoryPack } from "./pack-memory.js";
import { searchModules, type SearchResult } from "./search.js";

export interface StoreOptions extends DescriberOptions {
  /** The interpreter's version, where the caller knows it: then an upgrade is noticed without starting it. */
  readonly version?: string;
  /** Folder of the cache. Default: the user's cache folder. */
  readonly cacheFolder?: string;
  /** Bytes that the cache may take. Default 512 MiB. */
  readonly cacheLimit?: number;
  /** Milliseconds until a description is given up. Default 120,000: large libraries take long to import. */
  readonly timeout?: number;
}

export interface DescribeOptions {
  /** Rejects with the signal's reason; the process is ended if nobody else waits for the same description. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DescribeProgress) => void;
  /** Is told how long the parts of a discovery took; not called for what the cache knew. */
  readonly onTiming?: (timing: Timing) => void;
  /** Describe again even where the cache has a description that still holds. */
  readonly refresh?: boolean;
}

interface Kept<T> {
  readonly value: T;
  readonly evidence: Evidence;
}

const DEFAULT_TIMEOUT = 120_000;

/**
 * The descriptions of one environment.
 *
 * `peek` and its like never wait and never start Python. `describe` and its like answer from the cache or discover in a
 * process of their own; calls for the same thing share one discovery.
 */
export class DescriptionStore {
  readonly cache: DescriptionCache;
  readonly #describer: Describer;
  readonly #options: StoreOptions;
  readonly #key: string;
  readonly #folder: string;
  readonly #modules = new Map<string, Kept<DescribedModule>>();
  readonly #classes = new Map<string, Kept<ClassDescription>>();
  readonly #flights = new Flights();
  #installed: Kept<readonly InstalledModule[]> | null = null;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#describer = new Describer(options);
    this.cache = new DescriptionCache({
      folder: options.cacheFolder ?? defaultCacheFolder(),
      ...(options.cacheLimit === undefined ? {} : { limit: options.cacheLimit }),
    });
    this.#key = environmentKey(options);
    this.#folder = environmentFolder(this.cache.folder, this.#key);
  }

  /** A module's description, if it is known and still true. Never waits. */
  peek(module: string): DescribedModule | undefined {
    const kept = this.#modules.get(module);
    if (kept !== undefined && stillHolds(kept.evidence)) return kept.value;
    const file = this.cache.read(fileOf(this.#folder, "module", module), this.#key);
    if (file === null) {
      this.#modules.delete(module);
      return undefined;
    }
    const value = this.#opened(file);
    this.#modules.set(module, { value, evidence: file.index.evidence });
    return value;
  }

  /**
   * A module's description, discovered where it is not known.
   *
   * @throws (rejects) DescriptionError that says what to do; the signal's reason; InterpreterError or WorkerStartError
   * where Python can't be started
   */
  async describe(module: string, options: DescribeOptions = {}): Promise<DescribedModule> {
    const known = options.refresh === true ? undefined : this.peek(module);
    if (known !== undefined) return known;
    return this.#flights.join(`module ${module}`, options, async (shared) => {
      const fresh = options.refresh === true;
      const answer = await this.#ask<ModuleAnswer>({ what: "module", name: module }, module, shared, fresh);
      options.onTiming?.(answer.timing);
      const { members, aliases, ...head } = answer.description;
      const value = await this.#keep(
        fileOf(this.#folder, "module", module),
        { key: this.#key, head, evidence: answer.evidence, members, shared: answer.shared },
        aliases,
        answer.faulty === true,
      );
      this.#modules.set(module, value);
      return value.value;
    });
  }

  /** A class by its qualified name (`numpy.ndarray`), if it is known and still true. Never waits. */
  peekClass(name: string): ClassDescription | undefined {
    const kept = this.#classes.get(name);
    if (kept !== undefined && stillHolds(kept.evidence)) return kept.value;
    const file = this.cache.read(fileOf(this.#folder, "class", name), this.#key);
    if (file === null) {
      this.#classes.delete(name);
      return undefined;
    }
    try {
      return this.#keepClass(name, this.#opened(file), file.index.evidence);
    } catch (error) {
      if (!(error instanceof CorruptCacheError)) throw error;
      this.cache.remove(file.path);
      return undefined;
    }
  }

  /**
   * A class by its qualified name, wherever it was met: also one that exists only in stubs.
   *
   * @throws (rejects) as `describe` does
   */
  async describeClass(name: string, options: DescribeOptions = {}): Promise<ClassDescription> {
    const known = options.refresh === true ? undefined : this.peekClass(name);
    if (known !== undefined) return known;
    return this.#flights.join(`class ${name}`, options, async (shared) => {
      const answer = await this.#ask<ClassAnswer>(
        { what: "class", name },
        name,
        shared,
        options.refresh === true,
      );
      const { class: symbol, aliases, ...rest } = answer.description;
      const head: DescriptionHead = { ...rest, module: name, submodules: [] };
      const members: SentClass[] = [symbol];
      const { value, evidence } = await this.#keep(
        fileOf(this.#folder, "class", name),
        { key: this.#key, head, evidence: answer.evidence, members, shared: answer.shared },
        aliases,
        answer.faulty === true,
      );
      return this.#keepClass(name, value, evidence);
    });
  }

  /** What can be imported, if it is known and still true. Never waits. */
  peekInstalled(): readonly InstalledModule[] | undefined {
    if (this.#installed !== null && stillHolds(this.#installed.evidence)) return this.#installed.value;
    const file = this.cache.read(fileOf(this.#folder, "list", "installed"), this.#key);
    const span = file?.index.aliases;
    if (file === null || span === undefined) return undefined;
    try {
      const value = file.symbol(span) as readonly InstalledModule[];
      this.#installed = { value, evidence: file.index.evidence };
      return value;
    } catch (error) {
      if (!(error instanceof CorruptCacheError)) throw error;
      this.cache.remove(file.path);
      return undefined;
    }
  }

  /** What can be imported in this environment, without importing any of it. */
  async installedModules(options: DescribeOptions = {}): Promise<readonly InstalledModule[]> {
    const known = options.refresh === true ? undefined : this.peekInstalled();
    if (known !== undefined) return known;
    return this.#flights.join("installed", options, async (shared) => {
      const answer = await this.#ask<InstalledAnswer>({ what: "installed" }, "", shared, true);
      const evidence = withHashes(answer.evidence);
      this.#installed = { value: answer.modules, evidence };
      const head: DescriptionHead = { schema: 1, module: "", python: "", submodules: [] };
      const content = { key: this.#key, head, evidence, members: [], shared: [] };
      // The list takes the place of the aliases: one value of the symbols' section.
      const aliases = answer.modules as unknown as NonNullable<PackContent["aliases"]>;
      await this.cache.write(fileOf(this.#folder, "list", "installed"), writePack({ ...content, aliases }));
      return answer.modules;
    });
  }

  /** Full names of a package's direct submodules, listed from disk without importing it. */
  async submodules(module: string, options: DescribeOptions = {}): Promise<readonly string[]> {
    return this.#flights.join(`submodules ${module}`, options, async (shared) => {
      const answer = await this.#ask<{ submodules: string[] }>(
        { what: "submodules", name: module },
        "",
        shared,
        false,
      );
      return answer.submodules;
    });
  }

  /** Names that match a query, best first, among the modules given or all that this store has read. */
  search(query: string, modules: readonly string[] = [...this.#modules.keys()], limit = 50): SearchResult[] {
    const known = modules.map((name) => this.peek(name)).filter((module) => module !== undefined);
    return searchModules(known, query, limit);
  }

  /** Forgets what is in memory; the files stay. */
  forget(): void {
    this.#modules.clear();
    this.#classes.clear();
    this.#installed = null;
  }

  /** How many describing processes there are now. */
  get processes(): number {
    return this.#describer.processes;
  }

  /** Ends the describing processes; what is under way is rejected. */
  async close(): Promise<void> {
    await this.#describer.close();
  }

  async #ask<Answer>(
    request: Readonly<Record<string, unknown>>,
    module: string,
    options: SharedOptions,
    fresh: boolean,
  ): Promise<Answer> {
    const timeout = this.#options.timeout ?? DEFAULT_TIMEOUT;
    return (await this.#describer.ask(request, module, { ...options, timeout, fresh })) as Answer;
  }

  /**
   * Writes a description and reads it back as everyone else will; from memory where it can't be written, or where it is
   * faulty: the next process shall try again.
   */
  async #keep(
    path: string,
    content: PackContent,
    aliases: PackContent["aliases"] | undefined,
    faulty: boolean,
  ): Promise<Kept<DescribedModule>> {
    const evidence = withHashes(content.evidence);
    const bytes = writePack({ ...content, evidence, ...(aliases === undefined ? {} : { aliases }) });
    const written = !faulty && (await this.cache.write(path, bytes));
    const file = written ? this.cache.read(path, this.#key) : null;
    return { value: file === null ? new DescribedModule(memoryPack(bytes)) : this.#opened(file), evidence };
  }

  #opened(file: PackFile): DescribedModule {
    return new DescribedModule(file, () => {
      // What is in memory reads from the damaged file as well.
      this.forget();
      return this.cache.reread(file);
    });
  }

  #keepClass(name: string, described: DescribedModule, evidence: Evidence): ClassDescription {
    const { members, aliases, ...head } = described.description();
    const { module: _module, submodules: _submodules, ...rest } = head;
    const symbol = members[0] as ClassSymbol;
    const value: ClassDescription = {
      ...rest,
      name,
      class: symbol,
      ...(aliases === undefined ? {} : { aliases }),
    };
    this.#classes.set(name, { value, evidence });
    return value;
  }
}
