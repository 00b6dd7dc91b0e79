import { dirname, sep } from "node:path";
import { watch, type FSWatcher } from "chokidar";
import { readMarker } from "../environment/index.js";
import type { Project } from "./project.js";

/** Why it is time to generate again. */
export interface WatchEvent {
  readonly cause: "configuration" | "program" | "environment";
  readonly path: string;
}

/** Editors and installers write several files at once; what comes within this time is one event. */
const gatherMilliseconds = 150;

/**
 * Watches what the wrappers of a project depend on: the configuration and its bases, the packages of the environment and the project's own
 * Python code, and, where only used names are wrapped, the program. Changes while nobody waits are kept until somebody does.
 */
export class ProjectWatch {
  readonly #project: Project;
  readonly #watcher: FSWatcher;
  readonly #signal: AbortSignal;
  #pending: WatchEvent | undefined;
  #wake: () => void = () => undefined;
  #timer: NodeJS.Timeout | undefined;

  private constructor(
    project: Project,
    watcher: FSWatcher,
    sitePackages: readonly string[],
    signal: AbortSignal,
  ) {
    this.#project = project;
    this.#watcher = watcher;
    this.#signal = signal;
    watcher.on("all", (event, path) => {
      // A folder that comes or goes says nothing by itself, except that of an installed distribution.
      if (event.endsWith("Dir") && !sitePackages.includes(dirname(path))) return;
      this.#pending = { cause: causeOf(path, project), path };
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        this.#wake();
      }, gatherMilliseconds);
    });
    signal.addEventListener("abort", this.#stop, { once: true });
  }

  readonly #stop = (): void => {
    this.#wake();
  };

  /** Begins to watch; from its return on no change is missed. */
  static async start(
    project: Project,
    options: { used: boolean; signal: AbortSignal },
  ): Promise<ProjectWatch> {
    const { config } = project;
    const { interpreter } = await project.interpreter(options.signal);
    const sources = options.used ? (config.used ?? [config.folder]) : [];
    const watcher = watch(
      [...config.files, ...interpreter.sitePackages, ...(config.python.paths ?? []), ...sources],
      {
        ignoreInitial: true,
        ignored: (path, stats) =>
          isIgnored(path, project, interpreter.sitePackages) ||
          (stats?.isFile() === true && !concerns(path, project, interpreter.sitePackages)),
      },
    );
    await new Promise<void>((resolve) => watcher.once("ready", resolve));
    return new ProjectWatch(project, watcher, interpreter.sitePackages, options.signal);
  }

  /** The next change; undefined when the signal has aborted. */
  async next(): Promise<WatchEvent | undefined> {
    while (!this.#signal.aborted) {
      if (this.#pending === undefined) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
      const event = this.#pending;
      this.#pending = undefined;
      // An environment that is being changed is waited for: its end is another event.
      const changing = (await readMarker(this.#project.config.python.environment))?.state === "changing";
      if (event !== undefined && !changing) return event;
    }
    return undefined;
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#signal.removeEventListener("abort", this.#stop);
    await this.#watcher.close();
  }
}

/** Of the project's files only sources and the configuration count: what is written beside them is no reason to generate. */
function concerns(path: string, project: Project, sitePackages: readonly string[]): boolean {
  return sources.test(path) || project.config.files.includes(path) || sitePackages.includes(dirname(path));
}

const sources = /\.(?:[cm]?[jt]sx?|pyi?)$/;

function isIgnored(path: string, project: Project, sitePackages: readonly string[]): boolean {
  const { outDir, python, files } = project.config;
  if (files.includes(path)) return false;
  const inEnvironment = sitePackages.find((folder) => path.startsWith(folder + sep));
  // Of the installed packages only what comes and goes at the top counts: the records of distributions.
  if (inEnvironment !== undefined) return path.slice(inEnvironment.length + 1).includes(sep);
  if (sitePackages.includes(path)) return false;
  if (path.startsWith(outDir + sep) || path.startsWith(python.environment + sep)) return true;
  return /[\\/](?:node_modules|\.git|dist|__pycache__)(?:[\\/]|$)/.test(path);
}

function causeOf(path: string, project: Project): WatchEvent["cause"] {
  if (project.config.files.includes(path)) return "configuration";
  return sources.test(path) ? "program" : "environment";
}
