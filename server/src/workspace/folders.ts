/**
 * The workspace folders, each with its own Python, knowledge and settings. A folder further in that has a `snakebridge.json` of its own
 * has its own Python, too, with the settings of the workspace folder.
 */
import { URI } from "vscode-uri";
import { defaultSettings, type Settings } from "../../protocol/index.js";
import { ConfiguredFolders } from "./configured-folders.js";
import { Discovery, type DiscoveryEvents } from "./discovery.js";
import { FolderKnowledge } from "./folder-knowledge.js";
import type { FolderPython } from "./folder-python.js";

export interface Folder {
  /** Absent for documents outside of any folder. */
  readonly uri?: string;
  readonly path: string;
  readonly python: FolderPython;
  readonly knowledge: FolderKnowledge;
  readonly discovery: Discovery;
  settings: Settings;
  /** The workspace folder around a folder that has a configuration of its own. */
  readonly within?: Folder;
}

export interface FolderEvents extends DiscoveryEvents {
  /** Why nothing may be discovered in this folder now; undefined where it may. */
  whyNotDiscover(folder: Folder): string | undefined;
  /** What is known of an environment can be looked up, though no Python may be started. */
  cacheOpened(): void;
}

/** A folder, the workspace folder that it lies in or is, and the settings that hold there. */
export interface FolderPlace {
  path: string;
  workspace: string;
  settings: () => Settings;
  /** Resolves when the client's settings are known, and rejects never. */
  settled: Promise<void>;
}

export type MakePython = (place: FolderPlace) => FolderPython;

export class Folders {
  private readonly byUri = new Map<string, Folder>();
  private readonly nested = new Map<string, Folder>();
  private readonly configured = new ConfiguredFolders();
  private readonly chosen = new Map<Folder, { path: string | undefined; origin: string | undefined }>();
  private outside: Folder | undefined;
  private readonly makePython: MakePython;
  private readonly eventsOf: (folder: () => Folder) => FolderEvents;
  private settle: () => void = () => undefined;
  private readonly settled = new Promise<void>((resolve) => {
    this.settle = resolve;
  });

  /** The folder's environment was opened, or another in its place. */
  onEnvironment: (folder: Folder) => void = () => undefined;
  onClosed: (folder: Folder) => void = () => undefined;

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
      this.chosen.delete(folder);
      await Promise.all([this.closeFolder(folder), this.closeNested((nested) => nested.within === folder)]);
    }
  }

  /** The settings were read for the first time: Python may be looked for. */
  start(): void {
    this.settle();
  }

  /** The folders that the client knows. */
  get workspaceFolders(): Folder[] {
    return [...this.byUri.values(), ...(this.outside ? [this.outside] : [])];
  }

  get all(): Folder[] {
    return [...this.workspaceFolders, ...this.nested.values()];
  }

  /** Files named `snakebridge.json` came or went. */
  async configurationsChanged(): Promise<void> {
    this.configured.forget();
    await this.closeNested(
      ({ path, within }) => this.configured.rootOf(`${path}/x`, within?.path ?? "") !== path,
    );
  }

  /** An interpreter that was chosen elsewhere, for a workspace folder and what lies in it; undefined for our own search. */
  useInterpreter(folder: Folder, path: string | undefined, origin: string | undefined): Folder[] {
    this.chosen.set(folder, { path, origin });
    const concerned = [folder, ...[...this.nested.values()].filter(({ within }) => within === folder)];
    for (const each of concerned) {
      each.python.useInterpreter(path, origin);
    }
    return concerned;
  }

  /** The innermost folder that holds the document; a folder of its own for documents outside of all. */
  of(documentUri: string): Folder {
    const best = this.workspaceFolderOf(documentUri);
    if (best) {
      return this.nestedOf(documentUri, best) ?? best;
    }
    const [first] = this.byUri.values();
    if (first && !documentUri.startsWith("file:")) {
      return first;
    }
    this.outside ??= this.make(undefined, process.cwd());
    return this.outside;
  }

  /** The folder that a request names, by its own URI or by that of a document in it; else the first. */
  named(uri: string | undefined): Folder {
    const [first] = this.byUri.values();
    if (uri !== undefined) {
      const plain = uri.replace(/\/$/, "");
      // What is asked for is in the folder, if it is one; a document holds nothing, and its own folder comes next.
      return this.byUri.get(uri) ?? this.byUri.get(plain) ?? this.of(`${plain}/*`);
    }
    return first ?? this.of("");
  }

  async close(): Promise<void> {
    const all = this.all;
    this.byUri.clear();
    this.nested.clear();
    this.outside = undefined;
    await Promise.allSettled(all.map((folder) => this.closeFolder(folder)));
  }

  /** The innermost of the folders in use that holds a file. */
  inUse(uri: string): Folder | undefined {
    const within = this.workspaceFolderOf(uri);
    if (!within || !uri.startsWith("file:")) {
      return within ?? this.outside;
    }
    const root = this.configured.rootOf(URI.parse(uri).fsPath, within.path);
    return root === undefined ? within : this.nested.get(URI.file(root).toString());
  }

  private workspaceFolderOf(documentUri: string): Folder | undefined {
    let best: Folder | undefined;
    for (const folder of this.byUri.values()) {
      const uri = folder.uri ?? "";
      const inside = documentUri === uri || documentUri.startsWith(uri.endsWith("/") ? uri : `${uri}/`);
      if (inside && uri.length > (best?.uri?.length ?? -1)) {
        best = folder;
      }
    }
    return best;
  }

  private nestedOf(documentUri: string, within: Folder): Folder | undefined {
    if (!documentUri.startsWith("file:")) {
      return undefined;
    }
    const root = this.configured.rootOf(URI.parse(documentUri).fsPath, within.path);
    if (root === undefined) {
      return undefined;
    }
    const uri = URI.file(root).toString();
    let folder = this.nested.get(uri);
    if (!folder) {
      folder = this.make(uri, root, within);
      this.nested.set(uri, folder);
      const chosen = this.chosen.get(within);
      if (chosen) {
        folder.python.useInterpreter(chosen.path, chosen.origin);
      }
      folder.python.refreshWrappers().catch(() => undefined);
    }
    return folder;
  }

  private async closeNested(matches: (folder: Folder) => boolean): Promise<void> {
    const gone = [...this.nested].filter(([, folder]) => matches(folder));
    for (const [uri] of gone) {
      this.nested.delete(uri);
    }
    await Promise.allSettled(gone.map(([, folder]) => this.closeFolder(folder)));
  }

  private async closeFolder(folder: Folder): Promise<void> {
    this.onClosed(folder);
    await folder.discovery.close();
    await folder.python.dispose();
  }

  private make(uri: string | undefined, path: string, within?: Folder): Folder {
    const events = this.eventsOf(() => folder);
    let own = defaultSettings;
    const python = this.makePython({
      path,
      workspace: within?.path ?? path,
      settings: () => folder.settings,
      settled: this.settled,
    });
    python.onEnvironment = () => this.onEnvironment(folder);
    python.onCache = () => events.cacheOpened();
    const discovery = new Discovery(python, events);
    const folder: Folder = {
      ...(uri === undefined ? {} : { uri }),
      ...(within ? { within } : {}),
      path,
      python,
      discovery,
      knowledge: new FolderKnowledge(python, discovery, () => events.whyNotDiscover(folder)),
      get settings() {
        return within?.settings ?? own;
      },
      set settings(value) {
        own = value;
      },
    };
    return folder;
  }
}
