/** The edits that turn `python.module("x")` into an import of its wrapper; no call changes. */
import type { TextEdit } from "vscode-languageserver-protocol";
import type { ImportStyle, ModuleUse, Span } from "../analysis/expression.js";
import { lastStep } from "../knowledge/lookup.js";
import type { AnalyzedSource } from "../source-document.js";

export function rewriteImport(document: AnalyzedSource, module: string, specifier: string): TextEdit[] {
  const uses = document.analysis.occurrences().modules.filter((use) => use.module === module);
  const style = document.analysis.imports();
  const edits: TextEdit[] = [];
  let shared: string | undefined;
  for (const use of uses) {
    const declaration = use.declaration;
    const replaceable =
      declaration?.sole === true && declaration.topLevel && !declaration.exported && use.isDefaultSession;
    if (replaceable) {
      edits.push({
        range: document.rangeOf(declaration.statement),
        newText: importOf(declaration, specifier, style),
      });
      continue;
    }
    if (shared === undefined) {
      shared = freeName(lastStep(module), document, uses);
      const text = importOf({ variable: shared }, specifier, style);
      const at = document.rangeOf({ start: style.insertAt, end: style.insertAt });
      edits.push({ range: at, newText: `${text}\n` });
    }
    edits.push({
      range: document.rangeOf(use.span),
      newText: use.isDefaultSession ? shared : `${use.receiver}.bind(${shared})`,
    });
  }
  const unused =
    edits.length > 0 ? removeUnusedPython(document, uses, style, shared !== undefined) : undefined;
  if (unused) {
    edits.push(unused);
  }
  return edits;
}

function importOf(
  declaration: { variable?: string; destructured?: { property: string; variable: string }[] },
  specifier: string,
  style: ImportStyle,
): string {
  const from = style.quote + specifier + style.quote;
  const end = style.semicolon ? ";" : "";
  if (declaration.destructured) {
    const names = declaration.destructured.map(({ property, variable }) =>
      property === variable ? property : `${property}${style.commonjs ? ": " : " as "}${variable}`,
    );
    const list = `{ ${names.join(", ")} }`;
    return style.commonjs ? `const ${list} = require(${from})${end}` : `import ${list} from ${from}${end}`;
  }
  const variable = declaration.variable ?? "module";
  return style.commonjs
    ? `const ${variable} = require(${from})${end}`
    : `import * as ${variable} from ${from}${end}`;
}

function freeName(wanted: string, document: AnalyzedSource, uses: readonly ModuleUse[]): string {
  const outside = uses.reduceRight(
    (text, use) => text.slice(0, use.nameSpan.start) + text.slice(use.nameSpan.end),
    document.text,
  );
  let name = wanted;
  while (new RegExp(`\\b${name}\\b`).test(outside)) {
    name += "_";
  }
  return name;
}

/** `python` in `import { python, kw }`, if no use is left. */
function removeUnusedPython(
  document: AnalyzedSource,
  uses: readonly ModuleUse[],
  style: ImportStyle,
  replacedInPlace: boolean,
): TextEdit | undefined {
  const statement = style.packageImport;
  const own = statement?.names.find((name) => name.imported === "python");
  if (!statement || !own || uses.some((use) => !use.isDefaultSession)) {
    return undefined;
  }
  const removed = [...uses.map((use) => use.span), statement.span].sort(
    (first, second) => second.start - first.start,
  );
  const rest = removed.reduce(
    (text, span) => text.slice(0, span.start) + text.slice(span.end),
    document.text,
  );
  if (new RegExp(`\\b${own.local}\\b`).test(rest)) {
    return undefined;
  }
  const others = statement.names.filter((name) => name !== own);
  if (others.length === 0) {
    const { start } = statement.span;
    const end = endOfRemovedLine(document.text, statement.span, replacedInPlace);
    return { range: document.rangeOf({ start, end }), newText: "" };
  }
  const index = statement.names.indexOf(own);
  const next = statement.names[index + 1];
  const previous = statement.names[index - 1];
  const span = next
    ? { start: own.span.start, end: next.span.start }
    : { start: previous?.span.end ?? own.span.start, end: own.span.end };
  return { range: document.rangeOf(span), newText: "" };
}

/** Takes the line's end along; and the empty lines below it, unless another import stands in its place. */
function endOfRemovedLine(text: string, { start, end }: Span, replaced: boolean): number {
  const atTop = /^\s*$/.test(text.slice(0, start)) || /\n[ \t]*\r?\n[ \t]*$/.test(text.slice(0, start));
  const below = (atTop && !replaced ? /^(?:[ \t]*\r?\n)+/ : /^[ \t]*\r?\n/).exec(text.slice(end));
  return end + (below?.[0].length ?? 0);
}
