/** Python inside ``python.eval`...` `` and ``python.exec`...` ``: enough to complete members of modules. */
import ts from "typescript";
import type { CompletionContext } from "./expression.js";
import type { Evaluator } from "./evaluate.js";

/** The Python text before the cursor; values are replaced by blanks of the same length. */
function textBefore(tagged: ts.TaggedTemplateExpression, offset: number, file: ts.SourceFile): string {
  const template = tagged.template;
  const start = template.getStart(file) + 1;
  let text = file.text.slice(start, offset);
  if (ts.isTemplateExpression(template)) {
    for (const span of template.templateSpans) {
      const from = span.expression.pos - 2 - start;
      const to = Math.min(span.literal.getStart(file) + 1, offset) - start;
      if (from < text.length && to > from) {
        text = text.slice(0, from) + " ".repeat(to - from) + text.slice(to);
      }
    }
  }
  return text;
}

/** `import a.b as c`, `import a`, `from a import b as c`: local name to dotted path. */
export function pythonImports(source: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const match of source.matchAll(/(?:^|[\n;])[ \t]*import[ \t]+([^\n;#]+)/g)) {
    for (const part of (match[1] ?? "").split(",")) {
      const named = /^\s*([\w.]+)(?:\s+as\s+(\w+))?\s*$/.exec(part);
      if (named?.[1]) {
        const top = named[1].split(".")[0] ?? named[1];
        found.set(named[2] ?? top, named[2] ? named[1] : top);
      }
    }
  }
  for (const match of source.matchAll(
    /(?:^|[\n;])[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]+\(?([^\n;#)]+)/g,
  )) {
    for (const part of (match[2] ?? "").split(",")) {
      const named = /^\s*(\w+)(?:\s+as\s+(\w+))?\s*$/.exec(part);
      if (named?.[1]) {
        found.set(named[2] ?? named[1], `${match[1] ?? ""}.${named[1]}`);
      }
    }
  }
  return found;
}

/** Is the end of the text inside a Python string or comment? */
function inPythonString(text: string): boolean {
  const line = text.slice(text.lastIndexOf("\n") + 1);
  let quote = "";
  for (let index = 0; index < line.length; index += 1) {
    const character = line[index] ?? "";
    if (quote) {
      if (character === "\\") {
        index += 1;
      } else if (character === quote) {
        quote = "";
      }
    } else if (character === "'" || character === '"') {
      quote = character;
    } else if (character === "#") {
      return true;
    }
  }
  return quote !== "";
}

export function pythonSourceContext(
  tagged: ts.TaggedTemplateExpression,
  offset: number,
  evaluator: Evaluator,
): CompletionContext | null {
  const tag = evaluator.evaluate(tagged.tag);
  if (tag?.kind !== "host" || (tag.name !== "eval" && tag.name !== "exec")) {
    return null;
  }
  const before = textBefore(tagged, offset, evaluator.file);
  const path = /((?:[A-Za-z_]\w*\s*\.\s*)*)([A-Za-z_]\w*)?$/.exec(before);
  if (!path || inPythonString(before)) {
    return null;
  }
  const steps = (path[1] ?? "").split(".").map((step) => step.trim());
  steps.pop();
  const typed = path[2] ?? "";
  return {
    kind: "python-source",
    path: steps,
    typed: { start: offset - typed.length, end: offset },
    imports: allImports(evaluator.file, evaluator, before),
  };
}

/** Imports made by any ``python.exec`...` `` of the document hold for the session's later templates. */
function allImports(file: ts.SourceFile, evaluator: Evaluator, before: string): Map<string, string> {
  const found = new Map<string, string>();
  if (/\bimport\b/.test(file.text)) {
    const visit = (node: ts.Node): void => {
      if (ts.isTaggedTemplateExpression(node)) {
        const tag = evaluator.evaluate(node.tag);
        if (tag?.kind === "host" && tag.name === "exec") {
          for (const [name, path] of pythonImports(node.template.getText(file).slice(1, -1))) {
            found.set(name, path);
          }
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  for (const [name, path] of pythonImports(before)) {
    found.set(name, path);
  }
  return found;
}
