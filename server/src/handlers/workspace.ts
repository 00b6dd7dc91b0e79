/** Folders, settings and watched files. */
import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type ServerCapabilities,
} from "vscode-languageserver-protocol";
import {
  defaultSettings,
  pythonDocumentScheme,
  settingsSection,
  type Settings,
} from "../../protocol/index.js";
import type { ServerContext } from "../context.js";
import { virtualText } from "../features/definition.js";
import { bestSymbols, symbolsOf, type RankedSymbol } from "../features/workspace-symbols.js";
import type { Folder } from "../workspace/folders.js";
import { goOn } from "./parts.js";
import { EnvironmentWatch } from "./watch-environments.js";

const watched = [
  "**/snakebridge.json",
  "**/*.snakebridge.json",
  "**/snakebridge.lock.json",
  // Changes whenever something is installed into or removed from an environment inside the folder.
  "**/{.venv,venv,env}/lib/*/site-packages/*.dist-info/RECORD",
  "**/{.venv,venv,env}/Lib/site-packages/*.dist-info/RECORD",
  "**/{.venv,venv,env}/pyvenv.cfg",
  // The user's own modules.
  "**/*.{py,pyi}",
];

export function bindWorkspace(
  context: ServerContext,
  announce: (capabilities: ServerCapabilities) => void,
): void {
  const { connection, client, folders, announcer } = context;
  const environments = new EnvironmentWatch(context);
  folders.onEnvironment = (folder) => environments.opened(folder);
  folders.onClosed = (folder) => environments.closed(folder);
  announce({
    workspaceSymbolProvider: true,
    workspace: {
      workspaceFolders: { supported: true, changeNotifications: true },
      textDocumentContent: { schemes: [pythonDocumentScheme] },
    },
  });
  connection.onWorkspaceSymbol(async ({ query }, token, _progress, parts) => {
    const found: RankedSymbol[] = [];
    for (const folder of folders.all) {
      for (const module of folder.python.describedModules()) {
        if (!(await goOn(token))) {
          return null;
        }
        const symbols = symbolsOf(query, module);
        if (parts && symbols.length > 0) {
          parts.report(bestSymbols(symbols));
        } else {
          found.push(...symbols);
        }
      }
    }
    return bestSymbols(found);
  });
  connection.workspace.textDocumentContent.on(({ uri }) => {
    const texts = folders.all.map((folder) => virtualText(uri, folder.knowledge));
    return { text: texts.find((text) => text !== null) ?? "" };
  });

  connection.onInitialized(async () => {
    if (client.workspace?.workspaceFolders === true) {
      connection.workspace.onDidChangeWorkspaceFolders(async ({ added, removed }) => {
        await Promise.all(removed.map((folder) => folders.remove(folder.uri)));
        await pullSettings(
          context,
          added.map((folder) => folders.add(folder.uri)),
        );
        announcer.refreshSoon();
      });
    }
    if (client.workspace?.didChangeConfiguration?.dynamicRegistration === true) {
      await connection.client.register(DidChangeConfigurationNotification.type, { section: settingsSection });
    }
    if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration === true) {
      await connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: watched.map((globPattern) => ({ globPattern })),
      });
    }
    await pullSettings(context, folders.workspaceFolders);
    folders.start();
    // The parser takes long to load; nobody waits for anything yet.
    setTimeout(() => context.analyzer.analyzer, 20);
    await Promise.allSettled(folders.all.map((folder) => folder.python.refreshWrappers()));
    announcer.refreshSoon();
  });

  connection.onDidChangeConfiguration(async () => {
    const before = folders.all.map((folder) => folder.settings.interpreter);
    await pullSettings(context, folders.workspaceFolders);
    for (const [index, folder] of folders.all.entries()) {
      if (folder.settings.interpreter !== before[index]) {
        void announcer.environmentChanged(folder);
      }
    }
    announcer.refreshSoon();
  });

  connection.onDidChangeWatchedFiles(async ({ changes }) => {
    if (changes.some((change) => change.uri.endsWith("/snakebridge.json"))) {
      await folders.configurationsChanged();
    }
    const all = changes.map((change) => change.uri);
    sourcesChanged(
      context,
      all.filter((uri) => /\.pyi?$/.test(uri)),
    );
    const uris = all.filter((uri) => !/\.pyi?$/.test(uri));
    if (uris.length === 0) {
      return;
    }
    const installed = environments.concerned(uris);
    const touched = new Set([
      ...installed,
      // A package whose configuration changed on disk needs no environment before somebody works in it.
      ...uris.filter((uri) => !/\.dist-info\/?$/.test(uri)).flatMap((uri) => folders.inUse(uri) ?? []),
    ]);
    for (const folder of touched) {
      await folder.python.refreshWrappers().catch(() => undefined);
    }
    if (uris.some((uri) => /RECORD$|\.dist-info\/?$|pyvenv\.cfg$|snakebridge\.json$/.test(uri))) {
      environments.changedSoon([...touched]);
    }
    announcer.refreshSoon();
  });
}

/** A module of the user's own was made, mended, changed or removed. What installers write is told by its RECORD. */
function sourcesChanged({ folders, announcer }: ServerContext, uris: readonly string[]): void {
  const own = uris.filter((uri) => !/\/(?:site-packages|dist-packages|node_modules)\//.test(uri));
  for (const folder of new Set(own.flatMap((uri) => folders.inUse(uri) ?? []))) {
    folder.python.sourcesChanged();
    folder.knowledge.forgetFailures();
    announcer.refreshSoon();
  }
}

async function pullSettings(context: ServerContext, folders: readonly Folder[]): Promise<void> {
  if (context.client.workspace?.configuration !== true || folders.length === 0) {
    return;
  }
  try {
    const values = (await context.connection.workspace.getConfiguration(
      folders.map((folder) => ({
        section: settingsSection,
        ...(folder.uri === undefined ? {} : { scopeUri: folder.uri }),
      })),
    )) as unknown[];
    for (const [index, folder] of folders.entries()) {
      folder.settings = mergeSettings(values[index]);
    }
  } catch {
    // A client that announces configuration and then refuses it gets the defaults.
  }
}

/** What the client said, over the defaults; values of the wrong type are ignored. */
export function mergeSettings(value: unknown): Settings {
  return merged(defaultSettings as unknown as Record<string, unknown>, value) as unknown as Settings;
}

function merged(defaults: Record<string, unknown>, value: unknown): Record<string, unknown> {
  const given = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  return Object.fromEntries(
    Object.entries(defaults).map(([key, standard]) => {
      const own = given[key];
      if (typeof standard === "object" && standard !== null) {
        return [key, merged(standard as Record<string, unknown>, own)];
      }
      return [key, typeof own === typeof standard ? own : standard];
    }),
  );
}
