import { check, folder, interpreter, makeRecords, peer, repeat, runParty, sizes } from "../party.ts";

const { default: pythonBridge } = await peer("python-bridge/index.js");
const python = pythonBridge({ python: interpreter(), stdio: ["pipe", process.stdout, process.stderr] });
await python.ex`import sys`;
await python.ex`sys.path.insert(0, ${folder})`;
await python.ex`import functions`;

await runParty(
  {
    trivial: () =>
      repeat(3, async () => {
        for (let i = 0; i < sizes.sequential; i++) await python`functions.add(${i}, 1)`;
      }),
    together: () =>
      repeat(3, async () => {
        const answers: Promise<unknown>[] = [];
        for (let i = 0; i < sizes.together; i++) answers.push(python`functions.add(${i}, 1)`);
        check((await Promise.all(answers))[9], 10);
      }),
    arrayIn: () => {
      const values = Array.from({ length: sizes.doubles }, (_, i) => i);
      return repeat(2, async () => check(await python`functions.mean(${values})`, 499999.5));
    },
    arrayOut: () =>
      repeat(2, async () => check((await python`functions.array(${sizes.doubles}).tolist()`)[5], 5)),
    recordsIn: () => {
      const records = makeRecords();
      return repeat(2, async () => check(await python`functions.count(${records})`, sizes.records));
    },
    recordsOut: () =>
      repeat(2, async () => check((await python`functions.records(${sizes.records})`)[7].id, 7)),
    startup: () => repeat(1, async () => check(await python`functions.add(1, 2)`, 3), 0),
  },
  () => python.end(),
);
