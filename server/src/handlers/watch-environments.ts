/**
 * Environments that lie outside of the workspace, or under a name of their own: the client is asked to watch the folders into which
 * packages are installed. Installing, upgrading or removing makes or removes a `*.dist-info` folder there.
 */
import { dirname, relative } from "node:path";
import { URI } from "vscode-uri";
import { DidChangeWatchedFilesNotification } from "vscode-languageserver-protocol";
import type { ServerContext } from "../context.js";
import type { Folder } from "../workspace/folders.js";

/** Milliseconds behind the opening of an environment: nobody waits for this. */
const registerDelay = 2_000;
/** Milliseconds of quiet behind a change: an installer changes one package after the other. */
const settleTime = 300;

interface Watched {
  paths: readonly string[];
  registration: { dispose(): void };
}

export class EnvironmentWatch {
  private readonly context: ServerContext;
  private readonly watched = new Map<Folder, Watched>();
  private readonly turns = new WeakMap<Folder, Promise<void>>();
  private readonly changed = new Set<Folder>();
  private timer: NodeJS.Timeout | undefined;

  constructor(context: ServerContext) {
    this.context = context;
  }

  /** The folder's environment is open: a moment later what it installs into is watched. */
  opened(folder: Folder): void {
    const support = this.context.client.workspace?.didChangeWatchedFiles;
    if (support?.dynamicRegistration === true && support.relativePatternSupport === true) {
      setTimeout(() => {
        // One after the other: two at once would both find nothing registered.
        const before = this.turns.get(folder) ?? Promise.resolve();
        const turn = before.then(() => this.register(folder)).catch(() => undefined);
        this.turns.set(folder, turn);
      }, registerDelay).unref();
    }
  }

  /** The folder left the workspace, or has no configuration of its own any more. */
  closed(folder: Folder): void {
    this.changed.delete(folder);
    this.unregister(folder);
  }

  private unregister(folder: Folder): void {
    this.watched.get(folder)?.registration.dispose();
    this.watched.delete(folder);
  }

  private async register(folder: Folder): Promise<void> {
    const installedInto = await folder.python.sitePackages();
    const paths = installedInto.filter((path) => !coveredByPatterns(path, folder));
    if (!this.isOpen(folder) || sameSet(this.watched.get(folder)?.paths ?? [], paths)) {
      return;
    }
    this.unregister(folder);
    if (paths.length === 0) {
      return;
    }
    const registration = await this.context.connection.client.register(
      DidChangeWatchedFilesNotification.type,
      {
        watchers: paths.map((path) => ({
          globPattern: { baseUri: URI.file(path).toString(), pattern: "*.dist-info" },
        })),
      },
    );
    if (this.isOpen(folder)) {
      this.watched.set(folder, { paths, registration });
    } else {
      registration.dispose();
    }
  }

  private isOpen(folder: Folder): boolean {
    return this.context.folders.all.includes(folder);
  }

  /** The folders whose environment holds one of the files. */
  concerned(uris: readonly string[]): Folder[] {
    const parents = new Set(
      uris
        .filter((uri) => uri.startsWith("file:") && /\.dist-info\/?$/.test(uri))
        .map((uri) => dirname(URI.parse(uri).fsPath)),
    );
    return [...this.watched]
      .filter(([, { paths }]) => paths.some((path) => parents.has(path)))
      .map(([folder]) => folder);
  }

  /** Packages came or went, perhaps with more to follow. */
  changedSoon(folders: readonly Folder[]): void {
    for (const folder of folders) {
      this.changed.add(folder);
    }
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const settled = [...this.changed];
      this.changed.clear();
      for (const folder of settled) {
        void this.context.announcer.environmentChanged(folder);
      }
    }, settleTime);
  }
}

/** The patterns for environments inside the workspace are registered from the start. */
function coveredByPatterns(path: string, folder: Folder): boolean {
  const inside = relative(folder.within?.path ?? folder.path, path);
  return /(?:^|[\\/])(?:\.venv|venv|env)[\\/]/.test(inside) && !/^(?:\.\.|[A-Za-z]:)/.test(inside);
}

function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((each) => other.includes(each));
}
