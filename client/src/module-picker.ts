/** A quick pick of Python modules: the installed ones at once, submodules as soon as a dot is typed. */
import {
  CancellationTokenSource,
  l10n,
  QuickPickItemKind,
  ThemeIcon,
  window,
  type QuickPickItem,
  type WorkspaceFolder,
} from "vscode";
import type { InstalledModule } from "../../server/protocol/index.js";
import type { ClientContext } from "./context.js";
import { aroundEditor } from "./folders.js";

export interface ModuleItem extends QuickPickItem {
  readonly module?: string;
}

/** The name that was chosen or typed; undefined where the user chose none. */
export async function pickModule(
  context: ClientContext,
  folder: WorkspaceFolder | undefined,
  title: string,
): Promise<string | undefined> {
  const pick = window.createQuickPick<ModuleItem>();
  let source = new CancellationTokenSource();
  let typed = "";
  pick.title = title;
  pick.placeholder = l10n.t("Name of a Python module, such as json or numpy.linalg");
  pick.matchOnDescription = true;
  pick.busy = true;
  const load = async (query: string): Promise<void> => {
    source.cancel();
    source.dispose();
    source = new CancellationTokenSource();
    const { token } = source;
    pick.busy = true;
    try {
      const asked = query === "" ? {} : { query, submodules: true };
      const { modules } = await context.server.ask(
        "installedModules",
        { ...aroundEditor(folder), ...asked },
        { token },
      );
      if (!token.isCancellationRequested) pick.items = moduleItems(modules, query);
    } catch (error) {
      if (!token.isCancellationRequested)
        pick.items = [{ label: String(error instanceof Error ? error.message : error) }];
    } finally {
      if (!token.isCancellationRequested) pick.busy = false;
    }
  };
  try {
    return await new Promise<string | undefined>((resolve) => {
      pick.onDidChangeValue((value) => {
        // Installed modules are filtered by the quick pick itself; only submodules need another answer.
        const query = value.includes(".") ? value.trim() : "";
        if (query !== typed) void load((typed = query));
      });
      pick.onDidAccept(() => {
        const chosen = pick.activeItems[0]?.module ?? pick.value.trim();
        if (chosen !== "") resolve(chosen);
      });
      pick.onDidHide(() => resolve(undefined));
      pick.show();
      void load("");
    });
  } finally {
    source.cancel();
    source.dispose();
    pick.dispose();
  }
}

/** Installed packages first, then the standard library, each under its heading. */
export function moduleItems(modules: readonly InstalledModule[], query: string): ModuleItem[] {
  const installed = modules.filter((module) => module.standardLibrary !== true).map(itemOf);
  const standard = modules.filter((module) => module.standardLibrary === true).map(itemOf);
  const exact = modules.some((module) => module.name === query);
  return [
    ...headed(l10n.t("installed"), installed),
    ...headed(l10n.t("standard library"), standard),
    ...(query === "" || exact
      ? []
      : [{ label: query, description: l10n.t("as typed"), module: query, alwaysShow: true }]),
  ];
}

function headed(heading: string, items: readonly ModuleItem[]): ModuleItem[] {
  return items.length === 0 ? [] : [{ label: heading, kind: QuickPickItemKind.Separator }, ...items];
}

function itemOf(module: InstalledModule): ModuleItem {
  const origin = [module.distribution === module.name ? undefined : module.distribution, module.version];
  return {
    label: module.name,
    description: origin.filter((part) => part !== undefined).join(" "),
    iconPath: new ThemeIcon(module.described === true ? "book" : "package"),
    module: module.name,
  };
}
