/** The features of `snakebridge.json`, called by the same handlers as those of scripts. */
import type {
  CodeAction,
  CodeActionContext,
  CompletionList,
  Diagnostic,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  Position,
} from "vscode-languageserver-protocol";
import { URI } from "vscode-uri";
import { configActions, configDiagnostics } from "../configuration/config-diagnostics.js";
import {
  configCompletion,
  configFolding,
  configHover,
  configLinks,
  configSymbols,
} from "../configuration/config-features.js";
import { schemaCompletion, schemaHover } from "../configuration/schema-features.js";
import type { ServerContext } from "../context.js";
import type { SourceDocument } from "../source-document.js";
import { actionOptions } from "./action-options.js";

const ownSchema = (context: ServerContext): boolean => context.options.validateSchema === true;

export async function completion(
  context: ServerContext,
  document: SourceDocument,
  position: Position,
): Promise<CompletionList | null> {
  const { knowledge } = context.folders.of(document.uri);
  const own = configCompletion(document, position, knowledge);
  if (own && own.items.length > 0) {
    return own;
  }
  return ownSchema(context) ? ((await schemaCompletion(document, position)) ?? own) : own;
}

export async function hover(
  context: ServerContext,
  document: SourceDocument,
  position: Position,
): Promise<Hover | null> {
  const { knowledge } = context.folders.of(document.uri);
  const own = configHover(document, position, knowledge);
  return own ?? (ownSchema(context) ? await schemaHover(document, position) : null);
}

export async function diagnostics(context: ServerContext, document: SourceDocument): Promise<Diagnostic[]> {
  const folder = context.folders.of(document.uri);
  const file = URI.parse(document.uri).fsPath;
  const faults = await folder.python.configurationFaults(file, document.text);
  return configDiagnostics(document, folder.knowledge, faults, ownSchema(context));
}

export function actions(
  context: ServerContext,
  document: SourceDocument,
  asked: CodeActionContext,
): CodeAction[] {
  return configActions(document, asked, actionOptions(context, context.folders.of(document.uri)));
}

export function links(context: ServerContext, document: SourceDocument): DocumentLink[] {
  return configLinks(document, context.folders.of(document.uri).knowledge);
}

/** VS Code's JSON support has an outline and folding of its own. */
export function symbols(context: ServerContext, document: SourceDocument): DocumentSymbol[] | null {
  return ownSchema(context) ? configSymbols(document) : null;
}

export function folding(context: ServerContext, document: SourceDocument): FoldingRange[] | null {
  return ownSchema(context) ? configFolding(document) : null;
}
