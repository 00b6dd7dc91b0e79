/** What a run covered: callables, parameters and returns with a real type, by source, and what was left out. */
import type {
  CallableSymbol,
  ClassSymbol,
  FactSource,
  MemberSymbol,
  ModuleDescription,
  TypeNode,
} from "../description/model.js";
import { compare, isIdentifier } from "./names.js";
import type { Program } from "./plan.js";

/** Facts by where they come from; `any` are declared as `Any`, `missing` are those that nobody declared. */
export interface TypeCoverage {
  total: number;
  bySource: Partial<Record<FactSource, number>>;
  any: number;
  missing: number;
}

export interface ModuleReport {
  module: string;
  distribution?: string;
  version?: string;
  functions: number;
  classes: number;
  values: number;
  /** Functions, methods and constructors. */
  callables: number;
  /** Callables of which no signature is known. */
  withoutSignature: number;
  parameters: TypeCoverage;
  returns: TypeCoverage;
  /** What the wrapper leaves out, and why. */
  skipped: { name: string; reason: string }[];
}

/** The classes that the modules' types lead to and that no module of the run exports. */
export interface ClosureReport {
  /** Described: their objects have members. */
  described: number;
  /** Nothing could be found out about them; opaque references. */
  unknown: number;
  /** Left out because one run describes no more; opaque references. */
  beyondLimit: number;
}

export interface GenerationReport {
  modules: ModuleReport[];
  closure?: ClosureReport;
  /** Classes that types name and nobody described, the most named first: opaque references in this run. */
  wanted: WantedClass[];
}

export interface WantedClass {
  /** Qualified. */
  name: string;
  /** How often types name it. */
  uses: number;
}

export function reportOf(program: Program): GenerationReport {
  const modules = [...program.modules.values()]
    .filter((plan) => !plan.onlyTypes)
    .map((plan) => moduleReport(plan.description, new Set(plan.exports.map((one) => one.python))));
  return { modules, wanted: wantedOf(program) };
}

export function wantedOf(program: Program): WantedClass[] {
  return [...program.wanted]
    .map(([name, uses]) => ({ name, uses }))
    .sort((a, b) => b.uses - a.uses || compare(a.name, b.name));
}

function moduleReport(description: ModuleDescription, exported: ReadonlySet<string>): ModuleReport {
  const report: ModuleReport = {
    module: description.module,
    functions: 0,
    classes: 0,
    values: 0,
    callables: 0,
    withoutSignature: 0,
    parameters: emptyCoverage(),
    returns: emptyCoverage(),
    skipped: [...(description.skipped ?? [])],
  };
  if (description.distribution !== undefined) report.distribution = description.distribution;
  if (description.version !== undefined) report.version = description.version;
  for (const member of description.members) {
    if (!exported.has(member.name)) {
      if (!isIdentifier(member.name)) {
        report.skipped.push({ name: member.name, reason: "not a name that an import can have" });
      }
      continue;
    }
    if (member.kind === "callable") {
      report.functions++;
      countCallable(member, report);
    } else if (member.kind === "class") {
      report.classes++;
      countClass(member, report);
    } else if (member.kind === "value") report.values++;
  }
  return report;
}

function countClass(symbol: ClassSymbol, report: ModuleReport): void {
  if (symbol.constructor_ !== undefined) countCallable(symbol.constructor_, report);
  for (const member of symbol.members) countMember(member, report);
}

function countMember(member: MemberSymbol, report: ModuleReport): void {
  if (member.kind === "class") countClass(member, report);
  else if (member.kind === "callable" && member.inheritedFrom === undefined) countCallable(member, report);
}

function countCallable(symbol: CallableSymbol, report: ModuleReport): void {
  report.callables++;
  if (symbol.signatures.length === 0) report.withoutSignature++;
  for (const { params, returns, returnsSource } of symbol.signatures) {
    for (const { type, source } of params) countType(type, source, report.parameters);
    if (symbol.flavour !== "constructor") countType(returns, returnsSource, report.returns);
  }
}

function countType(type: TypeNode | undefined, source: FactSource | undefined, coverage: TypeCoverage): void {
  coverage.total++;
  if (type === undefined || type.kind === "raw") coverage.missing++;
  else if (type.kind === "any") coverage.any++;
  else if (source !== undefined) coverage.bySource[source] = (coverage.bySource[source] ?? 0) + 1;
}

function emptyCoverage(): TypeCoverage {
  return { total: 0, bySource: {}, any: 0, missing: 0 };
}
