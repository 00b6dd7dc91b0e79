/** The code of a wrapper: it connects names to Python, and holds nothing else. */
import type { HintTable, WrittenHints } from "./hints.js";
import { stringLiteral, valueLiteral } from "./literal.js";
import type { ModuleExport, ModulePlan } from "./plan.js";
import type { FileScope } from "./scope.js";

/** The name under which a wrapper's code holds its module. No Python name has a `$`. */
const module = "$module";

/** A constant that is exported by value. */
export function constantOf(one: ModuleExport): string | undefined {
  return one.member.kind === "value" && one.member.value !== undefined
    ? valueLiteral(one.member.value)
    : undefined;
}

/** What the code needs: the runtime, and the files whose classes its hints name. */
export function importLines(scope: FileScope, table: HintTable): string[] {
  const { plan } = scope;
  const classes = table.classesOf(plan);
  const connected = plan.exports.filter((one) => one.from === undefined && constantOf(one) === undefined);
  if (connected.length === 0 && Object.keys(classes).length === 0) return [];
  const written = connected.map((one) => table.ofExport(one, plan)).filter((one) => one !== undefined);
  const needs = table.needs(written, Object.values(classes), plan);
  const paths = needs
    .map((name) => scope.program.modules.get(name)?.path)
    .filter((path) => path !== undefined);
  return [
    `import { wrapModule } from "snakebridge/wrapper";`,
    ...paths.map((path) => `import ${JSON.stringify(scope.specifier(path))};`),
  ];
}

/** Connects the module, with the hints of its classes. */
export function connectionLines(plan: ModulePlan, table: HintTable): string[] {
  const classes = table.classesOf(plan);
  const used = plan.exports.some((one) => one.from === undefined && constantOf(one) === undefined);
  const hints = Object.entries(classes).map(([name, hint]) => `  ${stringLiteral(name)}: ${json(hint)},`);
  const call = `wrapModule(${stringLiteral(plan.module)}`;
  const closed = hints.length === 0 ? [`${call});`] : [`${call}, {`, ...hints, "});"];
  const [first = "", ...rest] = closed;
  if (used) {
    // Without hints of classes the call has no effect of its own, so a bundler may drop it.
    const pure = hints.length === 0 ? "/* @__PURE__ */ " : "";
    return [`const ${module} = ${pure}${first}`, ...rest];
  }
  return hints.length === 0 ? [] : [first, ...rest];
}

/** Defines one export; `type` stands behind its name. */
export function definitionLines(
  one: ModuleExport,
  type: string,
  plan: ModulePlan,
  table: HintTable,
): string[] {
  const statement = one.local === one.exported ? "export const" : "const";
  const constant = constantOf(one);
  const value = constant ?? connectedValue(one, plan, table);
  return [`${statement} ${one.local}${type} = ${value};`, ...(type === "" ? rename(one) : [])];
}

function connectedValue(one: ModuleExport, plan: ModulePlan, table: HintTable): string {
  const hints: WrittenHints | undefined = table.ofExport(one, plan);
  const args =
    hints === undefined ? stringLiteral(one.python) : `${stringLiteral(one.python)}, ${json(hints)}`;
  return `/* @__PURE__ */ ${module}(${args})`;
}

/** JSON that may stand in a program. */
function json(value: unknown): string {
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

/** Exports a name that TypeScript reserves under its real name. */
export function rename(one: ModuleExport): string[] {
  return one.local === one.exported ? [] : [`export { ${one.local} as ${one.exported} };`];
}
