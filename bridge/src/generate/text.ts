/** Putting pieces of TypeScript types together. */

/** True if the text needs no parentheses before `[]` or in a union. */
function isAtomic(text: string): boolean {
  let level = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if ("<([{".includes(character)) level++;
    else if (")]}".includes(character)) level--;
    else if (character === ">" && text[index - 1] !== "=") level--;
    else if (level === 0 && (character === " " || character === "|" || character === "&")) return false;
  }
  return true;
}

function isFunctionType(text: string): boolean {
  return text.includes("=>") && !isAtomic(text);
}

export function arrayOf(item: string): string {
  return isAtomic(item) ? `${item}[]` : `(${item})[]`;
}

/** A union without duplicates, in the order given; functions in parentheses. */
export function unionOf(items: Iterable<string>): string {
  const unique = [...new Set(items)];
  if (unique.length === 0) return "never";
  if (unique.length === 1) return unique[0] ?? "never";
  return unique.map((item) => (isFunctionType(item) ? `(${item})` : item)).join(" | ");
}

export function generic(name: string, args: readonly string[]): string {
  return args.length === 0 ? name : `${name}<${args.join(", ")}>`;
}

/** True if a type's text uses a name. */
export function mentions(text: string, name: string): boolean {
  return text.split(/[^\p{ID_Continue}$]+/u).includes(name);
}
