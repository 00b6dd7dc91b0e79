/** What the handlers share. */
import type { CancellationToken, ClientCapabilities, InitializeParams } from "vscode-languageserver-protocol";
import type { Connection } from "vscode-languageserver/node";
import type { InitializationOptions } from "../protocol/index.js";
import type { AnalyzerLoader } from "./analyzer-loader.js";
import { isConfiguration } from "./configuration/config-document.js";
import { analyzed, type AnalyzedSource, type SourceDocument } from "./source-document.js";
import type { Announcer } from "./workspace/announcer.js";
import { Documents } from "./workspace/documents.js";
import type { Folder, Folders } from "./workspace/folders.js";

export class ServerContext {
  readonly connection: Connection;
  readonly documents = new Documents();
  readonly folders: Folders;
  readonly analyzer: AnalyzerLoader;
  readonly client: ClientCapabilities;
  readonly options: InitializationOptions;
  readonly announcer: Announcer;
  trusted: boolean;
  onActivity: () => void = () => undefined;

  constructor(
    connection: Connection,
    params: InitializeParams,
    options: InitializationOptions,
    folders: Folders,
    analyzer: AnalyzerLoader,
    announcer: Announcer,
  ) {
    this.announcer = announcer;
    this.connection = connection;
    this.client = params.capabilities;
    this.options = options;
    this.trusted = options.trusted ?? true;
    this.folders = folders;
    this.analyzer = analyzer;
  }

  /** The words of which a document that concerns us holds at least one. */
  relevantWords(folder: Folder): string[] {
    const names = new Set<string>(["snakebridge"]);
    for (const wrapper of folder.python.wrappers().values()) {
      names.add(`/${wrapper.module.split(".")[0] ?? wrapper.module}`);
    }
    return [...names];
  }

  /** The analysed document and its folder; undefined where the document is none of our business. */
  script(uri: string): { document: AnalyzedSource; folder: Folder; version: number } | undefined {
    const document = this.documents.get(uri);
    if (!document?.isScript) {
      return undefined;
    }
    const folder = this.folders.of(uri);
    if (!document.mentions(this.relevantWords(folder))) {
      return undefined;
    }
    return { document: analyzed(document, this.analyzer.analyzer), folder, version: document.version };
  }

  /** The analysed document, also where it does not mention us yet. */
  anyScript(uri: string): AnalyzedSource | undefined {
    const document = this.documents.get(uri);
    return document?.isScript === true ? analyzed(document, this.analyzer.analyzer) : undefined;
  }

  /** The document, if it is a `snakebridge.json`. */
  configuration(uri: string): SourceDocument | undefined {
    return isConfiguration(uri) ? this.documents.get(uri) : undefined;
  }

  /** Runs a feature on a script; null where there is nothing to say or nobody waits for it any more. */
  answer<Result>(
    uri: string,
    token: CancellationToken,
    feature: (document: AnalyzedSource, folder: Folder) => Result | null,
  ): Result | null {
    if (token.isCancellationRequested) {
      return null;
    }
    this.onActivity();
    const script = this.script(uri);
    return script ? feature(script.document, script.folder) : null;
  }
}
