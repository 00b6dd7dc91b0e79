/** The names of classes, inner ones included. */
import type { ClassSymbol } from "../description/model.js";
import type { ModuleOptions } from "./input.js";
import { isIdentifier, type NameTable, needsOtherName } from "./names.js";
import type { ClassEntry } from "./plan.js";

/** What an exported name is called in its file. */
export function localName(exported: string, table: NameTable): string {
  return needsOtherName(exported) ? table.take(`${exported}_`, (name) => !needsOtherName(name)) : exported;
}

interface ClassContext {
  typeOnly: boolean;
  options: ModuleOptions;
  classes: Map<string, ClassEntry>;
  entries: Map<ClassSymbol, ClassEntry>;
  all: ClassEntry[];
}

/** Names a class and the classes inside it. */
export function addClass(
  symbol: ClassSymbol,
  qualified: string,
  module: string,
  exported: string,
  table: NameTable,
  context: ClassContext,
): ClassEntry[] {
  // The pending form has the first claim on `C_`, before the name that a reserved word needs here.
  const pending = table.take(`${exported}_`);
  const entry: ClassEntry = {
    qualified,
    module,
    symbol,
    typeOnly: context.typeOnly,
    options: context.options,
    names: {
      exported,
      local: localName(exported, table),
      pending,
      members: table.take(`${exported}$`),
      statics: table.take(`${exported}$class`),
      ...(hasInit(symbol) ? { init: table.take(`${exported}$init`) } : {}),
    },
  };
  const entries = [entry];
  context.entries.set(symbol, entry);
  context.all.push(entry);
  if (!context.classes.has(qualified)) context.classes.set(qualified, entry);
  for (const member of symbol.members) {
    if (member.kind !== "class" || !isIdentifier(member.name)) continue;
    const inner = `${qualified}.${member.name}`;
    if (member.definedAs !== undefined && member.definedAs !== inner) continue;
    const name = table.take(`${exported}$${member.name}`);
    entries.push(...addClass(member, inner, module, name, table, context));
  }
  return entries;
}

/** The flavours whose constructor takes the fields by name. */
const ofFields: ReadonlySet<ClassSymbol["flavour"]> = new Set(["dataclass", "pydantic", "attrs"]);

function hasInit({ flavour, abstract, constructor_: init }: ClassSymbol): boolean {
  return ofFields.has(flavour) && abstract !== true && init !== undefined && init.signatures.length === 1;
}
