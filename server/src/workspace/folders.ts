/** The workspace folders, each with its own Python, knowledge and settings. */
import { URI } from "vscode-uri";
import { defaultSettings, type Settings } from "../../protocol/index.js";
import { Discovery, type DiscoveryEvents } from "./discovery.js";
import { FolderKnowledge } from "./folderKnowledge.js";
import type { FolderPython } from "./folderPython.js";

export interface Folder {
  /** Absent for documents outside of any folder. */
  readonly uri?: string;
  readonly path: string;
  readonly python: FolderPython;
  readonly knowledge: FolderKnowledge;
  readonly discovery: Discovery;
  settings: Settings;
}

export interface FolderEvents extends DiscoveryEvents {
  /** Why nothing may be discovered in this folder now; undefined where it may. */
  whyNotDiscover(folder: Folder): string | undefined;
}

/** `settled` resolves when the client's settings are known, and rejects never. */
export type MakePython = (path: string, settings: () => Settings, settled: Promise<void>) => FolderPython;

export class Folders {
  private readonly byUri = new Map<string, Folder>();
  private outside: Folder | undefined;
  private readonly makePython: MakePython;
  private readonly eventsOf: (folder: () => Folder) => FolderEvents;
  private settle: () => void = () => undefined;
  private readonly settled = new Promise<void>((resolve) => {
    this.settle = resolve;
  });

  constructor(makePython: MakePython, eventsOf: (folder: () => Folder) => FolderEvents) {
    this.makePython = makePython;
    this.eventsOf = eventsOf;
  }

  add(uri: string): Folder {
    const known = this.byUri.get(uri);
    if (known) {
      return known;
    }
    const folder = this.make(uri, URI.parse(uri).fsPath);
    this.byUri.set(uri, folder);
    return folder;
  }

  async remove(uri: string): Promise<void> {
    const folder = this.byUri.get(uri);
    this.byUri.delete(uri);
    if (folder) {
      await close(folder);
    }
  }

  /** The settings were read for the first time: Python may be looked for. */
  start(): void {
    this.settle();
  }

  get all(): Folder[] {
    return [...this.byUri.values(), ...(this.outside ? [this.outside] : [])];
  }

  /** The innermost folder that holds the document; a folder of its own for documents outside of all. */
  of(documentUri: string): Folder {
    let best: Folder | undefined;
    for (const folder of this.byUri.values()) {
      const uri = folder.uri ?? "";
      const inside = documentUri === uri || documentUri.startsWith(uri.endsWith("/") ? uri : `${uri}/`);
      if (inside && uri.length > (best?.uri?.length ?? -1)) {
        best = folder;
      }
    }
    if (best) {
      return best;
    }
    const [first] = this.byUri.values();
    if (first && !documentUri.startsWith("file:")) {
      return first;
    }
    this.outside ??= this.make(undefined, process.cwd());
    return this.outside;
  }

  /** The folder that a request names, or the first. */
  named(uri: string | undefined): Folder {
    const [first] = this.byUri.values();
    if (uri !== undefined) {
      return this.byUri.get(uri) ?? this.byUri.get(uri.replace(/\/$/, "")) ?? this.of(uri);
    }
    return first ?? this.of("");
  }

  async close(): Promise<void> {
    const all = this.all;
    this.byUri.clear();
    this.outside = undefined;
    await Promise.allSettled(all.map(close));
  }

  private make(uri: string | undefined, path: string): Folder {
    const events = this.eventsOf(() => folder);
    const python = this.makePython(path, () => folder.settings, this.settled);
    const discovery = new Discovery(python, events);
    const folder: Folder = {
      ...(uri === undefined ? {} : { uri }),
      path,
      python,
      discovery,
      knowledge: new FolderKnowledge(python, discovery, () => events.whyNotDiscover(folder)),
      settings: defaultSettings,
    };
    return folder;
  }
}

async function close(folder: Folder): Promise<void> {
  await folder.discovery.close();
  await folder.python.dispose();
}
