import { ThemeColor, ThemeIcon } from "vscode";
import type { ModuleNodeKind } from "../../../server/protocol/index.js";

/** VS Code's own symbols, in the colours that its outline gives them. */
export function iconOf(kind: ModuleNodeKind): ThemeIcon {
  const symbol = {
    module: "module",
    class: "class",
    function: "function",
    method: "method",
    property: "property",
    field: "field",
    value: "constant",
    type: "interface",
  }[kind];
  return new ThemeIcon(`symbol-${symbol}`, new ThemeColor(`symbolIcon.${symbol}Foreground`));
}
