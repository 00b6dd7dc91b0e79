/** The open documents. Text is taken over as the client sends it; nothing is parsed here. */
import type {
  DidChangeTextDocumentParams,
  DidCloseTextDocumentParams,
  DidOpenTextDocumentParams,
} from "vscode-languageserver-protocol";
import { SourceDocument } from "../source-document.js";

export class Documents {
  private readonly open = new Map<string, SourceDocument>();
  /** Called after a document was opened or changed. */
  onChange: (document: SourceDocument) => void = () => undefined;
  onClose: (uri: string) => void = () => undefined;

  didOpen({ textDocument }: DidOpenTextDocumentParams): void {
    const document = new SourceDocument(
      textDocument.uri,
      textDocument.languageId,
      textDocument.version,
      textDocument.text,
    );
    this.open.set(textDocument.uri, document);
    this.onChange(document);
  }

  didChange({ textDocument, contentChanges }: DidChangeTextDocumentParams): void {
    const document = this.open.get(textDocument.uri);
    if (document) {
      document.change(contentChanges, textDocument.version);
      this.onChange(document);
    }
  }

  didClose({ textDocument }: DidCloseTextDocumentParams): void {
    if (this.open.delete(textDocument.uri)) {
      this.onClose(textDocument.uri);
    }
  }

  get(uri: string): SourceDocument | undefined {
    return this.open.get(uri);
  }

  get size(): number {
    return this.open.size;
  }

  [Symbol.iterator](): IterableIterator<SourceDocument> {
    return this.open.values();
  }
}
