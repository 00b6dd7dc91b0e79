/** The signatures of what a call calls. */
import type { CallSite } from "../analysis/expression.js";
import { applicable } from "./applicable.js";
import { substitute } from "./generics.js";
import type { DescribedModule, Knowledge } from "./knowledge.js";
import type { MemberSymbol, ModuleMember, Signature } from "./model.js";
import { callResult } from "./results.js";
import { classOfType } from "./value-types.js";
import { locate, resolve } from "./resolve.js";
import { memberOf, symbolType } from "./lookup.js";
import type { Resolution } from "./resolution.js";

export type Called =
  | {
      state: "known";
      name: string;
      signatures: readonly Signature[];
      symbol: ModuleMember | MemberSymbol;
      module?: DescribedModule;
      typed: boolean;
    }
  | { state: "waiting" }
  | { state: "unknown" };

export function calledSignatures(call: CallSite, knowledge: Knowledge, documentUri: string): Called {
  return signaturesOf(resolve(locate(call.callee, knowledge, documentUri), knowledge), call.name, knowledge);
}

export function signaturesOf(target: Resolution, name: string, knowledge: Knowledge): Called {
  if (target.kind === "module-problem") {
    return { state: target.problem === "waiting" ? "waiting" : "unknown" };
  }
  if (target.kind === "value") {
    return fromCallMethod(target, name, knowledge);
  }
  if (target.kind === "either") {
    return whichever(target.options.map((option) => signaturesOf(option, name, knowledge)));
  }
  if (target.kind !== "symbol") {
    return { state: "unknown" };
  }
  const { symbol } = target;
  const found = (signatures: readonly Signature[]): Called => ({
    state: "known",
    name,
    signatures: signatures.map((signature) => withSelf(bound(signature, target), target)),
    symbol,
    typed: target.typed,
    ...(target.module ? { module: target.module } : {}),
  });
  switch (symbol.kind) {
    case "callable": {
      const signatures = applicable(symbol.signatures, target.self, knowledge);
      return signatures.length > 0 ? found(signatures) : { state: "unknown" };
    }
    case "class":
      return symbol.constructor_?.signatures.length
        ? found(symbol.constructor_.signatures)
        : { state: "unknown" };
    case "property":
    case "value": {
      const type = symbolType(target);
      return type
        ? fromCallMethod({ kind: "value", type, typed: target.typed, awaited: false }, name, knowledge)
        : { state: "unknown" };
    }
    default:
      return { state: "unknown" };
  }
}

/** The signatures of all; nothing is said of a call that may be of something unknown. */
function whichever(options: readonly Called[]): Called {
  const known = options.flatMap((option) => (option.state === "known" ? [option] : []));
  const [first] = known;
  if (!first || known.length < options.length) {
    return { state: options.some(({ state }) => state === "waiting") ? "waiting" : "unknown" };
  }
  return {
    ...first,
    signatures: known.flatMap(({ signatures }) => signatures),
    typed: known.some(({ typed }) => typed),
  };
}

/** A method that is reached through its class takes the instance first. */
function withSelf(signature: Signature, target: Resolution & { kind: "symbol" }): Signature {
  const { symbol, owner, self } = target;
  if (symbol.kind !== "callable" || symbol.flavour !== "method" || !owner || self) {
    return signature;
  }
  return { ...signature, params: [{ name: "self", kind: "positional-only" }, ...signature.params] };
}

function bound(signature: Signature, target: Resolution & { kind: "symbol" }): Signature {
  if (target.bindings.size === 0 && !target.self) {
    return signature;
  }
  return {
    ...signature,
    params: signature.params.map((parameter) =>
      parameter.type
        ? { ...parameter, type: substitute(parameter.type, target.bindings, target.self) }
        : parameter,
    ),
    ...(signature.returns ? { returns: substitute(signature.returns, target.bindings, target.self) } : {}),
  };
}

function fromCallMethod(target: Resolution & { kind: "value" }, name: string, knowledge: Knowledge): Called {
  if (!classOfType(target.type, knowledge)) {
    return { state: "unknown" };
  }
  const method = memberOf(target, "__call__", knowledge);
  return method.kind === "symbol" && method.symbol.kind === "callable"
    ? signaturesOf(method, name, knowledge)
    : { state: "unknown" };
}

/** The type that the call's result has, where the description says. */
export function resultOf(call: CallSite, knowledge: Knowledge, documentUri: string): Resolution {
  return callResult(
    resolve(locate(call.callee, knowledge, documentUri), knowledge),
    call.arguments,
    knowledge,
  );
}
