/** What random typing is made of. */

/** A small generator of pseudo-random numbers, so that a failure can be repeated. */
export function random(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

export const start = `import { python, kw } from "snakebridge";
const json = python.module("json");
const np = python.module("numpy");
const { dumps, loads: parse } = json;
class A { private np = python.module("numpy"); f() { return this.np.array([1]).reshape(2); } }
async function main() {
  const text = await json.dumps({ a: 1 }, kw({ indent: 2, sort_keys: true }));
  for await (const row of np.array([1, 2])) { console.log(row.mean()); }
  python.call("numpy.linalg.norm", [[1]], { axis: 0 });
  python.exec\`import numpy as np\\nnp.linalg.norm(\${text})\`;
  return <div>{np.pi}</div>;
}
`;

export const pieces = [
  "np.",
  "json",
  ".",
  "?.",
  "(",
  ")",
  "{",
  "}",
  "[",
  "]",
  '"',
  "'",
  "`",
  "${",
  "\n",
  " ",
  ",",
  ";",
  "kw({",
  "await ",
  "=>",
  "const { ",
  "python.module(",
  "python.call('",
  "/*",
  "//",
  "é",
  "🐍",
  "import",
  "\r\n",
  "<",
  "$value()",
  "np.array([1]).me",
  "\t",
];
