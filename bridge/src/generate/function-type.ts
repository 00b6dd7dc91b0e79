/** Function types, in both directions, and the items of tuples, which a list of parameters is as well. */
import type { Parameter, TypeNode } from "../description/model.js";
import { arrayOf } from "./text.js";
import type { TypeWriter } from "./type.js";
import { anyNode } from "./type-node.js";

type CallableNode = Extract<TypeNode, { kind: "callable" }>;

/** The items of a tuple, unpacked ones spread. */
export function tupleItems(
  items: readonly TypeNode[],
  writer: TypeWriter,
  write: (item: TypeNode) => string,
): string {
  return items
    .map((item) => (item.kind === "unpack" ? `...${spread(item.item, writer, write)}` : write(item)))
    .join(", ");
}

function spread(item: TypeNode, writer: TypeWriter, write: (item: TypeNode) => string): string {
  if (item.kind === "tuple" && item.variadic) return arrayOf(write(item.items[0] ?? anyNode));
  const pack = item.kind === "typevar" ? writer.pack(item.name) : undefined;
  if (pack !== undefined) return pack;
  return `${writer.scope.typed("PyAny")}[]`;
}

/** A function that the caller passes: it gets values, and may answer later. */
export function callbackType(node: CallableNode, writer: TypeWriter): string {
  const params = callableParams(node, writer, (type) => writer.value(type));
  const returns = node.returns.kind === "none" ? "void" : callbackResult(node.returns, writer);
  return `(${params}) => ${returns}`;
}

function callbackResult(node: TypeNode, writer: TypeWriter): string {
  const arg = writer.arg(node);
  if (arg === writer.scope.typed("PyArg")) return "unknown";
  return `${arg} | ${writer.scope.global("PromiseLike")}<${arg}>`;
}

/** A function that Python gives. */
export function functionType(node: CallableNode, writer: TypeWriter): string {
  return `(${callableParams(node, writer, (type) => writer.arg(type))}) => ${writer.pending(node.returns)}`;
}

function callableParams(
  node: CallableNode,
  writer: TypeWriter,
  write: (type: TypeNode | undefined) => string,
): string {
  const pack = node.paramSpec === undefined ? undefined : writer.pack(node.paramSpec);
  const rest = pack === undefined ? `...args: ${writer.scope.typed("PyAny")}[]` : `...args: ${pack}`;
  if (node.params === undefined) return rest;
  const taken = new Set<string>();
  const texts: string[] = [];
  let optional = false;
  for (const [index, param] of node.params.entries()) {
    if (param.kind === "keyword-only" || param.kind === "var-keyword") continue;
    const name = callbackParameter(param, index, taken);
    if (param.kind === "var-positional") {
      texts.push(`...${name}: ${arrayOf(write(param.type))}`);
      break;
    }
    optional ||= param.optional === true;
    texts.push(`${name}${optional ? "?" : ""}: ${write(param.type)}`);
  }
  if (node.paramSpec !== undefined) texts.push(rest);
  return texts.join(", ");
}

export function callbackParameter(param: Parameter, index: number, taken: Set<string>): string {
  let name = /^[A-Za-z_][A-Za-z0-9_]*$/.test(param.name)
    ? param.name.replace(/^_+(?=[A-Za-z])/, "")
    : `arg${index}`;
  if (!/^[A-Za-z]/.test(name) || notParameterNames.has(name)) name = `arg${index}`;
  while (taken.has(name)) name += "_";
  taken.add(name);
  return name;
}

const notParameterNames = new Set(
  `break case catch class const continue debugger default delete do else enum export extends false finally for function
  if import in instanceof new null return super switch this throw true try typeof var void while with implements
  interface let package private protected public static yield await arguments eval`.split(/\s+/),
);
