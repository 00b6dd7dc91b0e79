/** `snakebridge.json` as a tree with places. */
import { findNodeAtOffset, getNodePath, parseTree, type Node } from "jsonc-parser";
import type { Position, Range } from "vscode-languageserver-protocol";

export interface ConfigSource {
  readonly uri: string;
  readonly text: string;
  offsetAt(position: Position): number;
  positionAt(offset: number): Position;
}

export function isConfiguration(uri: string): boolean {
  return /(?:^|[/.])snakebridge\.json$/.test(uri);
}

export function treeOf(document: ConfigSource): Node | undefined {
  return parseTree(document.text.replace(/^\uFEFF/, " "), [], {
    allowTrailingComma: true,
    disallowComments: false,
  });
}

export function rangeOfNode(document: ConfigSource, node: Node, inner = false): Range {
  const quotes = inner && (node.type === "string" || node.type === "property") ? 1 : 0;
  return {
    start: document.positionAt(node.offset + quotes),
    end: document.positionAt(node.offset + node.length - quotes),
  };
}

/** A place in the configuration that names something of Python or of the disk. */
export type NamedPlace =
  | { kind: "module"; module: string; node: Node }
  | { kind: "submodule"; module: string; name: string; node: Node }
  /** An entry of `only`, `exclude`, or a key of `rename`. */
  | { kind: "name"; module: string; name: string; node: Node; setting: "only" | "exclude" | "rename" }
  /** What a name is exported as: a value of `rename`. */
  | { kind: "export"; module: string; name: string; exported: string; node: Node }
  | { kind: "import"; module: string; node: Node }
  | { kind: "file"; path: string; node: Node }
  /** The folder of the wrappers. */
  | { kind: "outDir"; path: string; node: Node };

export function namedPlaces(root: Node): NamedPlace[] {
  const found: NamedPlace[] = [];
  const visit = (node: Node): void => {
    const place = placeOf(node);
    if (place) {
      found.push(place);
    }
    for (const child of node.children ?? []) {
      visit(child);
    }
  };
  visit(root);
  return found;
}

/** What the string at the offset names. */
export function placeAt(root: Node, offset: number): NamedPlace | undefined {
  const node = findNodeAtOffset(root, offset, true);
  return node ? placeOf(node) : undefined;
}

export function isKey(node: Node): boolean {
  return node.parent?.type === "property" && node.parent.children?.[0] === node;
}

function placeOf(node: Node): NamedPlace | undefined {
  if (node.type !== "string" || typeof node.value !== "string") {
    return undefined;
  }
  const value = node.value;
  const path = getNodePath(node).map(String);
  const [first, second, third] = path;
  if (first === "modules" && isKey(node)) {
    if (path.length === 2) {
      return { kind: "module", module: value, node };
    }
    return path.length === 4 && third === "rename"
      ? { kind: "name", module: second ?? "", name: value, node, setting: "rename" }
      : undefined;
  }
  if (first === "modules" && path.length === 4 && second !== undefined) {
    if (third === "submodules") {
      return { kind: "submodule", module: second, name: value, node };
    }
    if (third === "only" || third === "exclude") {
      return { kind: "name", module: second, name: value, node, setting: third };
    }
  }
  if (first === "modules" && path.length === 4 && third === "rename" && second !== undefined) {
    return { kind: "export", module: second, name: path[3] ?? "", exported: value, node };
  }
  if (first === "pool" && second === "imports" && path.length === 3) {
    return { kind: "import", module: value, node };
  }
  if (
    (first === "extends" && !isKey(node)) ||
    (first === "python" && second === "requirementsFiles" && path.length === 3)
  ) {
    return { kind: "file", path: value, node };
  }
  if (first === "outDir" && path.length === 1 && !isKey(node)) {
    return { kind: "outDir", path: value, node };
  }
  return undefined;
}
