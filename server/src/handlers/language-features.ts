/** Binds each language feature with its capability: what is announced is what is handled. */
import {
  CodeActionKind,
  CompletionItemTag,
  MarkupKind,
  type CodeAction,
  type CompletionItem,
  type Position,
  type ServerCapabilities,
} from "vscode-languageserver-protocol";
import type { ServerContext } from "../context.js";
import { codeActions } from "../features/code-actions.js";
import { codeLenses } from "../features/code-lens.js";
import { complete, type CompletionData } from "../features/completion.js";
import { ownData, withDefaults } from "../features/completion-defaults.js";
import type { CompletionOptions } from "../features/completion-options.js";
import { resolveCompletion } from "../features/completion-resolve.js";
import { definition, type DefinitionOptions } from "../features/definition.js";
import { documentLinks } from "../features/document-links.js";
import { hover } from "../features/hover.js";
import { inlayHints } from "../features/inlay-hints.js";
import { inlineCompletion } from "../features/inline-completion.js";
import { highlights, references } from "../features/references.js";
import { fixAllKind, resolveCodeAction, type CodeActionData } from "../features/repairs.js";
import { signatureHelp } from "../features/signature-help.js";
import type { SourceDocument } from "../source-document.js";
import type { Folder } from "../workspace/folders.js";
import { actionOptions } from "./action-options.js";
import * as configuration from "./configuration-features.js";
import { inParts } from "./parts.js";

export type Announce = (capabilities: ServerCapabilities) => void;

export function bindLanguageFeatures(context: ServerContext, announce: Announce): void {
  bindCompletion(context, announce);
  bindHover(context, announce);
  bindSignatureHelp(context, announce);
  bindInlineCompletion(context, announce);
  bindCodeActions(context, announce);
  bindNavigation(context, announce);
  bindDocumentFeatures(context, announce);
}

function completionOptions(context: ServerContext, folder: Folder): CompletionOptions {
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
      triggerCharacters: [".", '"', "'", "`", "{", ",", " "],
      resolveProvider: true,
      completionItem: { labelDetailsSupport: true },
    },
  });
  const defaults = context.client.textDocument?.completion?.completionList?.itemDefaults ?? [];
  context.connection.onCompletion((params, token) => {
    const { uri } = params.textDocument;
    const trigger = params.context?.triggerCharacter;
    const config = context.configuration(uri);
    if (trigger === " " && (config || !isBehindBraceOrComma(context.documents.get(uri), params.position))) {
      return null;
    }
    if (config) {
      return configuration.completion(context, config, params.position);
    }
    return context.answer(uri, token, (document, folder) => {
      const options = completionOptions(context, folder);
      const list = complete(document, params.position, folder.knowledge, options, trigger);
      for (const item of list?.items ?? []) {
        if (item.data !== undefined && folder.uri !== undefined) {
          (item.data as CompletionData).folder = folder.uri;
        }
      }
      return list && withDefaults(list, defaults);
    });
  });
  context.connection.onCompletionResolve((item: CompletionItem) => {
    const { origin, folder } = ownData(item);
    return origin ? resolveCompletion(item, context.folders.named(folder).knowledge) : item;
  });
}

/** Keeps the blanks of ordinary typing from being looked at any further. */
function isBehindBraceOrComma(document: SourceDocument | undefined, position: Position): boolean {
  const end = document?.offsetAt(position) ?? 0;
  return /[{,]\s*$/.test(document?.text.slice(Math.max(0, end - 80), end) ?? "");
}

function bindHover(context: ServerContext, announce: Announce): void {
  announce({ hoverProvider: true });
  const formats = context.client.textDocument?.hover?.contentFormat;
  const markdown = formats === undefined || formats.includes(MarkupKind.Markdown);
  context.connection.onHover((params, token) => {
    const { uri } = params.textDocument;
    const config = context.configuration(uri);
    if (config) {
      return configuration.hover(context, config, params.position);
    }
    return context.answer(uri, token, (document, folder) =>
      hover(document, params.position, folder.knowledge, { markdown }),
    );
  });
}

function bindSignatureHelp(context: ServerContext, announce: Announce): void {
  announce({
    signatureHelpProvider: { triggerCharacters: ["(", ",", "{"], retriggerCharacters: [")", ":"] },
  });
  const information = context.client.textDocument?.signatureHelp?.signatureInformation;
  const options = {
    labelOffsets: information?.parameterInformation?.labelOffsetSupport ?? false,
    activeParameterPerSignature: information?.activeParameterSupport ?? false,
  };
  context.connection.onSignatureHelp((params, token) =>
    context.answer(params.textDocument.uri, token, (document, folder) =>
      signatureHelp(document, params.position, folder.knowledge, options, params.context),
    ),
  );
}

function bindInlineCompletion(context: ServerContext, announce: Announce): void {
  announce({ inlineCompletionProvider: true });
  context.connection.languages.inlineCompletion.on((params, token) =>
    context.answer(params.textDocument.uri, token, (document, folder) =>
      folder.settings.inlineCompletion.enabled
        ? inlineCompletion(document, params.position, params.context, folder.knowledge)
        : null,
    ),
  );
}

function bindCodeActions(context: ServerContext, announce: Announce): void {
  announce({
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite, fixAllKind],
      resolveProvider: true,
    },
  });
  const canResolve =
    context.client.textDocument?.codeAction?.resolveSupport?.properties.includes("edit") === true &&
    context.client.textDocument.codeAction.dataSupport === true;
  context.connection.onCodeAction((params, token) => {
    const { uri } = params.textDocument;
    const config = context.configuration(uri);
    if (config) {
      return configuration.actions(context, config, params.context);
    }
    return context.answer(uri, token, (document, folder) => {
      const actions = codeActions(
        document,
        params.range,
        params.context,
        folder.knowledge,
        actionOptions(context, folder),
      );
      return canResolve
        ? actions
        : actions.map((action) => resolveCodeAction(action, document, folder.knowledge));
    });
  });
  context.connection.onCodeActionResolve((action: CodeAction) => {
    const data = action.data as CodeActionData | undefined;
    const script = data ? context.script(data.uri) : undefined;
    return script ? resolveCodeAction(action, script.document, script.folder.knowledge) : action;
  });
}

function bindNavigation(context: ServerContext, announce: Announce): void {
  announce({
    definitionProvider: true,
    implementationProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
  });
  const { connection, client } = context;
  const virtualDocuments = client.workspace?.textDocumentContent !== undefined;
  const options = (links: boolean | undefined, prefer: DefinitionOptions["prefer"]): DefinitionOptions => ({
    links: links ?? false,
    virtualDocuments,
    prefer,
  });
  const toSource = options(client.textDocument?.definition?.linkSupport, "source");
  const toImplementation = options(client.textDocument?.implementation?.linkSupport, "source");
  connection.onDefinition((params, token) =>
    context.answer(params.textDocument.uri, token, (document, folder) =>
      definition(document, params.position, folder.knowledge, toSource),
    ),
  );
  connection.onImplementation((params, token) =>
    context.answer(params.textDocument.uri, token, (document, folder) =>
      definition(document, params.position, folder.knowledge, toImplementation),
    ),
  );
  connection.onReferences((params, token, _progress, parts) =>
    inParts(
      context.answer(params.textDocument.uri, token, (document, folder) =>
        references(document, params.position, folder.knowledge),
      ),
      parts,
    ),
  );
  connection.onDocumentHighlight((params, token, _progress, parts) =>
    inParts(
      context.answer(params.textDocument.uri, token, (document, folder) =>
        highlights(document, params.position, folder.knowledge),
      ),
      parts,
    ),
  );
}

function bindDocumentFeatures(context: ServerContext, announce: Announce): void {
  announce({
    documentLinkProvider: {},
    codeLensProvider: {},
    inlayHintProvider: true,
    documentSymbolProvider: true,
    foldingRangeProvider: true,
  });
  const { connection } = context;
  connection.onDocumentLinks((params, token) => {
    const config = context.configuration(params.textDocument.uri);
    return config
      ? configuration.links(context, config)
      : context.answer(params.textDocument.uri, token, (document, folder) =>
          documentLinks(document, folder.knowledge),
        );
  });
  connection.onCodeLens((params, token) =>
    context.answer(params.textDocument.uri, token, (document, folder) =>
      folder.settings.codeLens.enabled
        ? codeLenses(document, folder.knowledge, actionOptions(context, folder))
        : null,
    ),
  );
  connection.languages.inlayHint.on((params, token) =>
    context.answer(params.textDocument.uri, token, (document, folder) => {
      const { parameterNames, types } = folder.settings.inlayHints;
      return parameterNames || types
        ? inlayHints(document, params.range, folder.knowledge, folder.settings.inlayHints)
        : null;
    }),
  );
  connection.onDocumentSymbol((params, _token, _progress, parts) => {
    const config = context.configuration(params.textDocument.uri);
    return config ? inParts(configuration.symbols(context, config), parts) : null;
  });
  connection.onFoldingRanges((params) => {
    const config = context.configuration(params.textDocument.uri);
    return config ? configuration.folding(context, config) : null;
  });
}
