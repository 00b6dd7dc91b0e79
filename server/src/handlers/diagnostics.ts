/** Diagnostics: pulled where the client can pull, else pushed when the document has come to rest. */
import {
  DocumentDiagnosticReportKind,
  type Diagnostic,
  type DocumentDiagnosticReport,
} from "vscode-languageserver-protocol";
import type { ServerContext } from "../context.js";
import { diagnostics, diagnosticSource } from "../features/diagnostics.js";
import type { SourceDocument } from "../source-document.js";
import * as configuration from "./configuration-features.js";
import type { Announce } from "./language-features.js";

/** Behind the last keystroke. */
const pushDelay = 300;

async function diagnose(context: ServerContext, document: SourceDocument): Promise<Diagnostic[]> {
  const folder = context.folders.of(document.uri);
  if (!folder.settings.diagnostics.enabled) {
    return [];
  }
  if (context.configuration(document.uri)) {
    return configuration.diagnostics(context, document);
  }
  const script = context.script(document.uri);
  return script ? diagnostics(script.document, folder.knowledge) : [];
}

export function bindDiagnostics(
  context: ServerContext,
  announce: Announce,
): { changed(document: SourceDocument): void; closed(uri: string): void } {
  if (context.client.textDocument?.diagnostic) {
    bindPull(context, announce);
    return { changed: () => undefined, closed: () => undefined };
  }
  return push(context);
}

function bindPull(context: ServerContext, announce: Announce): void {
  announce({
    diagnosticProvider: {
      identifier: diagnosticSource,
      interFileDependencies: false,
      workspaceDiagnostics: false,
    },
  });
  context.connection.languages.diagnostics.on(async (params, token): Promise<DocumentDiagnosticReport> => {
    const document = context.documents.get(params.textDocument.uri);
    const items = document && !token.isCancellationRequested ? await diagnose(context, document) : [];
    const resultId = identityOf(items);
    return params.previousResultId === resultId
      ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
      : { kind: DocumentDiagnosticReportKind.Full, resultId, items };
  });
}

/** The same diagnostics have the same identity, so that nothing is sent twice. */
function identityOf(items: readonly Diagnostic[]): string {
  let hash = 0;
  for (const character of JSON.stringify(items)) {
    hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) | 0;
  }
  return `${items.length}.${hash}`;
}

function push(context: ServerContext): {
  changed(document: SourceDocument): void;
  closed(uri: string): void;
} {
  const timers = new Map<string, NodeJS.Timeout>();
  const publish = async (document: SourceDocument): Promise<void> => {
    const { version } = document;
    const found = await diagnose(context, document);
    if (context.documents.get(document.uri)?.version === version) {
      await context.connection.sendDiagnostics({ uri: document.uri, version, diagnostics: found });
    }
  };
  const soon = (document: SourceDocument): void => {
    clearTimeout(timers.get(document.uri));
    timers.set(
      document.uri,
      setTimeout(() => {
        timers.delete(document.uri);
        publish(document).catch((error: unknown) => context.connection.console.error(String(error)));
      }, pushDelay),
    );
  };
  context.announcer.onRefresh = () => {
    for (const document of context.documents) {
      soon(document);
    }
  };
  return {
    changed: soon,
    closed: (uri) => {
      clearTimeout(timers.get(uri));
      timers.delete(uri);
      void context.connection.sendDiagnostics({ uri, diagnostics: [] });
    },
  };
}
