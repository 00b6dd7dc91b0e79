/** Commands of the *Python Modules* view. */
import { l10n, Range, Uri, window } from "vscode";
import type { Command } from "../context.js";
import type { MemberRow, ModuleRow } from "../views/modules-view.js";

export const filterModules: Command = async (context) => {
  const text = await window.showInputBox({
    title: l10n.t("Filter Python Modules"),
    prompt: l10n.t("Part of a module's name; empty shows all"),
    value: context.modules.filter,
  });
  if (text !== undefined) context.modules.filter = text;
};

export const openSource: Command = async (_context, row) => {
  const location = asMember(row)?.node.location;
  if (location === undefined) return;
  const at = new Range(location.line, 0, location.line, 0);
  await window.showTextDocument(Uri.parse(location.uri), { selection: at, preview: true });
};

/** The same command for a row of the tree: with the row's dotted name. */
export const forRow =
  (command: Command): Command =>
  async (context, row) => {
    const member = asMember(row);
    if (member !== undefined) await command(context, [member.module, ...member.path].join("."));
  };

function asMember(row: unknown): MemberRow | undefined {
  return (row as ModuleRow | undefined)?.row === "member" ? (row as MemberRow) : undefined;
}
