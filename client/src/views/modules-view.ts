/** The *Python Modules* view: modules, their members, and what can be done with them. */
import {
  commands,
  EventEmitter,
  l10n,
  MarkdownString,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  window,
  workspace,
  type Disposable,
  type TreeDataProvider,
  type TreeView,
  type WorkspaceFolder,
} from "vscode";
import type { InstalledModule, ModuleNode } from "../../../server/protocol/index.js";
import type { Environments } from "../environments.js";
import { inFolder } from "../folders.js";
import type { Server } from "../server.js";
import { iconOf } from "./icons.js";

/** A row of the tree. */
export type ModuleRow = FolderRow | GroupRow | MemberRow;

interface FolderRow {
  readonly row: "folder";
  readonly folder: WorkspaceFolder;
}

/** Modules that are only installed, apart from those that were discovered. */
interface GroupRow {
  readonly row: "group";
  readonly label: string;
  readonly folder: WorkspaceFolder | undefined;
  readonly modules: readonly InstalledModule[];
}

export interface MemberRow {
  readonly row: "member";
  readonly folder: WorkspaceFolder | undefined;
  readonly module: string;
  /** Names below the module; empty for the module itself. */
  readonly path: readonly string[];
  readonly node: ModuleNode;
  readonly installed?: InstalledModule;
  readonly parent?: MemberRow;
}

/** Milliseconds. */
const refreshDelay = 100;
const loadDeadline = 3_000;

export class ModulesView implements TreeDataProvider<ModuleRow>, Disposable {
  readonly #server: Server;
  readonly #changes = new EventEmitter<ModuleRow | undefined>();
  readonly #tree: TreeView<ModuleRow>;
  readonly onDidChangeTreeData = this.#changes.event;
  readonly #subscriptions: readonly Disposable[];
  /** Submodules that were discovered: no listing of top-level modules holds them. */
  readonly #submodules = new Map<string, MemberRow>();
  /** The rows that the window has, by folder and name. */
  readonly #shown = new Map<string, MemberRow>();
  #filter = "";
  #refreshTimer: NodeJS.Timeout | undefined;
  #revealing = false;
  #onLoaded: (() => void) | undefined;

  constructor(server: Server, environments: Environments) {
    this.#server = server;
    this.#tree = window.createTreeView("snakebridge.modules", {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    const refresh = (): void => {
      this.refresh();
    };
    this.#subscriptions = [
      server.onDidChangeState(refresh),
      environments.onDidChange(refresh),
      environments.onDidDescribe(({ error }) => {
        if (error === undefined) this.refresh();
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    clearTimeout(this.#refreshTimer);
    this.#tree.dispose();
    this.#changes.dispose();
  }

  /** Several reasons to refresh often come together, and a reveal brings the newest rows itself. */
  refresh(): void {
    if (this.#revealing) return;
    clearTimeout(this.#refreshTimer);
    this.#refreshTimer = setTimeout(() => {
      this.#changes.fire(undefined);
    }, refreshDelay);
  }

  get filter(): string {
    return this.#filter;
  }

  set filter(text: string) {
    this.#filter = text.trim();
    this.#tree.description = this.#filter === "" ? "" : l10n.t("filter: {0}", this.#filter);
    void commands.executeCommand("setContext", "snakebridge.modules.filtered", this.#filter !== "");
    this.refresh();
  }

  /** Opens the view with the module's members. */
  async reveal(folder: WorkspaceFolder | undefined, module: string): Promise<void> {
    const key = rowKey(folder, module);
    if (module.includes(".")) this.#submodules.set(key, moduleRow(folder, { name: module, described: true }));
    this.#filter = "";
    this.#revealing = true;
    clearTimeout(this.#refreshTimer);
    try {
      // A refresh while rows are being revealed leaves them without children, so the two are kept apart.
      const loaded = new Promise<void>((resolve) => {
        this.#onLoaded = resolve;
        setTimeout(resolve, loadDeadline);
      });
      this.#changes.fire(undefined);
      await commands.executeCommand("snakebridge.modules.focus");
      await loaded;
      const row = this.#shown.get(key);
      if (row !== undefined) await this.#tree.reveal(row, { select: true, focus: false, expand: true });
    } finally {
      this.#revealing = false;
    }
  }

  async getChildren(parent?: ModuleRow): Promise<ModuleRow[]> {
    if (this.#server.state !== "running") return [];
    if (parent === undefined) {
      const folders = workspace.workspaceFolders ?? [];
      if (folders.length > 1) return folders.map((folder) => ({ row: "folder", folder }));
      const rows = await this.#modulesOf(folders[0]);
      this.#onLoaded?.();
      return rows;
    }
    switch (parent.row) {
      case "folder":
        return this.#modulesOf(parent.folder);
      case "group":
        return parent.modules.map((module) => moduleRow(parent.folder, module));
      case "member":
        return this.#membersOf(parent);
    }
  }

  getParent(row: ModuleRow): ModuleRow | undefined {
    if (row.row !== "member") return undefined;
    const { folder, parent } = row;
    const several = (workspace.workspaceFolders?.length ?? 0) > 1;
    return parent ?? (several && folder !== undefined ? { row: "folder", folder } : undefined);
  }

  getTreeItem(row: ModuleRow): TreeItem {
    switch (row.row) {
      case "folder": {
        const item = new TreeItem(row.folder.name, TreeItemCollapsibleState.Expanded);
        item.iconPath = ThemeIcon.Folder;
        return item;
      }
      case "group": {
        const item = new TreeItem(row.label, TreeItemCollapsibleState.Collapsed);
        item.id = `${row.folder?.uri.toString() ?? ""} ${row.label}`;
        item.description = String(row.modules.length);
        item.iconPath = new ThemeIcon("library");
        return item;
      }
      case "member":
        return memberItem(row);
    }
  }

  /** What was discovered comes first; the rest waits in two groups. A filter flattens them. */
  async #modulesOf(folder: WorkspaceFolder | undefined): Promise<ModuleRow[]> {
    const { modules } = await this.#server.ask("installedModules", inFolder(folder));
    if (this.#filter !== "") {
      const wanted = this.#filter.toLowerCase();
      return modules
        .filter((module) => module.name.toLowerCase().includes(wanted))
        .map((module) => moduleRow(folder, module));
    }
    const described = [
      ...modules.filter((module) => module.described === true).map((module) => moduleRow(folder, module)),
      ...[...this.#submodules.values()].filter((row) => row.folder === folder),
    ].sort((one, other) => one.module.localeCompare(other.module));
    for (const row of described) this.#shown.set(rowKey(folder, row.module), row);
    const rest = modules.filter((module) => module.described !== true);
    return [
      ...described,
      ...group(
        folder,
        l10n.t("Installed"),
        rest.filter((module) => module.standardLibrary !== true),
      ),
      ...group(
        folder,
        l10n.t("Standard library"),
        rest.filter((module) => module.standardLibrary === true),
      ),
    ];
  }

  async #membersOf(parent: MemberRow): Promise<ModuleRow[]> {
    const asked = { ...inFolder(parent.folder), module: parent.module, path: [...parent.path] };
    let answer = await this.#server.ask("moduleMembers", asked);
    if (!answer.described) {
      await this.#server.ask("discoverModule", { ...inFolder(parent.folder), module: parent.module });
      answer = await this.#server.ask("moduleMembers", asked);
    }
    return answer.nodes.map((node) => {
      const module = node.module ?? parent.module;
      const path = node.kind === "module" ? [] : [...parent.path, node.name];
      return { row: "member", folder: parent.folder, module, path, node, parent };
    });
  }
}

/** No row for an empty group. */
function group(folder: WorkspaceFolder | undefined, label: string, modules: InstalledModule[]): GroupRow[] {
  return modules.length === 0 ? [] : [{ row: "group", label, folder, modules }];
}

const rowKey = (folder: WorkspaceFolder | undefined, module: string): string =>
  `${folder?.uri.toString() ?? ""} ${module}`;

function moduleRow(folder: WorkspaceFolder | undefined, installed: InstalledModule): MemberRow {
  const node: ModuleNode = {
    name: installed.name,
    kind: "module",
    hasChildren: true,
    module: installed.name,
  };
  return { row: "member", folder, module: installed.name, path: [], node, installed };
}

function memberItem(row: MemberRow): TreeItem {
  const { node } = row;
  const { Collapsed, None } = TreeItemCollapsibleState;
  const item = new TreeItem(node.name, node.hasChildren ? Collapsed : None);
  item.id = [row.folder?.uri.toString() ?? "", row.parent?.module ?? "", row.module, ...row.path].join(" ");
  item.description = node.detail ?? versionOf(row.installed);
  item.tooltip = new MarkdownString(node.documentation ?? node.summary ?? node.detail ?? node.name);
  item.iconPath = iconOf(node.kind);
  // The icon says the kind to those who see it.
  item.accessibilityInformation = {
    label: [node.name, node.kind, item.description, node.summary].filter(Boolean).join(", "),
  };
  item.contextValue = [
    node.kind,
    node.location === undefined ? undefined : "source",
    ["function", "class", "method"].includes(node.kind) && row.path.length === 1 ? "callable" : undefined,
  ]
    .filter((word) => word !== undefined)
    .join(" ");
  return item;
}

function versionOf(installed: InstalledModule | undefined): string {
  if (installed === undefined) return "";
  const distribution = installed.distribution === installed.name ? undefined : installed.distribution;
  return [distribution, installed.version].filter((part) => part !== undefined).join(" ");
}
