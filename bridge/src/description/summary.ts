const SIGNATURE = /^[\w.]+\(.*\)(\s*->.*)?$/;
const LIMIT = 160;

/** The first sentence of a docstring on one line, for lists. Empty where there is none. */
export function summaryOf(doc: string | undefined): string {
  if (doc === undefined) return "";
  for (const paragraph of doc.slice(0, 2_000).split(/\n\s*\n/)) {
    // C functions write their signature in front.
    const lines = paragraph.split("\n").filter((line) => !SIGNATURE.test(line.trim()));
    const text = lines.join(" ").replaceAll(/\s+/g, " ").trim();
    if (text === "" || /^[.:=\-~*_\s]+$/.test(text)) continue;
    const sentence = /^(.*?[.!?])(?=\s+[A-Z`(]|$)/.exec(text)?.[1] ?? text;
    return sentence.length <= LIMIT ? sentence : `${sentence.slice(0, LIMIT - 1)}…`;
  }
  return "";
}
