/** Generates wrappers and works out the edit that makes a document use them. */
import { dirname, relative } from "node:path";
import { URI } from "vscode-uri";
import type { CancellationToken } from "vscode-languageserver/node";
import type { GenerateWrapperParams, GenerateWrapperResult } from "../../protocol/index.js";
import type { ServerContext } from "../context.js";
import { rewriteImport } from "../features/rewrite-import.js";
import { usedNames } from "../features/used-names.js";
import type { WrapperFile } from "../knowledge/knowledge.js";
import { runTask } from "./task.js";

export async function generateWrapper(
  context: ServerContext,
  params: GenerateWrapperParams,
  token: CancellationToken,
): Promise<GenerateWrapperResult> {
  const folder =
    params.document === undefined
      ? context.folders.named(params.folder)
      : context.folders.of(params.document);
  const title =
    params.modules.length === 0
      ? "Generating wrappers"
      : `Generating the wrapper of ${params.modules.join(", ")}`;
  return runTask(context, { folder, token, workDoneToken: params.workDoneToken, title }, async (task) => {
    const before = params.document === undefined ? undefined : context.script(params.document);
    const used =
      params.used === true && before
        ? new Map(params.modules.map((module) => [module, usedNames(before.document, module)]))
        : undefined;
    const outcome = await folder.python.generate(
      {
        modules: params.modules,
        addToConfiguration: params.addToConfiguration ?? false,
        ...(used ? { used } : {}),
      },
      task,
    );
    await folder.python.refreshWrappers();
    // The user may have gone on typing: the edit fits the text as it is now.
    const after = params.document === undefined ? undefined : context.script(params.document);
    const edits = after
      ? params.modules.flatMap((module) => {
          const wrapper = folder.python.wrappers().get(module);
          return wrapper
            ? rewriteImport(after.document, module, specifierOf(wrapper, after.document.uri))
            : [];
        })
      : [];
    return {
      written: outcome.written.map((file) => URI.file(file).toString()),
      unchanged: outcome.unchanged.map((file) => URI.file(file).toString()),
      warnings: outcome.warnings,
      ...(after && edits.length > 0
        ? {
            edit: {
              documentChanges: [{ textDocument: { uri: after.document.uri, version: after.version }, edits }],
            },
          }
        : {}),
    };
  });
}

/** `./python/json.js`, as an import in the document says it. */
export function specifierOf(wrapper: WrapperFile, documentUri: string): string {
  const path = relative(dirname(URI.parse(documentUri).fsPath), wrapper.file).replaceAll("\\", "/");
  const file = path
    .replace(/\.d\.([cm]?)ts$/, ".$1js")
    .replace(/\.([cm]?)ts$/, wrapper.keepExtension ? ".$1ts" : ".$1js");
  return file.startsWith(".") ? file : `./${file}`;
}
