/** CPython compiled to WebAssembly, in this process. Its package carries no numpy, so the array workloads are left out. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check, folder, makeRecords, peer, repeat, runParty, sizes } from "../party.ts";

const { loadPyodide } = await peer("pyodide/pyodide.mjs");
const pyodide = await loadPyodide();
pyodide.FS.writeFile("functions.py", readFileSync(join(folder, "functions.py")));
const functions = pyodide.pyimport("functions");

await runParty(
  {
    trivial: () =>
      repeat(5, async () => {
        for (let i = 0; i < sizes.sequential; i++) await Promise.resolve(functions.add(i, 1));
      }),
    together: () =>
      repeat(5, async () => {
        const answers: unknown[] = [];
        for (let i = 0; i < sizes.together; i++) answers.push(functions.add(i, 1));
        check((await Promise.all(answers))[9], 10);
      }),
    recordsIn: () => {
      const records = makeRecords();
      return repeat(3, async () => {
        check(await Promise.resolve(functions.count(pyodide.toPy(records))), sizes.records);
      });
    },
    recordsOut: () =>
      repeat(3, async () => {
        const records = await Promise.resolve(functions.records(sizes.records));
        check(records.toJs({ dict_converter: Object.fromEntries })[7].id, 7);
      }),
    generator: () =>
      repeat(3, () => {
        let i = 0;
        for (const item of functions.numbers(sizes.items)) check(item, i++);
        check(i, sizes.items);
        return Promise.resolve();
      }),
    chain: () =>
      repeat(5, () => {
        for (let i = 0; i < sizes.chains; i++) functions.Number(i).plus(2).total();
        return Promise.resolve();
      }),
    startup: () =>
      repeat(
        1,
        async () => {
          check(await Promise.resolve(functions.add(1, 2)), 3);
        },
        0,
      ),
  },
  () => undefined,
);
