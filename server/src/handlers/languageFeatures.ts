/** Binds each language feature with its capability. */
import {
  CodeActionKind,
  CompletionItemTag,
  MarkupKind,
  type CompletionItem,
  type ServerCapabilities,
} from "vscode-languageserver-protocol";
import type { ServerContext } from "../context.js";
import { codeActions } from "../features/codeActions.js";
import { complete, type CompletionData } from "../features/completion.js";
import type { CompletionOptions } from "../features/completionOptions.js";
import { resolveCompletion } from "../features/completionResolve.js";
import { hover } from "../features/hover.js";
import type { Folder } from "../workspace/folders.js";

type Announce = (capabilities: ServerCapabilities) => void;

export function bindLanguageFeatures(context: ServerContext, announce: Announce): void {
  bindCompletion(context, announce);
  bindHover(context, announce);
  bindCodeActions(context, announce);
}

export function completionOptions(context: ServerContext, folder: Folder): CompletionOptions {
  const item = context.client.textDocument?.completion?.completionItem;
  const command = context.options.triggerParameterHintsCommand;
  return {
    snippets: item?.snippetSupport ?? false,
    labelDetails: item?.labelDetailsSupport ?? false,
    deprecatedTag: item?.tagSupport?.valueSet.includes(CompletionItemTag.Deprecated) ?? false,
    insertCalls: folder.settings.completion.insertCalls,
    ...(command === undefined ? {} : { afterCall: { title: "Show parameters", command } }),
  };
}

function bindCompletion(context: ServerContext, announce: Announce): void {
  announce({
    completionProvider: {
      triggerCharacters: [".", '"', "'", "`", "{", ","],
      resolveProvider: true,
      completionItem: { labelDetailsSupport: true },
    },
  });
  context.connection.onCompletion((params, token) =>
    context.answer(params.textDocument.uri, token, (document, folder) => {
      const list = complete(document, params.position, folder.knowledge, completionOptions(context, folder));
      for (const item of list?.items ?? []) {
        if (item.data !== undefined && folder.uri !== undefined) {
          (item.data as CompletionData).folder = folder.uri;
        }
      }
      return list;
    }),
  );
  context.connection.onCompletionResolve((item: CompletionItem) => {
    const folder = context.folders.named((item.data as CompletionData | undefined)?.folder);
    return resolveCompletion(item, folder.knowledge);
  });
}

function bindHover(context: ServerContext, announce: Announce): void {
  announce({ hoverProvider: true });
  const formats = context.client.textDocument?.hover?.contentFormat;
  const markdown = formats === undefined || formats.includes(MarkupKind.Markdown);
  context.connection.onHover((params, token) =>
    context.answer(params.textDocument.uri, token, (document, folder) =>
      hover(document, params.position, folder.knowledge, { markdown }),
    ),
  );
}

function bindCodeActions(context: ServerContext, announce: Announce): void {
  announce({
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite] },
  });
  context.connection.onCodeAction((params, token) =>
    context.answer(params.textDocument.uri, token, (document, folder) =>
      codeActions(document, params.range, params.context, folder.knowledge, {
        ...(folder.uri === undefined ? {} : { folder: folder.uri }),
        mayWrite: context.trusted,
        configured: new Set(),
      }),
    ),
  );
}
