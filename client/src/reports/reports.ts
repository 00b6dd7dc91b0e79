/** Read-only documents for what a tool printed: doctor, a call's result, an installer's log. */
import {
  EventEmitter,
  Uri,
  window,
  workspace,
  type Disposable,
  type TextDocumentContentProvider,
} from "vscode";

const scheme = "snakebridge-report";

export class Reports implements TextDocumentContentProvider, Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changes = new EventEmitter<Uri>();
  readonly #registration: Disposable;
  readonly onDidChange = this.#changes.event;

  constructor() {
    this.#registration = workspace.registerTextDocumentContentProvider(scheme, this);
  }

  provideTextDocumentContent(uri: Uri): string {
    return this.#texts.get(uri.path) ?? "";
  }

  /** Shows the text under the name, whose ending decides the highlighting; the same name replaces it. */
  async show(name: string, text: string): Promise<void> {
    const uri = Uri.from({ scheme, path: `/${name}` });
    this.#texts.set(uri.path, text);
    this.#changes.fire(uri);
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changes.dispose();
  }
}
