import type * as library from "snakebridge";
import {
  check,
  folder,
  interpreter,
  makeDoubles,
  makeRecords,
  repeat,
  runParty,
  sizes,
  type BenchRecord,
} from "../party.ts";

// The library as it ships, where the driver has put it together.
const { openPython } = (await import(process.env["BENCH_LIBRARY"] ?? "snakebridge")) as typeof library;
const python = openPython({ environment: interpreter(), sysPath: [folder] });
const functions = python.module("functions");

await runParty(
  {
    trivial: () =>
      repeat(5, async () => {
        for (let i = 0; i < sizes.sequential; i++) await functions.add(i, 1);
      }),
    together: () =>
      repeat(5, async () => {
        const answers: Promise<unknown>[] = [];
        for (let i = 0; i < sizes.together; i++) answers.push(functions.add(i, 1));
        check((await Promise.all(answers))[9], 10);
      }),
    arrayIn: () => {
      const values = makeDoubles();
      return repeat(10, async () => check(await functions.mean(values), 499999.5));
    },
    arrayOut: () =>
      repeat(10, async () => {
        const array = await functions.array(sizes.doubles).$value();
        check(array.data[5], 5);
      }),
    recordsIn: () => {
      const records = makeRecords();
      return repeat(5, async () => check(await functions.count(records), sizes.records));
    },
    recordsOut: () =>
      repeat(5, async () => {
        const records = (await functions.records(sizes.records)) as BenchRecord[];
        check(records[7]!.id, 7);
      }),
    generator: () =>
      repeat(3, async () => {
        let i = 0;
        for await (const item of functions.numbers(sizes.items)) check(item, i++);
        check(i, sizes.items);
      }),
    chain: () =>
      repeat(5, async () => {
        for (let i = 0; i < sizes.chains; i++) await functions.Number(i).plus(2).total();
      }),
    startup: () => repeat(1, async () => check(await functions.add(1, 2), 3), 0),
  },
  () => python.close(),
);
