/**
 * Wrappers: descriptions and settings in, files out. A pure function: no clock, no disk, no process; the same input
 * gives the same bytes.
 */
import { InheritanceTable } from "./inheritance.js";
import type { GeneratedFile, GenerateInput, GenerateResult } from "./input.js";
import { HintTable } from "./hints.js";
import { type FileSettings, type Shared, visitTypes, writeModule, writeModuleSource } from "./module.js";
import { compare } from "./names.js";
import { planProgram } from "./program.js";
import { reportOf, wantedOf, type WantedClass } from "./report.js";

export { saysTheSame, withoutChance } from "./chance.js";
export type {
  CodecPlace,
  GeneratedFile,
  GenerateInput,
  GenerateResult,
  ModuleInput,
  ModuleOptions,
} from "./input.js";
export type { ClosureReport, GenerationReport, ModuleReport, TypeCoverage, WantedClass } from "./report.js";

/**
 * The classes that the types name and nobody described, the most named first. Costs a part of what writing does, so that a caller who
 * describes them round by round writes only once.
 */
export function findWanted(input: GenerateInput): WantedClass[] {
  const modules = input.modules.map((one) => ({
    ...one,
    options: { ...one.options, docs: "none" as const },
  }));
  const shared = prepare({ ...input, modules });
  for (const plan of shared.program.modules.values()) visitTypes(plan, shared);
  return wantedOf(shared.program);
}

export function generateWrappers(input: GenerateInput): GenerateResult {
  const shared = prepare(input);
  const { program } = shared;
  const files: GeneratedFile[] = [];
  for (const plan of program.modules.values()) {
    const { path, module } = plan;
    if (input.output === "ts") {
      files.push({ path: `${path}.ts`, text: writeModuleSource(plan, shared), module });
      continue;
    }
    const { declarations, code } = writeModule(plan, shared);
    files.push(
      { path: `${path}.d.ts`, text: declarations, module },
      { path: `${path}.js`, text: code, module },
    );
  }
  files.sort((a, b) => compare(a.path, b.path));
  return { files, report: reportOf(program) };
}

function prepare(input: GenerateInput): Shared {
  const program = planProgram(input);
  const table = new InheritanceTable(program);
  const settings: FileSettings = {
    generator: input.generator,
    outDir: input.outDir ?? "",
    specifier: input.specifiers ?? ".js",
  };
  return { program, table, hints: new HintTable(program, table), settings };
}
