/** Completion, hover, links, symbols and folding in `snakebridge.json`: what a JSON Schema can't know. */
import { dirname, resolve as resolvePath } from "node:path";
import { findNodeAtOffset, getNodePath, type Node } from "jsonc-parser";
import {
  CompletionItemKind,
  FoldingRangeKind,
  SymbolKind,
  type CompletionItem,
  type CompletionList,
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  type Position,
} from "vscode-languageserver-protocol";
import { URI } from "vscode-uri";
import { pathContainer } from "../features/completion-modules.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import { lastStep, memberOf } from "../knowledge/lookup.js";
import { moduleText, symbolText } from "../presentation/explain.js";
import { completionKind } from "../presentation/symbols.js";
import { isKey, namedPlaces, placeAt, rangeOfNode, treeOf, type ConfigSource } from "./config-document.js";

export function configCompletion(
  document: ConfigSource,
  position: Position,
  knowledge: Knowledge,
): CompletionList | null {
  const root = treeOf(document);
  const offset = document.offsetAt(position);
  const node = root ? findNodeAtOffset(root, offset, true) : undefined;
  if (!node) {
    return null;
  }
  const place = slotAt(node, offset);
  if (!place) {
    return null;
  }
  const quoted = node.type === "string" && offset > node.offset && offset < node.offset + node.length;
  const range = quoted ? rangeOfNode(document, node) : { start: position, end: position };
  const suffix = place.key ? ": {}" : "";
  const follows = document.text
    .slice(node.offset + node.length)
    .trimStart()
    .startsWith(":");
  const item = (name: string, more: Partial<CompletionItem>): CompletionItem => ({
    label: name,
    filterText: `"${name}"`,
    textEdit: { range, newText: `"${name}"${quoted && follows ? "" : suffix}` },
    ...more,
  });
  if (place.kind === "module") {
    return {
      isIncomplete: knowledge.installed() === undefined,
      items: (knowledge.installed() ?? [])
        .filter((module) => !place.present.has(module.name))
        .map((module) =>
          item(module.name, {
            kind: CompletionItemKind.Module,
            sortText: `${module.name.startsWith("_") ? "8" : module.standardLibrary ? "2" : "1"}${module.name}`,
            ...(module.version === undefined
              ? {}
              : { detail: `${module.distribution ?? module.name} ${module.version}` }),
          }),
        ),
    };
  }
  const state = knowledge.module(place.module);
  if (state.state !== "described") {
    return state.state === "waiting" ? { isIncomplete: true, items: [] } : null;
  }
  const { description } = state;
  if (place.kind === "submodule") {
    return {
      isIncomplete: false,
      items: description.submodules
        .map((submodule) => lastStep(submodule.name))
        .filter((name) => !place.present.has(name))
        .map((name) => item(name, { kind: CompletionItemKind.Module })),
    };
  }
  return {
    isIncomplete: false,
    items: description.entries
      .filter(({ name }) => !place.present.has(name))
      .map((brief) =>
        item(brief.name, {
          kind: completionKind(brief),
          ...(brief.detail === undefined ? {} : { detail: brief.detail }),
        }),
      ),
  };
}

type Slot =
  | { kind: "module"; present: Set<string>; key: boolean }
  | { kind: "submodule" | "name"; module: string; present: Set<string>; key: boolean };

/** What belongs where the cursor is. */
function slotAt(node: Node, offset: number): Slot | undefined {
  const container =
    node.type === "object" || node.type === "array"
      ? node
      : node.parent?.type === "property"
        ? node.parent.parent
        : node.parent;
  if (!container || (node.type === "string" && !isKey(node) && container.type === "object")) {
    return undefined;
  }
  if (container === node && (offset <= node.offset || offset >= node.offset + node.length)) {
    return undefined;
  }
  const path = getNodePath(container).map(String);
  const present = new Set(
    (container.children ?? [])
      .filter((child) => child !== node && child !== node.parent)
      .map((child): unknown => (child.type === "property" ? child.children?.[0]?.value : child.value))
      .filter((value) => typeof value === "string"),
  );
  if (path.length === 1 && path[0] === "modules" && container.type === "object") {
    return { kind: "module", present, key: true };
  }
  if (path.length === 2 && path[0] === "pool" && path[1] === "imports") {
    return { kind: "module", present, key: false };
  }
  if (path.length === 3 && path[0] === "modules") {
    const module = path[1] ?? "";
    switch (path[2]) {
      case "submodules":
        return { kind: "submodule", module, present, key: false };
      case "only":
      case "exclude":
        return { kind: "name", module, present, key: false };
      default:
        return undefined;
    }
  }
  return undefined;
}

export function configHover(document: ConfigSource, position: Position, knowledge: Knowledge): Hover | null {
  const root = treeOf(document);
  const place = root ? placeAt(root, document.offsetAt(position)) : undefined;
  if (!place || place.kind === "file" || place.kind === "outDir" || place.kind === "export") {
    return null;
  }
  const module = place.kind === "submodule" ? `${place.module}.${place.name}` : place.module;
  const state = knowledge.module(module);
  if (state.state !== "described") {
    return state.state === "waiting"
      ? { contents: `Python module \`${module}\`: discovering…`, range: rangeOfNode(document, place.node) }
      : null;
  }
  let text = moduleText(state.description);
  if (place.kind === "name") {
    const [first = "", ...rest] = place.name.split(".");
    let found = memberOf(pathContainer(module.split("."), knowledge), first, knowledge);
    for (const name of rest) {
      found = memberOf(found, name, knowledge);
    }
    if (found.kind !== "symbol") {
      return null;
    }
    text = symbolText(found.symbol, state.description, found.owner);
  }
  return { contents: { kind: "markdown", value: text }, range: rangeOfNode(document, place.node) };
}

export function configLinks(document: ConfigSource, knowledge: Knowledge): DocumentLink[] {
  const root = treeOf(document);
  return (root ? namedPlaces(root) : []).flatMap((place) => {
    const range = rangeOfNode(document, place.node, true);
    if (place.kind === "export") {
      return [];
    }
    if (place.kind === "file" || place.kind === "outDir") {
      if (!document.uri.startsWith("file:") || place.path.includes("${")) {
        return [];
      }
      return [
        {
          range,
          target: URI.file(resolvePath(dirname(URI.parse(document.uri).fsPath), place.path)).toString(),
        },
      ];
    }
    const module = place.kind === "submodule" ? `${place.module}.${place.name}` : place.module;
    const state = place.kind === "name" ? undefined : knowledge.module(module);
    const file = state?.state === "described" ? state.description.file : undefined;
    return file !== undefined && /\.pyi?$/.test(file) ? [{ range, target: URI.file(file).toString() }] : [];
  });
}

/** Modules and their settings, for the outline of clients without JSON support. */
export function configSymbols(document: ConfigSource): DocumentSymbol[] {
  const root = treeOf(document);
  const symbols = (node: Node | undefined): DocumentSymbol[] =>
    (node?.type === "object" ? (node.children ?? []) : []).flatMap((property) => {
      const [key, value] = property.children ?? [];
      if (!key || key.value === "") {
        return [];
      }
      const path = getNodePath(key);
      return [
        {
          name: String(key.value),
          kind: path.length === 2 && path[0] === "modules" ? SymbolKind.Module : SymbolKind.Property,
          range: rangeOfNode(document, property),
          selectionRange: rangeOfNode(document, key),
          children: symbols(value),
        },
      ];
    });
  return symbols(root);
}

export function configFolding(document: ConfigSource): FoldingRange[] {
  const root = treeOf(document);
  const ranges: FoldingRange[] = [];
  const visit = (node: Node): void => {
    if (node.type === "object" || node.type === "array") {
      const { start, end } = rangeOfNode(document, node);
      if (end.line > start.line + 1) {
        ranges.push({ startLine: start.line, endLine: end.line - 1, kind: FoldingRangeKind.Region });
      }
    }
    for (const child of node.children ?? []) {
      visit(child);
    }
  };
  if (root) {
    visit(root);
  }
  return ranges;
}
