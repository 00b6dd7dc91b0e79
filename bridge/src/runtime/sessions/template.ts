/** Python source in template literals. Values become parameters; they are never spliced into the text. */

/** Source text and the values of the names in it. */
export interface Source {
  readonly code: string;
  readonly names: Readonly<Record<string, unknown>>;
}

/** Names that no program writes by accident, and that a Python traceback still explains. */
const nameOf = (index: number): string => `_value${index}`;

/**
 * The source of a template literal. Escapes are Python's, so the text is taken as it is written, except for what a template
 * literal itself needs escaped: a backtick and `${`.
 */
export function sourceOfTemplate(strings: TemplateStringsArray, values: readonly unknown[]): Source {
  const names: Record<string, unknown> = {};
  let code = "";
  strings.raw.forEach((text, index) => {
    code += text.replaceAll("\\`", "`").replaceAll("\\${", "${");
    if (index >= values.length) return;
    code += nameOf(index);
    // `undefined` is `None` here: a name has to have a value.
    names[nameOf(index)] = values[index] === undefined ? null : values[index];
  });
  return { code, names };
}
