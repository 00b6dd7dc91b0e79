/**
 * What a wrapper says of a declared result (`docs/wire.md`, "Declared results"): values of subclasses of built-in types
 * arrive as TypeScript was told, and integers beyond the safe range are refused where it was told `number`.
 */
import type { Signature, TypeNode } from "../description/model.js";
import type { Hint, ResultHint } from "../values/hints.js";
import { isText } from "./type-node.js";

/** The hint of what a generator is sent: a parameter's, which `type-hint.ts` knows. */
export type SentHint = (type: TypeNode) => Hint | null;

/** The hint of what any of the overloads gives, or `null` where nothing needs saying. */
export function resultHintOf(
  signatures: readonly Signature[],
  isDeclared: (source: Signature["returnsSource"]) => boolean,
  sent: SentHint,
): ResultHint | null {
  const results = signatures.map(({ returns, returnsSource }): TypeNode =>
    returns === undefined || !isDeclared(returnsSource) ? { kind: "any" } : returns,
  );
  return results.length === 0 ? null : hintOfType({ kind: "union", items: results }, sent);
}

/** The hint of the value of an attribute or a result, or `null`. */
export function hintOfType(type: TypeNode, sent: SentHint): ResultHint | null {
  const form = formOf(type, sent);
  return form === "anything" || form === "nothing" ? null : form;
}

/** `anything`: a value of any type may come, and stays what it is. `nothing`: `None`, which converts by itself. */
type Form = ResultHint | null | "anything" | "nothing";

const scalars: ReadonlyMap<string, ResultHint> = new Map([
  ...(["str", "int", "float", "bool", "bytes", "complex"] as const).map((name) => [name, name] as const),
  ["typing.LiteralString", "str"] as const,
]);
/** The argument that awaiting gives. */
const awaitables: ReadonlyMap<string, number> = new Map([
  ["typing.Awaitable", 0],
  ["typing.Coroutine", 2],
  ["types.CoroutineType", 2],
  ["asyncio.futures.Future", 0],
]);

function formOf(type: TypeNode, sent: SentHint): Form {
  switch (type.kind) {
    case "none":
      return "nothing";
    case "literal":
      return union(type.values.map((value) => literal(value)));
    case "union":
      return union(type.items.map((item) => formOf(item, sent)));
    case "tuple":
      return tuple(type, sent);
    case "ref":
      return reference(type, sent);
    case "callable":
    case "self":
      return null;
    case "any":
    case "raw":
    case "typevar":
    case "unpack":
      return "anything";
  }
}

function literal(value: Extract<TypeNode, { kind: "literal" }>["values"][number]): Form {
  if (value === null) return "nothing";
  if (typeof value === "string") return "str";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return "int";
  return "bytes" in value ? "bytes" : "int" in value ? "int" : null;
}

function tuple(type: Extract<TypeNode, { kind: "tuple" }>, sent: SentHint): ResultHint {
  if (type.variadic) return { items: hintOfType(type.items[0] ?? { kind: "any" }, sent) };
  if (type.items.some((item) => item.kind === "unpack")) return { items: null };
  return { tuple: type.items.map((item) => hintOfType(item, sent)) };
}

function reference({ name, args = [] }: Extract<TypeNode, { kind: "ref" }>, sent: SentHint): Form {
  const argument = (index: number): ResultHint | null => hintOfType(args[index] ?? { kind: "any" }, sent);
  const scalar = scalars.get(name);
  if (scalar !== undefined) return scalar;
  const awaited = awaitables.get(name);
  if (awaited !== undefined) return formOf(args[awaited] ?? { kind: "any" }, sent);
  switch (name) {
    case "list":
      return { list: argument(0) };
    case "set":
      return { set: argument(0) };
    case "frozenset":
      return { frozenset: argument(0) };
    case "tuple":
      return { items: null };
    case "dict":
      return dict(args[0] ?? { kind: "any" }, argument(0), argument(1));
    case "object":
      return "anything";
    case "typing.Iterable":
    case "typing.Iterator":
    case "typing.AsyncIterable":
    case "typing.AsyncIterator": {
      const iter = argument(0);
      return iter === null ? null : { iter };
    }
    case "typing.Generator":
    case "typing.AsyncGenerator":
      return generator(argument(0), args[1] === undefined ? null : sent(args[1]), argument(2));
    default:
      // Of another class, or a type variable's or alias's name: it stays what it is.
      return null;
  }
}

function generator(iter: ResultHint | null, sends: Hint | null, returns: ResultHint | null): Form {
  if (iter === null && sends === null && returns === null) return null;
  return { iter, ...(sends !== null && { sends }), ...(returns !== null && { returns }) };
}

/** TypeScript is told an object where the keys are text, a `Map` where they are anything else, and `any` where nobody knows. */
function dict(keyType: TypeNode, key: ResultHint | null, value: ResultHint | null): ResultHint {
  const unknown = ["any", "raw", "typevar", "union"].includes(keyType.kind);
  return unknown || isText(keyType) ? { dict: value } : { map: [key, value] };
}

function union(forms: readonly Form[]): Form {
  if (forms.includes("anything")) return "anything";
  const told: (ResultHint | null)[] = [];
  for (const form of forms) {
    if (form === "nothing" || form === "anything") continue;
    if (form !== null && typeof form === "object" && "any" in form) told.push(...form.any);
    else told.push(form);
  }
  const texts = told.map((form) => JSON.stringify(form));
  const different = told.filter((_, index) => texts.indexOf(texts[index] ?? "") === index);
  const [only] = different;
  if (different.length === 0) return "nothing";
  if (different.length === 1 && only !== undefined) return only;
  // Beside a member without a form only exact types count, for which text, bytes and truth need no word.
  if (different.includes(null) && !/"(int|float|list|set|frozenset|items|tuple|dict|map)"/.test(texts.join()))
    return null;
  return { any: different };
}
