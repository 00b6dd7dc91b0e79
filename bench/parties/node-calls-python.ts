/** In this process, on the Python that it was compiled against: no wire at all, and the event loop shares the GIL's fate. */
import { join } from "node:path";
import { check, folder, makeRecords, peer, repeat, runParty, sizes } from "../party.ts";

const { interpreter: embedded } = await peer("node-calls-python/index.mjs");
const functions = await embedded.import(join(folder, "functions.py"), false);

await runParty(
  {
    trivial: () =>
      repeat(5, async () => {
        for (let i = 0; i < sizes.sequential; i++) await embedded.call(functions, "add", i, 1);
      }),
    together: () =>
      repeat(5, async () => {
        const answers: Promise<unknown>[] = [];
        for (let i = 0; i < sizes.together; i++) answers.push(embedded.call(functions, "add", i, 1));
        check((await Promise.all(answers))[9], 10);
      }),
    recordsIn: () => {
      const records = makeRecords();
      return repeat(3, async () => check(await embedded.call(functions, "count", records), sizes.records));
    },
    recordsOut: () =>
      repeat(3, async () =>
        check(((await embedded.call(functions, "records", sizes.records)) as { id: number }[])[7]!.id, 7),
      ),
    startup: () => repeat(1, async () => check(await embedded.call(functions, "add", 1, 2), 3), 0),
  },
  () => process.exit(0),
);
