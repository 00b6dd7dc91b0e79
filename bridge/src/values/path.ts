/** A step from a value to one inside it: an index, or a key. */
export type PathStep = number | string;

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** Writes a path as JavaScript would: `$.args[0].items["a b"]`. */
export function formatPath(base: string, steps: readonly PathStep[]): string {
  let text = base;
  for (const step of steps) {
    if (typeof step === "number") text += `[${step}]`;
    else text += IDENTIFIER.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
  }
  return text;
}
