const SIGNATURE = /^[\w.]+\(.*\)(\s*->.*)?$/;
/** A line of `===`: what stands above it is a heading. */
const UNDERLINE = /^[=\-~*^#"+.:_]{3,}$/;
const ITEM = /^(?:\d{1,2}[.)]|[-*•+])\s+(\S.*)$/;
const LIMIT = 160;

/** The first sentence of a docstring on one line, for lists. Empty where there is none. */
export function summaryOf(doc: string | undefined): string {
  if (doc === undefined) return "";
  let heading = "";
  for (const paragraph of doc.slice(0, 2_000).split(/\n\s*\n/)) {
    // C functions write their signature in front.
    const lines = paragraph
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "" && !SIGNATURE.test(line));
    const text = proseOf(withoutHeadings(lines));
    if (text === "") {
      heading ||= lines.find((line) => !UNDERLINE.test(line)) ?? "";
      continue;
    }
    return shortened(firstSentence(text));
  }
  return shortened(heading);
}

/** Headings of reStructuredText only repeat the name: they count where there is nothing else. */
function withoutHeadings(lines: readonly string[]): string[] {
  return lines.filter((line, index) => !UNDERLINE.test(line) && !UNDERLINE.test(lines[index + 1] ?? ""));
}

/** The lines as one; the items of a list ("Provides", "1. arrays", "2. algebra") as parts of the sentence above them. */
function proseOf(lines: readonly string[]): string {
  const parts: string[] = [];
  let items = 0;
  for (const line of lines) {
    const item = ITEM.exec(line)?.[1];
    if (item === undefined || (items === 0 && parts.length === 0)) parts.push(line);
    else parts.push(items++ === 0 ? item : `; ${item}`);
  }
  return parts.join(" ").replaceAll(/\s+/g, " ").replaceAll(" ; ", "; ").trim();
}

/** Up to the first end of a sentence. A number with a full stop, such as `1.`, ends none. */
function firstSentence(text: string): string {
  return /^(.*?(?<!\b\d{1,2})[.!?])(?=\s+[A-Z`(]|$)/.exec(text)?.[1] ?? text;
}

function shortened(text: string): string {
  return text.length <= LIMIT ? text : `${text.slice(0, LIMIT - 1)}…`;
}
