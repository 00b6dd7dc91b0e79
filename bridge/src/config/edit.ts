import { applyEdits, findNodeAtLocation, modify, parseTree } from "jsonc-parser";
import type { ConfigFile, ModuleSettings } from "./schema.js";
import { normalizedName } from "../environment/interpreter.js";
import { parseRequirement } from "../environment/requirements.js";

/** Changes to the text of a `snakebridge.json` that keep its comments, order and indentation. */

/** What a new file holds. */
export function newConfigText(
  content: ConfigFile,
  schema = "./node_modules/snakebridge/schema/snakebridge.schema.json",
): string {
  return `${JSON.stringify({ $schema: schema, ...content }, null, 2)}\n`;
}

/** Adds a module, or changes its settings. The same text where nothing changes. */
export function withModule(text: string, module: string, settings: ModuleSettings = {}): string {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const there = root === undefined ? undefined : findNodeAtLocation(root, ["modules", module]);
  if (there !== undefined && Object.keys(settings).length === 0 && there.type === "object") return text;
  let changed = text;
  if (there?.type !== "object") return set(changed, ["modules", module], settings);
  for (const [key, value] of Object.entries(settings))
    changed = set(changed, ["modules", module, key], value);
  return changed;
}

/** Takes a module out. */
export function withoutModule(text: string, module: string): string {
  return set(text, ["modules", module], undefined);
}

/** Adds a requirement, or replaces the one of the same distribution. */
export function withRequirement(text: string, requirement: string): string {
  const root = parseTree(text, [], { allowTrailingComma: true });
  const list = root === undefined ? undefined : findNodeAtLocation(root, ["python", "requirements"]);
  if (list?.type !== "array") return set(text, ["python", "requirements"], [requirement]);
  const name = nameOf(requirement);
  const items = (list.children ?? []).map((node) => String(node.value));
  const index = items.findIndex((item) => nameOf(item) === name);
  if (index >= 0 && items[index] === requirement) return text;
  const last = list.children?.at(-1);
  if (index < 0 && last !== undefined && !text.slice(list.offset, list.offset + list.length).includes("\n")) {
    // A list on one line stays on one line.
    const end = last.offset + last.length;
    return `${text.slice(0, end)}, ${JSON.stringify(requirement)}${text.slice(end)}`;
  }
  return set(text, ["python", "requirements", index >= 0 ? index : items.length], requirement, index < 0);
}

function nameOf(requirement: string): string {
  return parseRequirement(requirement)?.name ?? normalizedName(requirement);
}

function set(text: string, path: (string | number)[], value: unknown, insert = false): string {
  const indented = /^([ \t]+)"/m.exec(text)?.[1];
  const formattingOptions = {
    insertSpaces: !(indented?.startsWith("\t") ?? false),
    tabSize: indented === undefined || indented.startsWith("\t") ? 2 : indented.length,
    eol: text.includes("\r\n") ? "\r\n" : "\n",
  };
  const source = text.trim() === "" ? "{}\n" : text;
  return applyEdits(source, modify(source, path, value, { formattingOptions, isArrayInsertion: insert }));
}
