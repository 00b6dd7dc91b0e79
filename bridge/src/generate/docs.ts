/** Docstrings as TSDoc: the text, parameters, deprecation, and where the source is. */
import { docstringMarkdown, docstringParts } from "../description/docstring/markdown.js";
import type { CallableSymbol, Deprecation, Location } from "../description/model.js";
import { commentLines } from "./literal.js";
import type { ModulePlan } from "./plan.js";

interface Documented {
  signatures?: CallableSymbol["signatures"];
  doc?: string;
  location?: Location;
  stub?: Location;
  deprecated?: Deprecation;
}

/** The comment for a symbol, indented, or no lines where there is nothing to say. */
export function docComment(symbol: Documented, plan: ModulePlan, indent = ""): string[] {
  const style = plan.options.docs ?? "full";
  if (style === "none") return deprecation(symbol, indent);
  const lines: string[] = [];
  const tags: string[] = [];
  if (symbol.doc !== undefined && style === "full" && symbol.signatures !== undefined) {
    const { body, parameters, returns } = docstringParts(symbol.doc);
    lines.push(...descriptionLines(body, style));
    tags.push(...parameterTags(symbol.signatures, parameters));
    if (returns !== undefined && returns !== "") tags.push(`@returns ${oneLine(returns)}`);
  } else if (symbol.doc !== undefined) {
    lines.push(...descriptionLines(docstringMarkdown(symbol.doc, Infinity), style));
  }
  if (symbol.deprecated !== undefined) tags.push(deprecatedTag(symbol.deprecated));
  const source = sourceOf(symbol, plan);
  if (source !== undefined) tags.push(`@see ${source}`);
  if (lines.length > 0 && tags.length > 0) lines.push("");
  return block([...lines, ...tags], indent);
}

function deprecation(symbol: Documented, indent: string): string[] {
  return symbol.deprecated === undefined ? [] : block([deprecatedTag(symbol.deprecated)], indent);
}

/** Every line of a comment goes through here, so that nothing of it can end the comment. */
function block(texts: readonly string[], indent: string): string[] {
  const lines = texts.flatMap(commentLines);
  if (lines.length === 0) return [];
  const [only] = lines;
  if (lines.length === 1 && only !== undefined && only.length < 100) return [`${indent}/** ${only} */`];
  return [
    `${indent}/**`,
    ...lines.map((line) => `${indent} *${line === "" ? "" : ` ${line}`}`),
    `${indent} */`,
  ];
}

function descriptionLines(doc: string, style: "full" | "summary"): string[] {
  const text = style === "summary" ? (doc.trim().split(/\n\s*\n/)[0] ?? "") : doc.trim();
  return protectTags(commentLines(text));
}

/** Keeps text from being read as TSDoc tags: outside of code, an `@` that begins a word is escaped. */
function protectTags(lines: readonly string[]): string[] {
  let fenced = false;
  return lines.map((line) => {
    if (/^\s*(```|~~~)/.test(line)) {
      fenced = !fenced;
      return line;
    }
    return fenced ? line : line.replace(/(^|[\s{(])@(?=[A-Za-z])/g, "$1\\@");
  });
}

function parameterTags(
  signatures: CallableSymbol["signatures"],
  docs: ReadonlyMap<string, string>,
): string[] {
  const found = new Map<string, string>();
  for (const { params } of signatures) {
    for (const { name, doc } of params) {
      // What the docstring says is Markdown already; a code block does not fit into a tag's line.
      const text = docs.get(name)?.split(/\n*```/)[0] ?? doc;
      if (text !== undefined && text.trim() !== "" && !found.has(name)) found.set(name, text);
    }
  }
  return [...found].map(([name, text]) => `@param ${oneLine(name)} - ${oneLine(text)}`);
}

function oneLine(text: string): string {
  return protectTags(commentLines(text)).join(" ").replace(/\s+/g, " ").trim();
}

function deprecatedTag({ message, since }: Deprecation): string {
  const parts = [since === undefined ? "" : `since ${oneLine(since)}`, oneLine(message)].filter(
    (part) => part !== "",
  );
  return `@deprecated ${parts.join(": ")}`.trim();
}

/** Where the source is, relative to the folder of the library, so that the same library gives the same text anywhere. */
export function sourceOf(symbol: Documented, plan: ModulePlan): string | undefined {
  const location = symbol.location ?? symbol.stub;
  if (location === undefined) return undefined;
  const path = libraryPath(location.file, plan);
  return path === undefined ? undefined : oneLine(`${path}:${location.line}`);
}

const libraryFolders =
  /^.*\/(?:site-packages|dist-packages|lib\/python\d+\.\d+|Lib|typeshed\/stdlib|typeshed\/stubs\/[^/]+)\//;

function libraryPath(file: string, plan: ModulePlan): string | undefined {
  const path = file.replaceAll("\\", "/");
  const match = libraryFolders.exec(path);
  if (match !== null) return path.slice(match[0].length);
  // A module of the user's own: relative to the folder from which it is imported.
  const own = plan.description.file?.replaceAll("\\", "/");
  if (own === undefined) return undefined;
  const depth = plan.module.split(".").length - (/\/__init__\.[^/]+$/.test(own) ? 0 : 1);
  const root = own
    .split("/")
    .slice(0, -1 - depth)
    .join("/");
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : undefined;
}

/** The first lines of a file: what it is, from what, and the module's own documentation. */
export function moduleComment(plan: ModulePlan): string[] {
  const { doc } = plan.description;
  if (doc === undefined || (plan.options.docs ?? "full") === "none") return [];
  const lines = descriptionLines(doc, plan.options.docs === "summary" ? "summary" : "full");
  return block([...lines, "", "@module"], "");
}
