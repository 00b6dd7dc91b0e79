/** Applies the edits of a server's answer, whose positions are LSP's. */
import { Range, Uri, workspace, WorkspaceEdit } from "vscode";
import type {
  TextEdit as LspTextEdit,
  WorkspaceEdit as LspWorkspaceEdit,
} from "vscode-languageserver-protocol";

/** Only text edits are applied: none of our requests answers with file operations. */
export async function applyEdit(edit: LspWorkspaceEdit): Promise<void> {
  const converted = new WorkspaceEdit();
  for (const [uri, edits] of Object.entries(edit.changes ?? {})) addEdits(converted, uri, edits);
  for (const change of edit.documentChanges ?? []) {
    if ("edits" in change) {
      const plain = change.edits.filter((one): one is LspTextEdit => "newText" in one);
      addEdits(converted, change.textDocument.uri, plain);
    }
  }
  await workspace.applyEdit(converted);
}

function addEdits(target: WorkspaceEdit, uri: string, edits: readonly LspTextEdit[]): void {
  for (const { range, newText } of edits) target.replace(Uri.parse(uri), rangeOf(range), newText);
}

const rangeOf = ({ start, end }: LspTextEdit["range"]): Range =>
  new Range(start.line, start.character, end.line, end.character);
