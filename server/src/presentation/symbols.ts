/** Symbols of descriptions as editors show them: icons, one-line details, Markdown. */
import { CompletionItemKind } from "vscode-languageserver-protocol";
import type { ModuleNodeKind } from "../../protocol/index.js";
import type { CallableSymbol, Location, MemberSymbol, ModuleMember } from "../knowledge/model.js";
import { literalText, pythonType, signatureBlock, type Brief } from "snakebridge/tooling";

export type AnySymbol = ModuleMember | MemberSymbol;

export function completionKind(symbol: Brief): CompletionItemKind {
  switch (symbol.kind) {
    case "callable":
      return symbol.flavour === "constructor"
        ? CompletionItemKind.Constructor
        : symbol.flavour?.endsWith("method")
          ? CompletionItemKind.Method
          : CompletionItemKind.Function;
    case "class":
      return symbol.flavour === "enum"
        ? CompletionItemKind.Enum
        : symbol.flavour === "protocol"
          ? CompletionItemKind.Interface
          : CompletionItemKind.Class;
    case "property":
      return symbol.static ? CompletionItemKind.Field : CompletionItemKind.Property;
    case "module":
      return CompletionItemKind.Module;
    case "alias":
      return CompletionItemKind.TypeParameter;
    case "value":
      return /^[A-Z][A-Z0-9_]*$/.test(symbol.name) || symbol.constant
        ? CompletionItemKind.Constant
        : CompletionItemKind.Variable;
  }
}

export function nodeKind(symbol: AnySymbol): ModuleNodeKind {
  switch (symbol.kind) {
    case "callable":
      return symbol.flavour === "function" || symbol.flavour === "callable-object" ? "function" : "method";
    case "alias":
      return "type";
    default:
      return symbol.kind;
  }
}

function callablePrefix(symbol: CallableSymbol, name: string): string {
  const decorator =
    symbol.flavour === "classmethod" || symbol.flavour === "staticmethod" ? `@${symbol.flavour}\n` : "";
  return `${decorator}${symbol.async ? "async " : ""}def ${name}`;
}

/** The symbol's declaration in Python's words, for a code block. */
export function pythonDeclaration(
  symbol: AnySymbol,
  module: string | undefined,
  most = declarationLines,
): string {
  switch (symbol.kind) {
    case "callable": {
      const prefix = callablePrefix(symbol, symbol.name);
      if (symbol.signatures.length === 0) {
        return `${prefix}(...)`;
      }
      return overloads(
        symbol.signatures.map((signature) => signatureBlock(prefix, signature, module)),
        most,
      );
    }
    case "class": {
      const bases = symbol.bases.map((base) => pythonType(base, module)).join(", ");
      const signatures = symbol.constructor_?.signatures ?? [];
      const head = `class ${symbol.name}`;
      if (signatures.length === 0 || symbol.flavour === "enum") {
        return `${head}${bases ? `(${bases})` : ""}`;
      }
      return overloads(
        signatures.map((signature) => signatureBlock(head, { params: signature.params }, module)),
        most,
      );
    }
    case "property":
      return `${symbol.static ? "" : "(property) "}${symbol.name}${symbol.type ? `: ${pythonType(symbol.type, module)}` : ""}`;
    case "value": {
      const type = symbol.type ? pythonType(symbol.type, module) : symbol.class;
      const value = symbol.value === undefined ? "" : ` = ${literalText(symbol.value)}`;
      return `${symbol.name}${type === undefined ? "" : `: ${type}`}${value}`;
    }
    case "alias":
      return `type ${symbol.name} = ${pythonType(symbol.type, module)}`;
    case "module":
      return `module ${symbol.module}`;
  }
}

/** Lines of declarations above the documentation: what is shown should fit on a screen together with its first sentences. */
const declarationLines = 24;

/** As many overloads as fit, the first in any case; signature help shows all of them. */
function overloads(blocks: readonly string[], most: number): string {
  const shown: string[] = [];
  let lines = 0;
  for (const block of blocks) {
    lines += block.split("\n").length;
    if (shown.length > 0 && lines > most) {
      break;
    }
    shown.push(most === declarationLines ? shortLists(block) : block);
  }
  const hidden = blocks.length - shown.length;
  const rest = hidden > 0 ? [`# ${hidden} more overload${hidden === 1 ? "" : "s"}`] : [];
  return [...shown, ...rest].join("\n");
}

/** Literals of which there are dozens (NumPy's names of types) end in `...`. */
export function shortLists(text: string): string {
  return text
    .replace(/Literal\[((?:'[^']*', ){8})(?:'[^']*', )*'[^']*'\]/g, "Literal[$1...]")
    .replace(/((?:"[^"]*" \| ){8})(?:"[^"]*" \| )*"[^"]*"/g, "$1…");
}

/** The first sentence or line. */
export function summaryOf(doc: string | undefined): string | undefined {
  const paragraph = doc
    ?.trim()
    .split(/\n\s*\n/)[0]
    ?.replace(/\s+/g, " ");
  if (!paragraph) {
    return undefined;
  }
  const sentence = /^.*?[.!?](?=\s|$)/.exec(paragraph)?.[0] ?? paragraph;
  return sentence.length > 160 ? `${sentence.slice(0, 157)}...` : sentence;
}

/** The docstring's signature line, which C functions put first, says what the signature already says. */
export function bodyOfDoc(symbol: AnySymbol): string | undefined {
  const doc = symbol.doc?.trim();
  if (!doc) {
    return undefined;
  }
  const [first = ""] = doc.split(/\n\s*\n/, 1);
  const head = first.replace(/\s+/g, " ");
  const whole =
    head.startsWith(`${symbol.name}(`) && /\)(?:\s*->\s*.+)?$/.test(head) && !/[.!?] [A-Z]/.test(head);
  const line = whole ? first : (doc.split("\n", 1)[0] ?? "");
  const repeats = line.startsWith(`${symbol.name}(`);
  return repeats ? doc.slice(line.length).trim() || undefined : doc;
}

export function placeOf(location: Location): string {
  const short = location.file.split(/[\\/]/);
  const packages = short.lastIndexOf("site-packages");
  const library = short.findLastIndex((part) => /^python3\.\d+$/.test(part));
  const from = packages >= 0 ? packages + 1 : library >= 0 ? library + 1 : Math.max(0, short.length - 2);
  return `${short.slice(from).join("/")}:${location.line}`;
}
