/** Programs of a given length, and the typing that is recorded in them. */

export const head = `import { kw, python } from "snakebridge";
const np = python.module("numpy");
const json = python.module("json");
`;

/** A program of functions that use numpy, as long as is asked for. */
export function program(lines) {
  const parts = [head.trimEnd()];
  for (let index = 0; parts.length < lines - 8; index += 1) {
    const block = `
export async function step${index}(input: readonly number[], scale = ${index % 7}): Promise<number> {
  const values = np.array(input).reshape([-1]);
  const total = await np.sum(values, kw({ axis: 0 })).$value();
  const text = await json.dumps({ total, scale, label: \`step ${index}\` });
  if (text.length > ${index % 50}) {
    return (total as number) * scale;
  }
  return Number(JSON.parse(text).total) + ${index};
}`;
    parts.push(...block.split("\n").slice(1));
  }
  return `${parts.slice(0, lines).join("\n")}\n`;
}

/** What a person types, key by key, on a line of its own. */
export const typed = "  const norm = await np.linalg.norm(np.array([1, 2]), kw({ axis: 0 }));";

/** The lines below which the typing takes place: near the top, in the middle, at the end. */
export function places(text) {
  const lines = text.split("\n");
  const starts = lines.flatMap((line, index) => (line.startsWith("export async function") ? [index] : []));
  return [starts[1], starts[Math.floor(starts.length / 2)], starts.at(-2)];
}
