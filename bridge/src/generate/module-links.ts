/** How a wrapper's file leads to others: what it exports from them, its submodules, and its place in `PyModules`. */
import { stringLiteral } from "./literal.js";
import { constantOf } from "./module-code.js";
import { compare } from "./names.js";
import type { Program } from "./plan.js";
import type { FileScope } from "./scope.js";

/** Names that other files of this run define, and the submodules. */
export function reexportLines(scope: FileScope, types: boolean): string[] {
  const { plan, program } = scope;
  const byModule = new Map<string, string[]>();
  for (const { member, from, exported } of plan.exports) {
    if (from === undefined) continue;
    const target = program.modules.get(from.module);
    if (target === undefined) continue;
    const key = from.module === plan.module ? "" : scope.specifier(target.path);
    const list = byModule.get(key) ?? [];
    const entry = member.kind === "class" && types ? classAt(program, from) : undefined;
    const local =
      key === ""
        ? (target.exports.find((o) => o.from === undefined && o.exported === from.exported)?.local ??
          from.exported)
        : from.exported;
    list.push(local === exported ? exported : `${local} as ${exported}`);
    if (entry !== undefined && entry.symbol.flavour !== "typeddict" && isPendingFree(scope, exported)) {
      list.push(renamed(entry.names.pending, `${exported}_`));
    }
    if (entry?.names.init !== undefined && !scope.names.has(`${exported}$init`))
      list.push(renamed(entry.names.init, `${exported}$init`));
    byModule.set(key, list);
  }
  const lines = [...byModule.keys()].sort(compare).map((specifier) => {
    const names = (byModule.get(specifier) ?? []).sort(compare).join(", ");
    return specifier === ""
      ? `export { ${names} };`
      : `export { ${names} } from ${JSON.stringify(specifier)};`;
  });
  for (const one of plan.submodules) {
    const target = program.modules.get(one.module);
    if (target !== undefined)
      lines.push(`export * as ${one.exported} from ${JSON.stringify(scope.specifier(target.path))};`);
  }
  return lines;
}

function classAt(
  program: Program,
  from: { module: string; exported: string },
): ReturnType<Program["classes"]["get"]> {
  return program.byModule.get(from.module)?.find((entry) => entry.names.exported === from.exported);
}

function renamed(name: string, exported: string): string {
  return name === exported ? `type ${name}` : `type ${name} as ${exported}`;
}

function isPendingFree(scope: FileScope, exported: string): boolean {
  return (
    !scope.names.has(`${exported}_`) && !scope.plan.exports.some((one) => one.exported === `${exported}_`)
  );
}

/** Makes `python.module("...")` typed. Constants are pending there, and submodules modules again. */
export function augmentationLines(scope: FileScope): string[] {
  const { plan } = scope;
  if (plan.onlyTypes) return [];
  const name = stringLiteral(plan.module);
  const own = `./${plan.path.split("/").at(-1) ?? ""}${scope.extension}`;
  const exports = `typeof import(${JSON.stringify(own)})`;
  const submodules = plan.submodules.map((one) => `${one.exported}: PyModules[${stringLiteral(one.module)}]`);
  const plain = !plan.exports.some((one) => constantOf(one) !== undefined);
  const rest = submodules.length === 0 ? "" : `, { ${submodules.join("; ")} }`;
  const type = plain && rest === "" ? exports : `${scope.typed("PyModule")}<${exports}${rest}>`;
  return [
    `declare module "snakebridge/typed" {`,
    "  interface PyModules {",
    `    ${name}: ${type};`,
    "  }",
    "}",
  ];
}
