import { readFileSync } from "node:fs";
import { compileFunction } from "node:vm";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "vscode-languageserver-protocol";
import { kw, openPython } from "snakebridge";
import { testPython } from "../../scripts/test-environment.mjs";
import { openServer } from "./opened.js";

const snippets = readFileSync(new URL("./snippets/correct.txt", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));

const aliases: Record<string, string> = { np: "numpy", pd: "pandas" };
/** The modules that the snippets name, `np` as `numpy`. */
const modules = [...new Set(snippets.map((line) => /^(?:new )?([a-z]\w*)\./.exec(line)?.[1] ?? ""))]
  .concat("operator", "math", "json")
  .filter((name, index, all) => name !== "python" && name !== "" && all.indexOf(name) === index);

const python = testPython();
const declarations = modules.map((name) => `const ${name} = python.module("${aliases[name] ?? name}");`);

describe("correct code", () => {
  it("is at least 200 snippets", () => {
    expect(snippets.length).toBeGreaterThanOrEqual(200);
  });

  it("runs against real Python", async () => {
    await using session = openPython({ config: false, environment: python });
    const values = modules.map((name): unknown => session.module(aliases[name] ?? name));
    const failed: string[] = [];
    for (const snippet of snippets) {
      const body = snippet.replaceAll("await ", "");
      try {
        const make = compileFunction(`return (${body});`, ["python", "kw", "bytes", ...modules]) as (
          ...args: unknown[]
        ) => { $ref(): Promise<unknown> };
        await make(session, kw, new Uint8Array([97]), ...values).$ref();
      } catch (error) {
        failed.push(`${snippet}: ${String(error).split("\n")[0] ?? ""}`);
      }
    }
    expect(failed).toEqual([]);
  }, 240_000);

  it("shows no diagnostic", async () => {
    await using opened = await openServer({
      settings: { interpreter: python },
    });
    const { client } = opened;
    const head = [
      `import { kw, python } from "snakebridge";`,
      `const bytes = new Uint8Array([97]);`,
      ...declarations,
    ];
    const text = [...head, ...snippets.map((snippet) => `${snippet};`)].join("\n");
    const uri = await client.open("main.ts", text);
    // What is reached through results is described when it is first looked at: until nothing is under way.
    let settled: Diagnostic[] = [];
    for (let quiet = 0; quiet < 3;) {
      const before = client.notifications.length;
      settled = await client.diagnostics(uri);
      const { discovering } = await client.connection.sendRequest<{ discovering: string[] }>(
        "snakebridge/serverStatus",
      );
      if (discovering.length > 0) {
        await client.until(() => client.notifications.length > before, "news of discovery", 120_000);
        quiet = 0;
      } else {
        quiet += 1;
      }
    }
    const lines = text.split("\n");
    expect(
      settled.map(({ range, message }) => `${lines[range.start.line] ?? ""} // ${message as string}`),
    ).toEqual([]);

    // The same with a letter too many in each name is noticed, or the silence above would prove nothing.
    const wrong = await client.open(
      "wrong.ts",
      [
        ...head,
        "math.sqrrt(2);",
        "np.arange(6).reshapee(2);",
        "collections.Counter('a').most_comon();",
        "json.dumps();",
      ].join("\n"),
    );
    expect((await client.diagnostics(wrong)).length).toBe(4);
  }, 300_000);
});
