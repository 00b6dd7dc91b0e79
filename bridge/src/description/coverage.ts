/** How much of a description is typed, and by whom. */
import type { CallableSymbol, FactSource, ModuleDescription, ModuleMember, TypeNode } from "./model.js";

export interface Coverage {
  /** Functions, constructors and own public methods of classes. */
  readonly callables: number;
  /** Callables with at least one signature. */
  readonly signatures: number;
  /** Callables of which every parameter and the result have a declared type, in every overload. */
  readonly declared: number;
  /** Declared ones in which none of these types is `Any` or text that could not be resolved. */
  readonly concrete: number;
  /** Parameters of all signatures by the source of their type; `none` where nobody said. */
  readonly parameters: Readonly<Record<FactSource | "none", number>>;
  /** Results of all signatures by the source of their type. */
  readonly returns: Readonly<Record<FactSource | "none", number>>;
}

/** Sources whose facts are said by the library or its stubs, and not guessed. */
const DECLARED: ReadonlySet<FactSource | undefined> = new Set(["stub", "inline", "constraint", "docstring"]);

type Counts = Record<FactSource | "none", number>;

const noCounts = (): Counts => ({
  stub: 0,
  inline: 0,
  constraint: 0,
  docstring: 0,
  inferred: 0,
  default: 0,
  none: 0,
});

/** Counts what is typed in descriptions, taken together. */
export function coverageOf(...descriptions: readonly ModuleDescription[]): Coverage {
  const total = { callables: 0, signatures: 0, declared: 0, concrete: 0 };
  const parameters = noCounts();
  const returns = noCounts();
  for (const description of descriptions) {
    for (const callable of callablesOf(description)) {
      total.callables++;
      if (callable.signatures.length === 0) continue;
      total.signatures++;
      let weakest: Strength = "concrete";
      for (const { params, returns: result, returnsSource } of callable.signatures) {
        for (const { type, source } of params) {
          parameters[sourceOf(type, source)]++;
          weakest = weaker(weakest, strengthOf(type, source));
        }
        returns[sourceOf(result, returnsSource)]++;
        weakest = weaker(weakest, strengthOf(result, returnsSource));
      }
      if (weakest !== "missing") total.declared++;
      if (weakest === "concrete") total.concrete++;
    }
  }
  return { ...total, parameters, returns };
}

type Strength = "missing" | "declared" | "concrete";

function sourceOf(type: TypeNode | undefined, source: FactSource | undefined): FactSource | "none" {
  return type === undefined ? "none" : (source ?? "none");
}

function strengthOf(type: TypeNode | undefined, source: FactSource | undefined): Strength {
  if (type === undefined || !DECLARED.has(source)) return "missing";
  return isConcrete(type) ? "concrete" : "declared";
}

function weaker(left: Strength, right: Strength): Strength {
  if (left === "missing" || right === "missing") return "missing";
  return left === "declared" || right === "declared" ? "declared" : "concrete";
}

/** Public callables of a module: its functions, the constructors of its classes, and their own methods. */
export function* callablesOf(description: ModuleDescription): Generator<CallableSymbol> {
  for (const member of description.members) yield* inMember(member);
}

function* inMember(member: ModuleMember | CallableSymbol): Generator<CallableSymbol> {
  if (member.kind === "callable") yield member;
  if (member.kind !== "class") return;
  if (member.constructor_ !== undefined) yield member.constructor_;
  for (const inner of member.members) {
    if (inner.name.startsWith("_") || "inheritedFrom" in inner) continue;
    if (inner.kind === "callable" || inner.kind === "class") yield* inMember(inner);
  }
}

/** False for `Any` and for text that could not be resolved, also as a part of a union. */
function isConcrete(type: TypeNode): boolean {
  switch (type.kind) {
    case "any":
    case "raw":
      return false;
    case "union":
      return type.items.every(isConcrete);
    default:
      return true;
  }
}
