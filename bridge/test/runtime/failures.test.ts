/** Failures that nobody awaits, in programs of their own: the test runner has a handler for them itself. */
import { describe, expect, test } from "vitest";
import { adapterPath } from "../test-python.js";
import { runProgram as run, source } from "./program.js";

describe("a failure that nobody awaits", () => {
  test("is told once", async () => {
    const { output, code, errors } = await run(`python.eval\`1 / 0\`;`);
    expect({ output, code, errors }).toEqual({
      output: "unhandled ZeroDivisionError\n",
      code: 0,
      errors: "",
    });
  });

  test("is told once for all that depends on it", async () => {
    const { output } = await run(
      `const failed = python.eval\`1 / 0\`; failed.a(); failed.b(); python.call("len", [failed]);`,
    );
    expect(output).toBe("unhandled ZeroDivisionError\n");
  });

  test("is not told for the steps of a chain whose end is awaited", async () => {
    const { output } = await run(`
      try { await python.eval\`1 / 0\`.a().b(); } catch (error) { console.log("caught", error.name); }
      try { await python.call("len", [python.module("json").loads("{")]); } catch (error) { console.log("caught", error.name); }
      try { for await (const x of python.eval\`1 / 0\`) console.log(x); } catch (error) { console.log("caught", error.name); }
    `);
    expect(output).toBe("caught ZeroDivisionError\ncaught JSONDecodeError\ncaught ZeroDivisionError\n");
  });

  test("is told where the call never left", async () => {
    const { output } = await run(`
      python.call("len", [Symbol("x")]);
      try { await python.call("len", [Symbol("x")]).a(); } catch (error) { console.log("caught", error.name); }
    `);
    expect(output.split("\n").sort()).toEqual(["", "caught ConversionError", "unhandled ConversionError"]);
  });

  test("of a coroutine is told too", async () => {
    const { output } = await run(`
      await python.exec("import asyncio\\nasync def fail():\\n    await asyncio.sleep(0.01)\\n    raise KeyError(1)");
      python.module("__main__").fail();
    `);
    expect(output).toBe("unhandled KeyError\n");
  });
});

describe("close", () => {
  test("finishes what was called in the same turn, and what is awaited nowhere", async () => {
    const { output, errors } = await run(`
      const length = Promise.resolve(python.call("len", ["abc"]));
      python.exec("print('performed', flush=True)");
      await python.close(60_000);
      console.log(await length);
    `);
    expect(output.split("\n").sort()).toEqual(["", "3", "performed"]);
    expect(errors).toBe("");
  });

  test("rejects what does not end, which crashes nobody who did not await it", async () => {
    const { output, code, errors } = await run(`
      const { PythonPool } = await import(${JSON.stringify(source("runtime/sessions/python-pool.ts"))});
      const pool = new PythonPool({ python: "python3", adapterPath: ${JSON.stringify(adapterPath)}, size: 1 });
      const session = await pool.session();
      await session.eval\`1\`;
      session.call("time.sleep", [60]);
      const awaited = Promise.resolve(session.call("time.sleep", [60])).catch((error) => error.name);
      await new Promise((resolve) => setImmediate(resolve));
      await pool.close(100);
      console.log(await awaited);
    `);
    expect({ output, code, errors }).toEqual({ output: "WorkerLostError\n", code: 0, errors: "" });
  });
});

describe("a program", () => {
  test("ends when nothing is pending, and waits for what is", async () => {
    const { output, code } = await run(`
      await python.eval\`1\`;
      python.exec\`import time; time.sleep(0.2); print("done", flush=True)\`;
    `);
    expect({ output, code }).toEqual({ output: "done\n", code: 0 });
  });

  test("prints what Python prints, each stream on its own", async () => {
    const { output, errors } = await run(`
      await python.exec\`import sys; print("to output", flush=True); print("to errors", file=sys.stderr)\`;
    `);
    expect({ output, errors }).toEqual({ output: "to output\n", errors: "to errors\n" });
  });

  test("that never calls starts no worker", async () => {
    const { output, code } = await run(`python.module("json").dumps; console.log(python.pid);`);
    expect({ output, code }).toEqual({ output: "undefined\n", code: 0 });
  });

  test("throws nothing synchronously, whatever is passed", async () => {
    const { output } = await run(`
      const object = await python.call("object");
      object.$dispose();
      const cycle = {}; cycle.self = cycle;
      const bad = [Symbol("s"), cycle, new WeakMap(), new (class B { y = 1 })(), [undefined]];
      const results = bad.map((value) => python.module("json").dumps(value));
      results.push(python.call("not a name"), python.enter(1, () => 1));
      const json = python.module("json");
      const raising = { get a() { throw new Error("getter"); } };
      const trapped = new Proxy({}, { ownKeys() { throw new Error("trap"); } });
      results.push(json.dumps(raising), json.dumps(trapped), json.dumps.$call(5), new json.dumps(Symbol("n")));
      results.push(python.call("len", 5), python.eval\`\${Symbol("x")}\`, python.eval("x", { x: Symbol("x") }));
      results.push(json.$set("x", Symbol("s")), json.$item(Symbol("s")), json.$op("%%", 2), python.eval("(" , null));
      results.push(json.dumps.$coro(Symbol("c")), json.dumps.$value({ signal: AbortSignal.abort() }));
      results.push(json.dumps(1).$stream().next(1), json.dumps(Symbol("s")).$stream().next());
      results.push(object.x(), object.$item(1), object.$value(), python.call("len", [object]));
      for (const result of await Promise.allSettled(results)) console.log(result.status);
      await python.close();
      const late = [json.dumps(1), python.eval("1"), json.x.$value(), json.dumps(1).a.b(), python.enter(json, () => 1)];
      for (const result of await Promise.allSettled(late)) console.log(result.status);
    `);
    expect(output.trim().split("\n")).toEqual(Array.from({ length: 7 + 19 + 5 }, () => "rejected"));
  });
});
