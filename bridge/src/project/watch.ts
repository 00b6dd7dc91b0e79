import { watch } from "chokidar";
import { basename, sep } from "node:path";
import { LOCK_NAME } from "../config/lockfile.js";
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
 * Reports changes of what the wrappers depend on: the configuration and its bases, the packages of the environment and, where only used names
 * are wrapped, the program. Ends with the signal.
 */
export async function* watchProject(project: Project, options: { used: boolean; signal: AbortSignal }): AsyncGenerator<WatchEvent> {
  const { config } = project;
  const { interpreter } = await project.interpreter(options.signal);
  const sources = options.used ? (config.used ?? [config.folder]) : [];
  const watcher = watch([...config.files, ...interpreter.sitePackages, ...sources], {
    ignoreInitial: true,
    // In an environment only what comes and goes at the top counts: the records of distributions.
    depth: options.used ? 20 : 0,
    ignored: (path) => isIgnored(path, project, interpreter.sitePackages),
  });
  try {
    yield* changes(watcher, project, options.signal);
  } finally {
    await watcher.close();
  }
}

function isIgnored(path: string, project: Project, sitePackages: readonly string[]): boolean {
  const inEnvironment = sitePackages.find((folder) => path.startsWith(folder + sep));
  if (inEnvironment !== undefined) return path.slice(inEnvironment.length + 1).includes(sep);
  if (path.startsWith(project.config.outDir + sep) || path.startsWith(project.config.python.environment + sep)) return true;
  return /[\\/](?:node_modules|\.git|dist)(?:[\\/]|$)/.test(path) || basename(path) === LOCK_NAME;
}

async function* changes(watcher: ReturnType<typeof watch>, project: Project, signal: AbortSignal): AsyncGenerator<WatchEvent> {
  let pending: WatchEvent | undefined;
  let wake: () => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;
  watcher.on("all", (_, path) => {
    pending = { cause: causeOf(path, project), path };
    clearTimeout(timer);
    timer = setTimeout(() => {
      wake();
    }, gatherMilliseconds);
  });
  const stop = () => {
    wake();
  };
  signal.addEventListener("abort", stop, { once: true });
  try {
    while (!signal.aborted) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (signal.aborted) resolve();
      });
      const event: WatchEvent | undefined = pending;
      pending = undefined;
      // An environment that is being changed is waited for: its end is another event.
      if (event !== undefined && (await readMarker(project.config.python.environment))?.state !== "changing") yield event;
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}

function causeOf(path: string, project: Project): WatchEvent["cause"] {
  if (project.config.files.includes(path)) return "configuration";
  return /\.[cm]?[jt]sx?$/.test(path) ? "program" : "environment";
}
