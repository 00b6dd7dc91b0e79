/** Python files of the user's own that are made, mended and changed while a program that imports them is open. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { CompletionList } from "vscode-languageserver-protocol/node";
import { testPython } from "../../scripts/test-environment.mjs";
import type { TestClient } from "./client.js";
import { openServer, writeFiles } from "./opened.js";
import { programOf, shownIn } from "./shown-lenses.js";

const python = testPython();
const generate = "Generate typed wrapper";

/** As a client tells of a file that was made (1), changed (2) or deleted (3). */
const tell = (client: TestClient, path: string, type: 1 | 2 | 3): Promise<void> =>
  client.connection.sendNotification("workspace/didChangeWatchedFiles", {
    changes: [{ uri: client.uri(path), type }],
  });

describe("a module of the user's own", () => {
  it("is watched for", async () => {
    await using opened = await openServer({ settings: { interpreter: python } });
    const { client } = opened;
    await expect
      .poll(() => JSON.stringify(client.registrations), { timeout: 60_000 })
      .toContain('{"globPattern":"**/*.{py,pyi}"}');
  });

  it("is there as soon as it is written, and gone when it is deleted", async () => {
    await using opened = await openServer({ settings: { interpreter: python } });
    const { client, folder } = opened;
    const shown = await shownIn(client, "main.ts", programOf("helpers"));
    await shown.become("not installed");
    writeFiles(folder, { "helpers.py": "def first() -> int: ...\n" });
    await tell(client, "helpers.py", 1);
    await shown.become("helpers", generate);
    rmSync(join(folder, "helpers.py"));
    await tell(client, "helpers.py", 3);
    await shown.become("not installed");
    expect(client.problems).toEqual([]);
  }, 180_000);

  it("can be imported as soon as it is mended", async () => {
    await using opened = await openServer({
      settings: { interpreter: python },
      files: { "helpers.py": "def first(:\n" },
    });
    const { client, folder } = opened;
    const shown = await shownIn(client, "main.ts", programOf("helpers"));
    await shown.become("can't be imported");
    writeFiles(folder, { "helpers.py": "def first() -> int: ...\n" });
    await tell(client, "helpers.py", 2);
    await shown.become("helpers", generate);
    expect(client.problems).toEqual([]);
  }, 180_000);

  it("has its new members once the file has changed, also in a module that it imports", async () => {
    await using opened = await openServer({
      settings: { interpreter: python },
      files: { "helpers.py": "from parts import *\n", "parts.py": "def first() -> int: ...\n" },
    });
    const { client, folder } = opened;
    const shown = await shownIn(client, "main.ts", `${programOf("helpers")}it.\n`);
    await shown.become("helpers", generate);
    const offered = async (): Promise<string[]> => {
      const list = await client.connection.sendRequest<CompletionList | null>("textDocument/completion", {
        textDocument: { uri: client.uri("main.ts") },
        position: { line: 2, character: 3 },
      });
      return (list?.items ?? []).map(({ label }) => label);
    };
    expect(await offered()).toContain("first");
    writeFiles(folder, { "parts.py": "def second_one() -> int: ...\n" });
    await tell(client, "parts.py", 2);
    await expect.poll(offered, { timeout: 60_000 }).toContain("second_one");
    expect(await offered()).not.toContain("first");
    expect(client.problems).toEqual([]);
  }, 180_000);

  it("is not looked for in what an installer writes", async () => {
    await using opened = await openServer({ settings: { interpreter: python } });
    const { client } = opened;
    const shown = await shownIn(client, "main.ts", programOf("there_is_none_such"));
    await shown.become("not installed");
    const asked = shown.history.length;
    await tell(client, ".venv/lib/python3.13/site-packages/some_thing/__init__.py", 1);
    await tell(client, "node_modules/some-thing/tool.py", 1);
    // An answer to a later question: all notifications before it were heard.
    await shown.ask();
    expect(shown.history.slice(asked)).toEqual(["not installed"]);
  }, 180_000);
});
