/** Where something Python is defined: source, stub, or a virtual document for what is written in C. */
import type { Location, LocationLink, Position, Range } from "vscode-languageserver-protocol";
import { URI } from "vscode-uri";
import { pythonDocumentScheme } from "../../protocol/index.js";
import type { Target } from "../analysis/expression.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import type { Location as SourceLocation } from "../knowledge/model.js";
import { alternatives, classOfType } from "../knowledge/value-types.js";
import { locate, resolve } from "../knowledge/resolve.js";
import { memberOf, qualifiedName } from "../knowledge/lookup.js";
import type { Resolution } from "../knowledge/resolution.js";
import type { AnySymbol } from "../presentation/symbols.js";
import { bodyOfDoc, pythonDeclaration } from "../presentation/symbols.js";
import type { AnalyzedSource } from "../source-document.js";
import { pathContainer } from "./completion-modules.js";
import { findOrigin, type Origin } from "../knowledge/members.js";

export interface DefinitionOptions {
  /** The client takes links that say what was pointed at. */
  links: boolean;
  /** The client shows our virtual documents. */
  virtualDocuments: boolean;
  /** `source`: prefer code that runs; `stub`: prefer declarations. */
  prefer: "source" | "stub";
}

/** For a typed wrapper this is the way from it to Python; TypeScript leads to the wrapper's declaration. */
export function definition(
  document: AnalyzedSource,
  position: Position,
  knowledge: Knowledge,
  options: DefinitionOptions,
): Location[] | LocationLink[] | null {
  const target = document.analysis.targetAt(document.offsetAt(position));
  if (!target) {
    return null;
  }
  const resolution = resolutionOf(target, document, knowledge);
  const places = resolution ? placesOf(resolution, knowledge, options) : [];
  if (places.length === 0) {
    return null;
  }
  const origin = document.rangeOf(target.span);
  return options.links
    ? places.map(({ uri, range }) => ({
        originSelectionRange: origin,
        targetUri: uri,
        targetRange: range,
        targetSelectionRange: range,
      }))
    : places;
}

export function resolutionOf(
  target: Target,
  document: AnalyzedSource,
  knowledge: Knowledge,
): Resolution | undefined {
  switch (target.kind) {
    case "member":
      return memberOf(
        resolve(locate(target.access.object, knowledge, document.uri), knowledge),
        target.access.name,
        knowledge,
      );
    case "binding": {
      const located = locate(target.expression, knowledge, document.uri);
      // The variable of a module or member leads to it; a variable of a result leads nowhere but to its declaration here.
      return located.kind === "module" || located.kind === "member" ? resolve(located, knowledge) : undefined;
    }
    case "module-name":
      return pathContainer(target.module.split("."), knowledge);
    case "path-step":
      return pathContainer(target.path, knowledge);
    case "wrapper": {
      const wrapper = knowledge.wrapperOfImport(target.specifier, document.uri);
      return wrapper ? pathContainer(wrapper.module.split("."), knowledge) : undefined;
    }
    case "keyword":
      return resolve(locate(target.call.callee, knowledge, document.uri), knowledge);
  }
}

function placesOf(resolution: Resolution, knowledge: Knowledge, options: DefinitionOptions): Location[] {
  switch (resolution.kind) {
    case "module":
      return resolution.description.file === undefined
        ? []
        : [placeAt({ file: resolution.description.file, line: 1 })];
    case "symbol":
      return symbolPlaces(resolution, options);
    case "value":
      return alternatives(resolution.type).flatMap((type) => {
        const owner = classOfType(type, knowledge);
        const location = owner?.location ?? owner?.stub;
        return location ? [placeAt(location)] : [];
      });
    case "either":
      return resolution.options.flatMap((option) => placesOf(option, knowledge, options));
    default:
      return [];
  }
}

function symbolPlaces(resolution: Resolution & { kind: "symbol" }, options: DefinitionOptions): Location[] {
  const { symbol, owner, module } = resolution;
  const [first, second] =
    options.prefer === "source" ? [symbol.location, symbol.stub] : [symbol.stub, symbol.location];
  const location = first ?? second;
  if (location) {
    return [placeAt(location)];
  }
  const origin = originOf(resolution);
  if (options.virtualDocuments && origin) {
    return [{ uri: virtualUri(origin), range: lineRange(0) }];
  }
  const fallback =
    owner?.location ??
    owner?.stub ??
    (module?.file === undefined ? undefined : { file: module.file, line: 1 });
  return fallback ? [placeAt(fallback)] : [];
}

function originOf(resolution: Resolution & { kind: "symbol" }): Origin | undefined {
  const { symbol, owner, module } = resolution;
  if (owner) {
    const name = resolution.self?.kind === "ref" ? resolution.self.name : qualifiedName(owner, module);
    return { class: name, name: symbol.name };
  }
  return module ? { module: module.module, name: symbol.name } : undefined;
}

export function placeAt(location: SourceLocation): Location {
  return { uri: URI.file(location.file).toString(), range: lineRange(Math.max(0, location.line - 1)) };
}

function lineRange(line: number): Range {
  return { start: { line, character: 0 }, end: { line, character: 0 } };
}

/** `snakebridge-python:/math/sqrt.py?...`: reads well in a tab and says what to show. */
export function virtualUri(origin: Origin): string {
  const holder = "module" in origin ? origin.module : origin.class;
  return URI.from({
    scheme: pythonDocumentScheme,
    path: `/${holder.replaceAll(".", "/")}/${origin.name}.py`,
    query: JSON.stringify(origin),
  }).toString();
}

/** The text of a virtual document. */
export function virtualText(uri: string, knowledge: Knowledge): string | null {
  const found = readOrigin(uri);
  const symbol = found ? findOrigin(found, knowledge) : undefined;
  if (!symbol) {
    return null;
  }
  const lines = pythonDeclaration(symbol.symbol, symbol.container, Infinity).split("\n");
  const doc = bodyOfDoc(symbol.symbol)?.replaceAll('"""', '\\"\\"\\"');
  return [
    `# ${symbol.container}.${symbol.symbol.name} is written in C: this is its signature and documentation.`,
    "",
    ...lines.map((line, index) =>
      index === lines.length - 1 && isDeclaration(symbol.symbol) ? `${line}:` : line,
    ),
    ...(doc === undefined
      ? []
      : ['    """', ...doc.split("\n").map((line) => (line ? `    ${line}` : "")), '    """']),
    ...(isDeclaration(symbol.symbol) ? ["    ..."] : []),
    "",
  ].join("\n");
}

function isDeclaration(symbol: AnySymbol): boolean {
  return symbol.kind === "callable" || symbol.kind === "class";
}

function readOrigin(uri: string): Origin | undefined {
  try {
    const value = JSON.parse(URI.parse(uri).query) as Partial<{
      module: string;
      class: string;
      name: string;
    }>;
    if (typeof value.name !== "string") {
      return undefined;
    }
    if (typeof value.module === "string") {
      return { module: value.module, name: value.name };
    }
    return typeof value.class === "string" ? { class: value.class, name: value.name } : undefined;
  } catch {
    return undefined;
  }
}
