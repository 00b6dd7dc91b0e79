/** The parts of reStructuredText that docstrings use, as Markdown. */
import { dedent, indentOf } from "./sections.js";
import { gridTable, simpleTable, tableMarkdown } from "./tables.js";

/** Each mark that stands between backticks: a role, a literal, a link, a reference or Markdown's own code. */
const quoted =
  /:(?:[a-z]+:)*([a-z]+):`([^`]+)`|(?<!`)``([^`]+(?:`[^`]+)*?)``(?!`)|`([^`<]+?)\s*<(https?:[^`>]+)>`_{1,2}|(?<!`)`([^`\n]+)`(_{1,2}(?!\w))?/g;

/** Roles, literals, links and substitutions within a line. Markdown's own code spans are left alone. */
export function reStructuredInline(text: string): string {
  const parts: string[] = [];
  let end = 0;
  for (const match of text.matchAll(quoted)) {
    const [whole, role, subject, literal, linkText, address, name, reference] = match;
    parts.push(marksOutsideCode(text.slice(end, match.index)));
    end = match.index + whole.length;
    if (role !== undefined) {
      parts.push(`\`${role === "math" ? (subject ?? "") : roleText(subject ?? "")}\``);
    } else if (literal !== undefined) {
      parts.push(`\`${literal}\``);
    } else if (linkText !== undefined) {
      parts.push(`[${linkText.replace(/\\\s/g, "")}](${address ?? ""})`);
    } else {
      parts.push(reference === undefined ? whole : (name ?? ""));
    }
  }
  parts.push(marksOutsideCode(text.slice(end)));
  return parts.join("");
}

/** `~numpy.ndarray`, `the array <numpy.ndarray>`: what a reader of Python's documentation sees. */
function roleText(subject: string): string {
  return (/^[~!]?([^<]+?)\s*(?:<[^>]+>)?$/.exec(subject)?.[1] ?? subject).replace(/^[~!]/, "");
}

function marksOutsideCode(text: string): string {
  return (
    text
      .replace(/\|([A-Za-z][\w. -]*)\|/g, "$1")
      .replace(/\[(\w+)\]_/g, "[$1]")
      .replace(/ ?\[#\w*\]_/g, "")
      // A blank that only divides a mark from the letters behind it.
      .replace(/\\ /g, "")
      // Pages beside the library's own, which the reader has not.
      .replace(/(?<![\w!])\[([^\]\n]+)\]\((?![a-z][a-z+.-]*:)[^)\n]*\)/gi, "$1")
      // `__new__` would be a bold "new" in Markdown.
      .replace(/(?<![\w/.])((?:\w+\.)*__[a-z][a-z0-9_]*?__(?:\(\))?)(?![\w/])/g, "`$1`")
  );
}

/** Links and roles that go on in the next line, on one. */
function withWholeLinks(lines: readonly string[]): string[] {
  return lines
    .join("\n")
    .replace(/`([^`<]+)<(https?:[^`>]+)>`_{1,2}/g, (_link, text: string, address: string) => {
      return `\`${text.replace(/\s+/g, " ")}<${address.replace(/\s+/g, "")}>\`_`;
    })
    .replace(/:(?:[a-z]+:)+`[^`]*\n[^`]*`/g, (role) => role.replace(/\s*\n\s*/g, " "))
    .split("\n");
}

const admonitions: Record<string, string> = {
  note: "Note",
  warning: "Warning",
  tip: "Tip",
  important: "Important",
  caution: "Caution",
  attention: "Attention",
  danger: "Danger",
  hint: "Hint",
  seealso: "See also",
};

/** Blocks: doctests, literal blocks, directives, paragraphs. */
export function reStructuredBlock(source: readonly string[]): string {
  const lines = withWholeLinks(dedent(source));
  const output: string[] = [];
  let index = 0;
  /** The lines from `index` on that are indented deeper than `depth`. */
  const indented = (depth: number): string[] => {
    const block: string[] = [];
    while (index < lines.length) {
      const line = lines[index] ?? "";
      if (line.trim() !== "" && indentOf(line) <= depth) {
        break;
      }
      block.push(line);
      index += 1;
    }
    return dedent(block);
  };
  while (index < lines.length) {
    const line = lines[index] ?? "";
    const depth = indentOf(line);
    const table = simpleTable(lines, index);
    const grid = gridTable(lines, index);
    const directive = /^\s*\.\.\s+([\w:-]+)::\s*(.*)$/.exec(line);
    const ofMkDocs = /^\s*(?:!!!|\?\?\?\+?)\s+(\w+)(?:\s+"([^"]*)")?\s*$/.exec(line);
    if (/^\s*```/.test(line)) {
      output.push(line);
      index += 1;
      while (index < lines.length && !/^\s*```/.test(lines[index] ?? "")) {
        output.push(lines[index] ?? "");
        index += 1;
      }
      output.push(lines[index] ?? "```");
      index += 1;
    } else if (/^\s*>>> /.test(line) || line.trim() === ">>>") {
      const block: string[] = [];
      while (index < lines.length && (lines[index] ?? "").trim() !== "") {
        block.push((lines[index] ?? "").slice(depth));
        index += 1;
      }
      // Doctests that only a blank line divides are one block.
      if (output[output.length - 1] === "" && output[output.length - 2] === "```" && output.length > 2) {
        output.splice(-2, 2, "");
        output.push(...block, "```");
      } else {
        output.push("```python", ...block, "```");
      }
    } else if (table) {
      index += table.length;
      output.push("", ...tableMarkdown(dedent(table), reStructuredInline), "");
    } else if (grid) {
      index += grid.length;
      output.push("", "```text", ...dedent(grid), "```", "");
    } else if (directive) {
      index += 1;
      output.push(...directiveLines(directive[1] ?? "", directive[2] ?? "", indented(depth)));
    } else if (ofMkDocs) {
      index += 1;
      const kind = ofMkDocs[1] ?? "";
      const title = ofMkDocs[2] ?? kind.charAt(0).toUpperCase() + kind.slice(1);
      output.push(...quotation(title, reStructuredBlock(indented(depth))));
    } else if (/^\s*\.\.\s+(?:_|\[)/.test(line)) {
      const reference = /^\s*\.\.\s+\[(\w+)\]\s+(.*)$/.exec(line);
      index += 1;
      const rest = indented(depth);
      if (reference) {
        output.push(`[${reference[1] ?? ""}] ${reStructuredInline([reference[2] ?? "", ...rest].join(" "))}`);
      }
    } else if (line.trimEnd().endsWith("::")) {
      index += 1;
      const text = line.trimEnd().replace(/\s*::$/, line.trim() === "::" ? "" : ":");
      const block = indented(depth);
      const language = block[0]?.startsWith(">>>") ? "python" : "";
      output.push(
        reStructuredInline(text),
        ...(block.length > 0 ? ["", `\`\`\`${language}`, ...block, "```"] : []),
      );
    } else if ((output.at(-1) ?? "") === "" && isTerm(lines, index)) {
      while (isTerm(lines, index)) {
        const term = (lines[index] ?? "").trim();
        index += 1;
        output.push(...definitionLines(term, reStructuredBlock(indented(depth))));
      }
      output.push("");
    } else {
      output.push(paragraphLine(line));
      index += 1;
    }
  }
  return output
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

const classified = /^((?:\\?\*){0,2}[\w.]+(?:\s*,\s*[\w.]+)*)\s+:\s+(\S.*)$/;

/**
 * The term of a definition list, as the fields of a dictionary are described: a name with its type, or a value in quotes, and its text indented
 * below. Any other line above an indented one may as well begin an example.
 */
function isTerm(lines: readonly string[], index: number): boolean {
  const line = lines[index] ?? "";
  const next = lines[index + 1] ?? "";
  return (
    next.trim() !== "" &&
    indentOf(next) > indentOf(line) &&
    (classified.test(line.trim()) || /^(["'`]{1,2})[^"'`\s]+\1$/.test(line.trim()))
  );
}

/** Markdown has no definition lists: an item with the term in front, as a section of parameters has. */
function definitionLines(term: string, text: string): string[] {
  const [, names, type] = classified.exec(term) ?? [];
  const named =
    names === undefined
      ? reStructuredInline(term)
      : `\`${names.replaceAll("\\", "")}\`: *${reStructuredInline(type ?? "").replaceAll("*", "\\*")}*`;
  const [first = "", ...rest] = text.split("\n");
  return [`- ${named} — ${first}`, ...rest.map((line) => (line === "" ? "" : `  ${line}`))];
}

/** Text that is indented by four would be code in Markdown. */
function paragraphLine(line: string): string {
  const text = reStructuredInline(line);
  const bullet = /^\s*(?:[-*+•]|\d+[.)])\s/.test(text);
  const plain = bullet ? text : text.trimStart();
  return plain
    .replace(/^(\s*)•\s/, "$1- ")
    .replace(/(^|[^\\`])(<)(?=[a-zA-Z/!])(?![^`]*`(?:[^`]*`[^`]*`)*[^`]*$)/g, "$1\\$2");
}

function directiveLines(name: string, argument: string, block: string[]): string[] {
  const body = block.filter((line) => !/^:\w[\w-]*:/.test(line));
  switch (name) {
    case "math":
      return ["", "```latex", ...(argument ? [argument] : []), ...dedent(body), "```"];
    case "code":
    case "code-block":
    case "sourcecode":
    case "ipython":
    case "doctest":
    case "testcode":
      return ["", `\`\`\`${argument || "python"}`, ...dedent(body), "```"];
    case "deprecated":
      return ["", `**Deprecated since ${argument}**`, "", reStructuredBlock(body), ""];
    case "versionadded":
      return ["", `*New in version ${argument}.* ${reStructuredBlock(body)}`.trimEnd(), ""];
    case "versionchanged":
      return ["", `*Changed in version ${argument}:* ${reStructuredBlock(body)}`.trimEnd(), ""];
    case "plot":
    case "image":
    case "figure":
    case "index":
    case "currentmodule":
    case "module":
    case "autosummary":
      return [];
    default: {
      const title = admonitions[name];
      const text = reStructuredBlock([...(argument ? [argument] : []), ...body]);
      return title === undefined ? ["", text, ""] : quotation(title, text);
    }
  }
}

/** What follows without an empty line would go on inside the quotation. */
function quotation(title: string, text: string): string[] {
  const list = /^(?:[-*+]|\d+\.) /.test(text);
  const lines = `**${title}:**${list ? "\n\n" : " "}${text}`.split("\n");
  return ["", ...lines.map((line) => (line ? `> ${line}` : ">")), ""];
}
