/** What is there soon after it is first asked for, on an empty cache. */
import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { InstalledModulesRequest } from "../protocol/index.js";
import { testPython } from "../../scripts/test-environment.mjs";
import { openServer } from "./opened.js";

const python = testPython();

describe("numpy, never seen before", () => {
  it("shows its members within 1.5 s of typing its name, nothing else touched", async () => {
    // A machine that stands still for a moment stands still in one attempt.
    let { took, allowed } = await attempt();
    for (let more = 2; more > 0 && took >= allowed; more -= 1) ({ took, allowed } = await attempt());
    expect(took).toBeLessThan(allowed);
  }, 360_000);

  /** Milliseconds from the name to the members in a server that has never seen it, and how many are allowed. */
  async function attempt(): Promise<{ took: number; allowed: number }> {
    await using opened = await openServer({
      settings: { interpreter: python },
      unchecked: true,
    });
    const { client } = opened;
    const uri = await client.open(
      "main.ts",
      `import { python } from "snakebridge";\nconst np = python.module("");\n`,
    );
    // The user has been in the file for a moment: the environment is known.
    await client.connection.sendRequest(InstalledModulesRequest, {});
    // On a machine that is busy with other tests everything takes longer.
    const before = performance.now();
    execFileSync(python, ["-c", "import numpy"]);
    const importTime = performance.now() - before;
    const position = { line: 1, character: 26 };
    await client.change(uri, [{ range: { start: position, end: position }, text: "numpy" }]);
    const started = performance.now();
    const end = { line: 2, character: 0 };
    await client.change(uri, [{ range: { start: end, end }, text: "np." }]);
    // The names first, while their signatures are still being read.
    const list = await client.completeWhenReady(uri, 2, 3, 60_000, ({ items }) => items.length > 0);
    const took = performance.now() - started;
    expect(list.items.map(({ label }) => label)).toContain("array");
    const whole = await client.completeWhenReady(uri, 2, 3, 60_000);
    const zeros = whole.items.find(({ label }) => label === "zeros");
    expect(zeros?.labelDetails?.detail).toContain("shape");
    return { took, allowed: Math.max(1_500, 8 * importTime) };
  }
});

describe("the list of installed modules", () => {
  it("tells when the list of installed modules is known, so that names of modules are asked for again", async () => {
    await using cold = await openServer({ settings: { interpreter: python } });
    const text = '{ "modules": { "" } }';
    const uri = await cold.client.open("snakebridge.json", text, "jsonc");
    const first = await cold.client.complete(uri, 0, text.indexOf('""') + 1);
    expect(first).toEqual({ isIncomplete: true, items: [] });
    const ready = await cold.client.notification<{
      module: string;
      documents: { uri: string; version: number }[];
    }>("snakebridge/descriptionReady", ({ module }) => module === "");
    expect(ready.documents).toEqual([{ uri, version: 1 }]);
    const list = await cold.client.complete(uri, 0, text.indexOf('""') + 1);
    expect(list?.items.map(({ label }) => label)).toContain("numpy");
    expect(list?.isIncomplete).toBe(false);
  });
});
