/**
 * The first program: typed wrappers of `json` and `numpy`, and a module without a wrapper, on real Python.
 *
 *   npx snakebridge setup && npx snakebridge generate && node main.ts
 */
import { PythonError, kw, python } from "snakebridge";
import { dumps, loads } from "./src/python/json/index.js";
import * as np from "./src/python/numpy/index.js";
import { norm } from "./src/python/numpy/linalg/index.js";

// Positional arguments are positional, keywords travel in kw({...}), and a plain object is a dict.
console.log("json.dumps       ", await dumps({ test: "data" }));
console.log("  sorted         ", await dumps({ b: 1, a: 2 }, kw({ sort_keys: true })));
console.log("json.loads       ", await loads('{"list": [1, 2.5, null, true]}'));

// Nothing is awaited until the end, so the array stays in Python and the chain is one round trip.
const matrix = np.arange(6).reshape([2, 3]);
console.log("mean of columns  ", await matrix.mean(kw({ axis: 0 })).tolist());
console.log("matrix norm      ", await norm(matrix));

// A typed array moves as raw memory, without base64 and without a list.
const samples = Float64Array.from({ length: 1_000_000 }, (_, i) => Math.sin(i));
console.log("mean of a million", await np.mean(samples));

// Any other module works without a wrapper. The generator object keeps its state in Python.
const random = python.module("random").Random(42);
console.log(
  "random           ",
  await random.randint(1, 100),
  await random.randint(1, 100),
  await random.randint(1, 100),
);

// A generator is an async iterable.
const squares: number[] = [];
for await (const square of python.eval`(n * n for n in range(5))`) squares.push(square);
console.log("generator        ", squares);

// A Python exception is an error with both stacks.
try {
  await loads('{"broken": ');
} catch (error) {
  console.log("an exception     ", String(error));
  console.log("  is a ValueError", PythonError.is(error, "ValueError"));
}
