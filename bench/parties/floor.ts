/** The floor: newline-delimited JSON over stdio, all requests of a batch in one write, raw bytes for arrays. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { check, folder, interpreter, makeDoubles, makeRecords, repeat, runParty, sizes } from "../party.ts";

interface Answer {
  id: number;
  r: unknown;
}

const child = spawn(interpreter(), [join(folder, "parties", "floor.py"), folder], {
  stdio: ["pipe", "pipe", "inherit"],
});
const waiting = new Map<number, (answer: unknown) => void>();
let nextId = 1;
let text: Buffer[] = [];
let raw: { buffer: Uint8Array; filled: number; done: (bytes: Uint8Array) => void } | undefined;
/** Ids whose answer is followed by raw bytes. */
const rawAnswers = new Set<number>();

child.stdout.on("data", (chunk: Buffer) => {
  while (chunk.length > 0) {
    if (raw) {
      const part = chunk.subarray(0, raw.buffer.length - raw.filled);
      raw.buffer.set(part, raw.filled);
      raw.filled += part.length;
      chunk = chunk.subarray(part.length);
      if (raw.filled === raw.buffer.length) {
        raw.done(raw.buffer);
        raw = undefined;
      }
      continue;
    }
    const end = chunk.indexOf(10);
    if (end < 0) {
      text.push(chunk);
      return;
    }
    text.push(chunk.subarray(0, end));
    chunk = chunk.subarray(end + 1);
    const answer = JSON.parse((text.length === 1 ? text[0]! : Buffer.concat(text)).toString()) as Answer;
    text = [];
    const resolve = waiting.get(answer.id)!;
    waiting.delete(answer.id);
    if (rawAnswers.delete(answer.id))
      raw = { buffer: new Uint8Array(answer.r as number), filled: 0, done: resolve };
    else resolve(answer.r);
  }
});

function line(id: number, f: string, a: unknown[], more?: object): string {
  return JSON.stringify({ id, f, a, ...more }) + "\n";
}

function answer(id: number): Promise<unknown> {
  return new Promise((resolve) => waiting.set(id, resolve));
}

function call(f: string, ...a: unknown[]): Promise<unknown> {
  const id = nextId++;
  child.stdin.write(line(id, f, a));
  return answer(id);
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
        const lines: string[] = [];
        for (let i = 0; i < sizes.together; i++) {
          const id = nextId++;
          lines.push(line(id, "add", [i, 1]));
          answers.push(answer(id));
        }
        child.stdin.write(lines.join(""));
        check((await Promise.all(answers))[9], 10);
      }),
    arrayIn: () => {
      const values = makeDoubles();
      return repeat(10, async () => {
        const id = nextId++;
        child.stdin.write(line(id, "mean", [], { bytes: values.byteLength }));
        child.stdin.write(new Uint8Array(values.buffer));
        check(await answer(id), 499999.5);
      });
    },
    arrayOut: () =>
      repeat(10, async () => {
        rawAnswers.add(nextId);
        const bytes = (await call("array", sizes.doubles)) as Uint8Array;
        check(new Float64Array(bytes.buffer)[5], 5);
      }),
    recordsIn: () => {
      const records = makeRecords();
      return repeat(5, async () => {
        check(await call("count", records), sizes.records);
      });
    },
    recordsOut: () =>
      repeat(5, async () => {
        const records = (await call("records", sizes.records)) as { id: number }[];
        check(records[7]!.id, 7);
      }),
    generator: () =>
      repeat(3, async () => {
        await call("numbers", sizes.items);
        for (let i = 0; i < sizes.items; i++) check(await call("next"), i);
      }),
    chain: () =>
      repeat(5, async () => {
        for (let i = 0; i < sizes.chains; i++) await call("add", i, 1);
      }),
    startup: () => repeat(1, async () => check(await call("add", 1, 2), 3), 0),
  },
  () => child.stdin.end(),
);
