/** What an expression stands for in Python, and what is left of it where that is not known. */
import type { Brief } from "snakebridge/tooling";
import type { Bindings } from "./generics.js";
import type { DescribedModule } from "./knowledge.js";
import type { ClassSymbol, MemberSymbol, ModuleMember, TypeNode } from "./model.js";

export type Resolution =
  | { kind: "module"; description: DescribedModule; typed: boolean }
  | {
      kind: "symbol";
      symbol: ModuleMember | MemberSymbol;
      /** The module through which it was reached. */
      module?: DescribedModule;
      owner?: ClassSymbol;
      /** What the owner's type variables stand for. */
      bindings: Bindings;
      /** Of the receiver, for `Self`. */
      self?: TypeNode;
      typed: boolean;
    }
  | { kind: "value"; type: TypeNode; typed: boolean; awaited: boolean }
  | {
      kind: "module-problem";
      module: string;
      problem: "waiting" | "absent" | "failed" | "unknown";
      /** Names of a module that is still being described. */
      names?: readonly Brief[];
      typed: boolean;
    }
  | { kind: "missing"; name: string; on: Container }
  /** One of several; `unknown` among them where one of them nobody knows. */
  | { kind: "either"; options: readonly Resolution[]; typed: boolean }
  | { kind: "unknown" };

/** Something that has members. */
export type Container =
  { kind: "module"; description: DescribedModule } | { kind: "class"; symbol: ClassSymbol };

export const unknown: Resolution = { kind: "unknown" };

/** Behind a module that is not known: its names say nothing of what is further inside. */
export function inside(target: Resolution & { kind: "module-problem" }): Resolution {
  const { names: _names, ...rest } = target;
  return rest;
}

/** One of several. What certainly does not exist is left out: a program that is right does not choose it. */
export function either(options: readonly Resolution[]): Resolution {
  const flat = options.flatMap((option) => (option.kind === "either" ? option.options : [option]));
  const there = flat.filter(({ kind }) => kind !== "missing");
  const [first] = there.length > 0 ? there : flat;
  if (!first || there.length < 2 || there.every(({ kind }) => kind === "unknown")) {
    return first ?? unknown;
  }
  return { kind: "either", options: there, typed: there.some((option) => "typed" in option && option.typed) };
}
