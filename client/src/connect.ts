/** Opens the connection to the language server and binds what the two tell each other. */
import { Disposable, workspace, type ExtensionContext, type LogOutputChannel } from "vscode";
import { adapterFolder, serverModule } from "./bundled-files.js";
import type { Connection } from "./connection/connection.js";
import type { Environments } from "./environments.js";
import { followInterpreters } from "./interpreters/share.js";
import { SuggestAgain } from "./suggest-again.js";
import { suggestForTypedEarly } from "./typed-early.js";

export async function connect(
  extension: ExtensionContext,
  log: LogOutputChannel,
  environments: Environments,
): Promise<Connection> {
  // Loaded here and not at activation: it is ten times the rest.
  const { openConnection } = await import("./connection/open-connection.js");
  const suggestAgain = new SuggestAgain();
  const connection = await openConnection({
    serverModule: serverModule(extension.extensionUri),
    log,
    initializationOptions: {
      trusted: workspace.isTrusted,
      adapterPath: adapterFolder(extension.extensionUri),
      triggerParameterHintsCommand: "editor.action.triggerParameterHints",
    },
    onIncompleteCompletion: (place) => {
      suggestAgain.remember(place);
    },
  });
  const report = (error: unknown): void => {
    log.warn(String(error));
  };
  const listeners: Disposable[] = [
    connection.on("descriptionReady", (ready) => {
      suggestAgain.onDescriptionReady(ready).catch(report);
      environments.described(ready);
      if (ready.error !== undefined) log.warn(`${ready.module}: ${ready.error.message}`);
    }),
    connection.on("environmentChanged", (status) => {
      environments.keep(status);
    }),
  ];
  const follow = async (): Promise<void> => {
    listeners.push(await followInterpreters(connection, log));
  };
  suggestForTypedEarly().catch(report);
  if (workspace.isTrusted) await follow();
  listeners.push(
    workspace.onDidGrantWorkspaceTrust(() => {
      connection
        .tell("trust", { trusted: true })
        .then(follow)
        .then(() => environments.readAll())
        .catch(report);
    }),
  );
  return {
    ...connection,
    close: () => {
      Disposable.from(...listeners).dispose();
      return connection.close();
    },
  };
}
