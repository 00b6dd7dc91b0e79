/** Functions that are passed for a declared `Callable`. */
import { expect, test } from "vitest";
import type { CallHints } from "../../src/runtime/declared/hints.js";
import { openWatchedSession } from "./open.js";

const SOURCE = `
class Word(str): pass
def apply(f, *args): return repr(f(*args))
def words(f): return repr(f(Word("a"), True, {}))
def huge(f): return f(2**60)
hooks = []
def add(f): hooks.append(f)
def remove(f): hooks.remove(f)
`;

async function opened() {
  const watched = openWatchedSession();
  await watched.session.exec(SOURCE);
  const declared = (name: string, hints: CallHints): any =>
    watched.session.declared("__main__", [name], hints);
  return { ...watched, declared };
}

test("take their arguments and give their result as declared", async () => {
  const { declared } = await opened();
  const received: unknown[] = [];
  const call = { args: ["str", "int", { map: ["int", "str"] }], result: "float" } as const;
  const words = declared("words", { positional: [{ call }] });
  expect(
    await words((...args: unknown[]) => {
      received.push(...args);
      return 1;
    }),
  ).toBe("1.0");
  expect(received).toEqual(["a", 1, new Map()]);
  const apply = declared("apply", { positional: [{ call: { result: { tuple: ["float", null] } } }] });
  expect(await apply(() => [1, [2]])).toBe("(1.0, [2])");
  expect(await apply(async () => Promise.resolve([1, "a"]))).toBe("(1.0, 'a')");
});

test("refuse integers beyond the safe range that were declared as numbers", async () => {
  const { declared } = await opened();
  const huge = declared("huge", { positional: [{ call: { args: ["int"] } }] });
  await expect(Promise.resolve(huge((value: number) => value))).rejects.toMatchObject({
    code: "INTEGER_RANGE",
    path: "$.args[0]",
  });
});

test("stay the same callable where another parameter declares nothing", async () => {
  const { session, declared } = await opened();
  const hook = (text: string): number => text.length;
  await declared("add", { positional: [{ call: { args: ["str"], result: "float" } }] })(hook);
  expect(await session.eval`repr(hooks[0](__import__("__main__").Word("abc")))`).toBe("3.0");
  await session.module("__main__").remove(hook);
  expect(await session.eval`hooks`).toEqual([]);
});
