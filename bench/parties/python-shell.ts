import { join } from "node:path";
import { check, folder, interpreter, makeRecords, peer, repeat, runParty, sizes } from "../party.ts";

const { PythonShell } = await peer("python-shell/index.js");
const shell = new PythonShell(join(folder, "parties", "python_shell_loop.py"), {
  mode: "json",
  pythonPath: interpreter(),
  args: [folder],
});
const waiting = new Map<number, (answer: unknown) => void>();
let nextId = 1;
shell.on("message", (answer: { id: number; r: unknown }) => {
  waiting.get(answer.id)!(answer.r);
  waiting.delete(answer.id);
});

function call(f: string, ...a: unknown[]): Promise<unknown> {
  const id = nextId++;
  shell.send({ id, f, a });
  return new Promise((resolve) => waiting.set(id, resolve));
}

await runParty(
  {
    trivial: () =>
      repeat(5, async () => {
        for (let i = 0; i < sizes.sequential; i++) await call("add", i, 1);
      }),
    together: () =>
      repeat(5, async () => {
        const answers: Promise<unknown>[] = [];
        for (let i = 0; i < sizes.together; i++) answers.push(call("add", i, 1));
        check((await Promise.all(answers))[9], 10);
      }),
    arrayIn: () => {
      const values = Array.from({ length: sizes.doubles }, (_, i) => i);
      return repeat(2, async () => check(await call("mean", values), 499999.5));
    },
    arrayOut: () => repeat(2, async () => check(((await call("array", sizes.doubles)) as number[])[5], 5)),
    recordsIn: () => {
      const records = makeRecords();
      return repeat(3, async () => check(await call("count", records), sizes.records));
    },
    recordsOut: () =>
      repeat(3, async () => check(((await call("records", sizes.records)) as { id: number }[])[7]!.id, 7)),
    startup: () => repeat(1, async () => check(await call("add", 1, 2), 3), 0),
  },
  () => shell.end(() => undefined),
);
