/** The folder's project and interpreter: opened when they are first needed, closed when the environment changes. */
import { isAbsolute, resolve } from "node:path";
import type { InitializationOptions, Settings } from "../../protocol/index.js";
import {
  ConfigError,
  locateInterpreter,
  openDescriptions,
  openProject,
  probeInterpreter,
  Project,
  type DescriptionStore,
  type Interpreter,
} from "./bridge.js";
import type { FolderPlace } from "./folders.js";
import { environmentVersion, interpreterWithoutStarting, resourcesOf } from "./places.js";

export interface Opened {
  project: Project;
  store: DescriptionStore;
  interpreter: Pick<Interpreter, "path" | "version">;
  reason: string;
}

export class FolderEnvironment {
  private readonly folder: string;
  private readonly workspace: string;
  private readonly settings: () => Settings;
  private readonly settled: Promise<void>;
  private readonly options: InitializationOptions;
  private opening: Promise<Opened> | undefined;
  private opened: Opened | undefined;
  /** As it was last read without a fault. */
  private config: Project["config"] | undefined;
  private chosen: { path: string; origin: string } | undefined;
  private closings = 0;
  private gone = false;
  /** Called when descriptions that were kept can be looked up, though no Python may be started. */
  onCacheOpened: () => void = () => undefined;
  /** Called when another project or interpreter took the place of the one before. */
  onOpened: (opened: Opened) => void = () => undefined;

  constructor({ path, workspace, settings, settled }: FolderPlace, options: InitializationOptions) {
    this.folder = path;
    this.workspace = workspace;
    this.settings = settings;
    this.settled = settled;
    this.options = options;
    if (options.trusted === false) {
      settled.then(() => this.openCacheOnly()).catch(() => undefined);
    } else {
      settled.then(() => this.open()).catch(() => undefined);
    }
  }

  /** What is open now, if anything. */
  get current(): Opened | undefined {
    return this.opened;
  }

  /** An interpreter that the editor or another extension chose; undefined for our own search. */
  choose(path: string | undefined, origin: string | undefined): void {
    this.chosen = path === undefined ? undefined : { path, origin: origin ?? "the editor" };
  }

  /** How often it was closed: what was asked before the last time is no answer for what is open now. */
  get changes(): number {
    return this.closings;
  }

  /** The folder was closed: nothing is asked again. */
  isDisposed(): boolean {
    return this.gone;
  }

  async dispose(): Promise<void> {
    this.gone = true;
    await this.close();
  }

  async close(): Promise<void> {
    this.closings += 1;
    const opening = this.opening;
    this.opening = undefined;
    this.opened = undefined;
    const opened = await opening?.catch(() => undefined);
    await opened?.store.close();
  }

  /** @throws (rejects) what keeps the folder from having a Python */
  open(): Promise<Opened> {
    if (this.opening) {
      return this.opening;
    }
    // What was closed while it was being opened must not take the place of what was opened since.
    const latest = (): boolean => this.opening === opening;
    const opening = this.openNow().then(
      (opened) => {
        if (latest()) {
          this.opened?.store.close().catch(() => undefined);
          this.opened = opened;
          this.onOpened(opened);
        }
        return opened;
      },
      (error: unknown) => {
        if (latest()) {
          this.opening = undefined;
        }
        throw error;
      },
    );
    this.opening = opening;
    return opening;
  }

  private async openNow(): Promise<Opened> {
    await this.settled;
    const project = await this.openReadableProject();
    const { version: wanted } = project.config.python;
    const located = await locateInterpreter({ ...project.search, version: wanted });
    // Starting Python to ask for its version would delay the first answer: an environment's own file says it.
    const version = environmentVersion(located.path) ?? (await probeInterpreter(located.path)).version;
    const interpreter = { path: located.path, version };
    const reason = this.chosen?.path === located.path ? `Chosen in ${this.chosen.origin}.` : located.reason;
    return { project, interpreter, reason, store: openDescriptions(project, interpreter as Interpreter) };
  }

  /** In an untrusted workspace: descriptions of the folder's own environment, if it says its version in a file. */
  private openCacheOnly(): void {
    this.openNewProject()
      .then((project) => {
        const located = interpreterWithoutStarting(project);
        const version = located === undefined ? undefined : environmentVersion(located);
        if (located !== undefined && version !== undefined && !this.opening) {
          const interpreter = { path: located, version };
          const store = openDescriptions(project, interpreter as Interpreter);
          this.opened = { project, interpreter, reason: "", store };
          this.onCacheOpened();
        }
      })
      .catch(() => undefined);
  }

  /** An editor that saves by itself saves half of a setting too; until it is whole, everything stays as it was. */
  private async openReadableProject(): Promise<Project> {
    try {
      const project = await this.openNewProject();
      this.config = project.config;
      return project;
    } catch (error) {
      if (error instanceof ConfigError && this.config) {
        return new Project(this.config, this.projectOptions());
      }
      throw error;
    }
  }

  /** The project with its configuration as it is now. @throws (rejects) ConfigError */
  openNewProject(): Promise<Project> {
    return openProject(this.projectOptions());
  }

  private projectOptions(): Parameters<typeof openProject>[0] {
    const setting = this.settings().interpreter;
    const python =
      setting !== "" ? (isAbsolute(setting) ? setting : resolve(this.workspace, setting)) : this.chosen?.path;
    return {
      folder: this.folder,
      workspace: this.workspace,
      ...(python === undefined ? {} : { python }),
      resources: resourcesOf(this.options),
      ...(this.options.cacheDirectory === undefined ? {} : { cacheFolder: this.options.cacheDirectory }),
    };
  }
}
