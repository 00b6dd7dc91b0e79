/**
 * Python docstrings as Markdown: NumPy and Google sections, Sphinx fields, doctests, reStructuredText's inline marks.
 * No package on npm does this; unknown forms stay readable text.
 */
import { reStructuredBlock, reStructuredInline } from "./restructured-text.js";
import { fieldSections, googleSections, numpySections, type Section } from "./sections.js";

/** Markdown of a docstring, without the parameters if `brief`. */
export function docstringMarkdown(doc: string, limit = 6_000): string {
  const lines = doc.replaceAll("\r\n", "\n").replaceAll("\t", "    ").split("\n");
  const sections = numpySections(lines) ?? googleSections(lines) ?? fieldSections(lines) ?? [{ lines }];
  const text = sections.map(sectionMarkdown).filter(Boolean).join("\n\n");
  return text.length > limit ? `${closeFence(text.slice(0, limit).replace(/\s+\S*$/, ""))}\n\n…` : text;
}

/** The text that a docstring has about one parameter. */
export function parameterDocs(doc: string): Map<string, string> {
  const lines = doc.replaceAll("\r\n", "\n").split("\n");
  const found = new Map<string, string>();
  for (const section of numpySections(lines) ?? googleSections(lines) ?? fieldSections(lines) ?? []) {
    if (section.title !== undefined && /Parameters|Arguments|Keyword|Attributes/i.test(section.title)) {
      for (const entry of section.entries ?? []) {
        for (const name of entry.names) {
          found.set(name.replace(/^[\\*]+/, ""), reStructuredBlock(entry.lines));
        }
      }
    }
  }
  return found;
}

/** A docstring taken apart for a comment that has tags of its own for parameters and the result. */
export interface DocstringParts {
  /** Markdown of everything else. */
  readonly body: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly returns: string | undefined;
}

export function docstringParts(doc: string): DocstringParts {
  const lines = doc.replaceAll("\r\n", "\n").replaceAll("\t", "    ").split("\n");
  const sections = numpySections(lines) ?? googleSections(lines) ?? fieldSections(lines) ?? [{ lines }];
  const isParameters = (section: Section): boolean =>
    section.entries !== undefined && /Parameters|Arguments|^Args$|Keyword/i.test(section.title ?? "");
  const isReturns = (section: Section): boolean =>
    section.entries !== undefined && /^Returns?$/i.test(section.title ?? "");
  const rest = sections.filter((section) => !isParameters(section) && !isReturns(section));
  const result = sections.find(isReturns)?.entries?.[0];
  return {
    body: rest.map(sectionMarkdown).filter(Boolean).join("\n\n"),
    parameters: parameterDocs(doc),
    returns: result === undefined ? undefined : reStructuredBlock(result.lines),
  };
}

function closeFence(text: string): string {
  const fences = text.match(/^```/gm)?.length ?? 0;
  return fences % 2 === 1 ? `${text}\n\`\`\`` : text;
}

function sectionMarkdown(section: Section): string {
  const heading = section.title === undefined ? "" : `**${section.title}**\n\n`;
  const pointers = /^see also$/i.test(section.title ?? "");
  if (section.entries) {
    const items = section.entries.map((entry) => {
      const names = entry.names.map((name) => `\`${name.replaceAll("\\", "")}\``).join(", ");
      if (pointers && entry.type) {
        // What stands behind the colon is no type here.
        return `- ${names} — ${reStructuredBlock([entry.type, ...entry.lines]).replaceAll("\n", "\n  ")}`;
      }
      const said = entry.type?.replace(/(?<![\w.])~(?=[A-Za-z_])/g, "");
      const type = said ? `${names ? ": " : ""}*${escapeStars(reStructuredInline(said))}*` : "";
      const body = reStructuredBlock(entry.lines);
      const [first = "", ...rest] = body.split("\n");
      const continued = rest.map((line) => (line ? `  ${line}` : "")).join("\n");
      const text = [first, continued].filter((part) => part !== "").join("\n");
      const named = names + type;
      if (named && /^(?:[-*+]|\d+\.) /.test(text)) {
        return `- ${named}\n\n  ${text}`;
      }
      return `- ${[named, text].filter((part) => part !== "").join(" — ")}`;
    });
    return items.length > 0 ? heading + items.join("\n") : "";
  }
  const body = reStructuredBlock(section.lines);
  return body ? heading + body : "";
}

function escapeStars(text: string): string {
  return text.replaceAll("*", "\\*");
}
