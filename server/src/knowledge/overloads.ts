/** Matches the arguments of a call with signatures: which overload, which parameter, what is missing. */
import type { Argument, ArgumentShape } from "../analysis/expression.js";
import type { Parameter, Signature, TypeNode } from "./model.js";

export interface Match {
  signature: Signature;
  /** Parameter of each positional argument, in order; undefined where there are too many. */
  positional: (Parameter | undefined)[];
  missing: Parameter[];
  /** Keywords that no parameter takes. */
  unknown: string[];
  /** Positional arguments that no parameter takes. */
  excess: number;
  /** Given by position and again by keyword. */
  doubled: string[];
  /** Something hides what is passed: a spread, `kw(variable)`. */
  open: boolean;
  /** Types that can't fit. */
  misfits: number;
}

export const byPosition = (parameter: Parameter): boolean =>
  parameter.kind === "positional-only" || parameter.kind === "positional-or-keyword";

export function matchArguments(signature: Signature, given: readonly Argument[]): Match {
  const slots = signature.params.filter(byPosition);
  const rest = signature.params.find((parameter) => parameter.kind === "var-positional");
  const keywordRest = signature.params.some((parameter) => parameter.kind === "var-keyword");
  const match: Match = {
    signature,
    positional: [],
    missing: [],
    unknown: [],
    excess: 0,
    doubled: [],
    open: false,
    misfits: 0,
  };
  const filled = new Set<string>();
  for (const argument of given) {
    if (argument.kind === "spread") {
      match.open = true;
      match.positional.push(undefined);
    } else if (argument.kind === "positional") {
      const parameter = slots[match.positional.length] ?? rest;
      match.positional.push(parameter);
      if (!parameter) {
        match.excess += 1;
      } else if (parameter !== rest && argument.shape !== "undefined") {
        filled.add(parameter.name);
      }
      if (parameter && !fits(argument.shape, parameter.type)) {
        match.misfits += 1;
      }
    } else {
      match.open ||= argument.complete === false;
      for (const keyword of argument.keywords ?? []) {
        const parameter = signature.params.find(
          (candidate) =>
            candidate.name === keyword.name &&
            (candidate.kind === "positional-or-keyword" || candidate.kind === "keyword-only"),
        );
        if (parameter) {
          if (filled.has(parameter.name)) {
            match.doubled.push(parameter.name);
          }
          filled.add(parameter.name);
          match.misfits += fits(keyword.shape, parameter.type) ? 0 : 1;
        } else if (!keywordRest) {
          match.unknown.push(keyword.name);
        }
      }
    }
  }
  if (!match.open) {
    match.missing = signature.params.filter(
      (parameter) =>
        parameter.optional !== true &&
        parameter.kind !== "var-positional" &&
        parameter.kind !== "var-keyword" &&
        !filled.has(parameter.name),
    );
  }
  return match;
}

export function isAcceptable(match: Match): boolean {
  return (
    match.missing.length === 0 &&
    match.unknown.length === 0 &&
    match.excess === 0 &&
    match.doubled.length === 0
  );
}

/** Whether a call may be of this overload, as far as its arguments tell. */
export function accepts(signature: Signature, given: readonly Argument[]): boolean {
  const match = matchArguments(signature, given);
  return isAcceptable(match) && match.misfits === 0;
}

/** The first overload that accepts the arguments, else the one that objects least. */
export function chooseSignature(
  signatures: readonly Signature[],
  given: readonly Argument[],
): Signature | undefined {
  let best: { signature: Signature; cost: number } | undefined;
  for (const signature of signatures) {
    const match = matchArguments(signature, given);
    const cost =
      match.misfits +
      10 * (match.missing.length + match.unknown.length + match.excess + match.doubled.length);
    if (cost === 0) {
      return signature;
    }
    if (!best || cost < best.cost) {
      best = { signature, cost };
    }
  }
  return best?.signature;
}

const acceptsNumber =
  /(?:^|\.)(?:int|float|complex|bool|object|Number|Real|Integral|Complex|SupportsIndex|SupportsInt|SupportsFloat|number|floating|integer)/;
const containers = /(?:^|\.)(?:list|dict|tuple|set|frozenset|Sequence|Mapping|Iterable|Callable)$/;

/** False only where the argument can certainly not be of the type. */
function fits(shape: ArgumentShape, type: TypeNode | undefined): boolean {
  if (!type || shape === "unknown" || shape === "undefined") {
    return true;
  }
  switch (type.kind) {
    case "union":
      return type.items.some((item) => fits(shape, item));
    case "none":
      return shape === "null";
    case "literal":
      return type.values.some(
        (value) =>
          typeof value === shape ||
          (value === null && shape === "null") ||
          (typeof value === "object" && value !== null),
      );
    case "tuple":
      return shape === "array";
    case "callable":
      return shape === "function";
    case "ref":
      switch (shape) {
        case "null":
          return type.name === "object" || type.name.includes("Optional");
        case "string":
          return !containers.test(type.name) || /Sequence|Iterable/.test(type.name)
            ? !/^(?:int|float|bool|bytes|complex)$/.test(type.name)
            : false;
        case "number":
          return (
            acceptsNumber.test(type.name) ||
            !(type.name === "str" || type.name === "bytes" || containers.test(type.name))
          );
        case "boolean":
          return (
            acceptsNumber.test(type.name) ||
            !(type.name === "str" || type.name === "bytes" || containers.test(type.name))
          );
        case "array":
          return (
            !/^(?:int|float|bool|str|bytes|complex|dict)$/.test(type.name) &&
            !/Mapping|Callable|SupportsIndex/.test(type.name)
          );
        case "object":
          return (
            !/^(?:int|float|bool|str|bytes|complex|list|tuple)$/.test(type.name) &&
            !/Callable|SupportsIndex/.test(type.name)
          );
        case "function":
          return !/^(?:int|float|bool|str|bytes|complex|list|tuple|dict|set)$/.test(type.name);
      }
      return true;
    default:
      return true;
  }
}
