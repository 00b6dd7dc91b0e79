/** What may be offered in a folder. */
import type { ServerContext } from "../context.js";
import type { CodeActionOptions } from "../features/code-action-options.js";
import type { Folder } from "../workspace/folders.js";

export function actionOptions(context: ServerContext, folder: Folder): CodeActionOptions {
  return {
    ...(folder.uri === undefined ? {} : { folder: folder.uri }),
    mayWrite: context.trusted,
    configured: folder.python.configuredModules,
  };
}
