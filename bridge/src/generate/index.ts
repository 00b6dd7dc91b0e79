/**
 * Wrappers: descriptions and settings in, files out. A pure function: no clock, no disk, no process; the same input
 * gives the same bytes.
 */
import { InheritanceTable } from "./inheritance.js";
import type { GeneratedFile, GenerateInput, GenerateResult } from "./input.js";
import { HintTable } from "./hints.js";
import { type FileSettings, type Shared, writeModule, writeModuleSource } from "./module.js";
import { compare } from "./names.js";
import { planProgram } from "./program.js";
import { reportOf } from "./report.js";

export type { GeneratedFile, GenerateInput, GenerateResult, ModuleInput, ModuleOptions } from "./input.js";
export type { ClosureReport, GenerationReport, ModuleReport, TypeCoverage } from "./report.js";

export function generateWrappers(input: GenerateInput): GenerateResult {
  const program = planProgram(input);
  const table = new InheritanceTable(program);
  const settings: FileSettings = {
    generator: input.generator,
    outDir: input.outDir ?? "",
    specifier: input.specifiers ?? ".js",
  };
  const shared: Shared = { program, table, hints: new HintTable(program, table), settings };
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
