import { join } from "node:path";
import { check, folder, interpreter, makeRecords, peer, repeat, runParty, sizes } from "../party.ts";

process.env["PYTHON_BIN"] = interpreter();
const { python } = await peer("pythonia/src/pythonia/index.js");
const functions = await python(join(folder, "functions.py"));

await runParty(
  {
    trivial: () =>
      repeat(3, async () => {
        for (let i = 0; i < sizes.sequential; i++) await functions.add(i, 1);
      }),
    together: () =>
      repeat(3, async () => {
        const answers: Promise<unknown>[] = [];
        for (let i = 0; i < sizes.together; i++) answers.push(functions.add(i, 1));
        check((await Promise.all(answers))[9], 10);
      }),
    arrayIn: () => {
      const values = Array.from({ length: sizes.doubles }, (_, i) => i);
      return repeat(2, async () => check(await functions.mean(values), 499999.5));
    },
    arrayOut: () =>
      repeat(2, async () => {
        const list = await functions.array(sizes.doubles);
        check((await (await list.tolist()).valueOf())[5], 5);
      }),
    recordsIn: () => {
      const records = makeRecords();
      return repeat(2, async () => check(await functions.count(records), sizes.records));
    },
    recordsOut: () =>
      repeat(2, async () => check((await (await functions.records(sizes.records)).valueOf())[7].id, 7)),
    generator: () =>
      repeat(
        1,
        async () => {
          let i = 0;
          for await (const item of await functions.numbers(sizes.items)) check(Number(item), i++);
          check(i, sizes.items);
        },
        0,
      ),
    chain: () =>
      repeat(3, async () => {
        for (let i = 0; i < sizes.chains; i++) await (await (await functions.Number(i)).plus(2)).total();
      }),
    startup: () => repeat(1, async () => check(await functions.add(1, 2), 3), 0),
  },
  () => python.exit(),
);
