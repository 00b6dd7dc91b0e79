/**
 * What an editor shows above a module, over stdio with real Pythons: it asks for lenses when a document is opened and when the server
 * says that they may have changed, and not at any other time.
 */
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ResponseError } from "vscode-languageserver-protocol/node";
import {
  DiscoverModuleRequest,
  UseInterpreterNotification,
  type EnvironmentStatus,
} from "../protocol/index.js";
import { testPython } from "../../scripts/test-environment.mjs";
import { bareEnvironment, content } from "./environments.js";
import { openServer, temporaryFolder, writeFiles } from "./opened.js";
import { programOf, refresh, shownIn } from "./shown-lenses.js";

const python = testPython();
/** A module that says that its import began, and goes on when `gate` is there. */
const gated = (gate: string, rest = "def ready() -> int: ...\n"): string => `
import os, time
with open(${JSON.stringify(`${gate}.begun`)}, "w") as file:
    file.write("begun")
while not os.path.exists(${JSON.stringify(gate)}):
    time.sleep(0.01)
${rest}`;

const open = (gate: string): void => writeFileSync(gate, "");

const generate = "Generate typed wrapper";

describe("the lens above a module", () => {
  it("tells the end of a discovery, whether it went well or not", async () => {
    using outside = temporaryFolder();
    const gate = (name: string): string => join(outside.path, name);
    await using opened = await openServer({
      settings: { interpreter: python },
      files: {
        "good.py": gated(gate("good")),
        "bad.py": gated(gate("bad"), "raise ValueError('bad')\n"),
      },
    });
    const { client } = opened;
    const good = await shownIn(client, "good.ts", programOf("good"));
    expect(good.titles).toEqual(["discovering…"]);
    await content(gate("good.begun"));
    open(gate("good"));
    await good.become("good", generate);

    const bad = await shownIn(client, "bad.ts", programOf("bad"));
    expect(bad.titles).toEqual(["discovering…"]);
    await content(gate("bad.begun"));
    open(gate("bad"));
    await bad.become("can't be imported");

    const absent = await shownIn(client, "absent.ts", programOf("there_is_none_such"));
    await absent.become("not installed");
    expect(client.problems).toEqual([]);
  }, 180_000);

  it("is asked for again until the client could be told, if it refuses to hear", async () => {
    using outside = temporaryFolder();
    const gate = join(outside.path, "gate");
    await using opened = await openServer({
      settings: { interpreter: python },
      files: { "late.py": gated(gate) },
    });
    const { client } = opened;
    const shown = await shownIn(client, "late.ts", programOf("late"));
    expect(shown.titles).toEqual(["discovering…"]);
    await content(`${gate}.begun`);
    let refused = 0;
    client.connection.onRequest(refresh, () => {
      if (refused < 2) {
        refused += 1;
        return new ResponseError(-32603, "The window is being reloaded.");
      }
      void shown.ask();
      return null;
    });
    open(gate);
    await shown.become("late", generate);
    expect(refused).toBe(2);
    expect(client.problems).toEqual([]);
  }, 180_000);

  it("forgets that the module was missing when it is discovered on request", async () => {
    await using opened = await openServer({ settings: { interpreter: python } });
    const { client, folder } = opened;
    const shown = await shownIn(client, "main.ts", programOf("written_later"));
    await shown.become("not installed");
    writeFiles(folder, { "written_later.py": "def ready(): ...\n" });
    await client.connection.sendRequest(DiscoverModuleRequest, { module: "written_later" });
    await shown.become("written_later", generate);
    expect(client.problems).toEqual([]);
  }, 180_000);

  it("shows what the new environment has, though the one before fails to start only then", async () => {
    using outside = temporaryFolder();
    const gate = join(outside.path, "gate");
    const broken = join(outside.path, "python");
    writeFileSync(
      broken,
      `#!/bin/sh\necho begun > '${gate}.begun'\nwhile [ ! -e '${gate}' ]; do sleep 0.01; done\necho ended > '${gate}.ended'\nexit 3\n`,
    );
    chmodSync(broken, 0o755);
    await using opened = await openServer({
      env: { SNAKEBRIDGE_PYTHON: python },
      settings: { interpreter: "" },
      files: { "here.py": "def ready(): ...\n" },
    });
    const { client } = opened;
    await client.connection.sendNotification(UseInterpreterNotification, {
      interpreter: broken,
      origin: "a test",
    });
    const shown = await shownIn(client, "main.ts", programOf("here"));
    await content(`${gate}.begun`);
    expect(shown.titles).toEqual(["discovering…"]);
    await client.connection.sendNotification(UseInterpreterNotification, {});
    await client.notification<EnvironmentStatus>(
      "snakebridge/environmentChanged",
      ({ state }) => state === "ready",
    );
    open(gate);
    await content(`${gate}.ended`);
    await shown.become("here", generate);
    await shown.ask();
    expect(shown.titles).toEqual(["here", generate]);
    // Nor is the client told of the environment that is gone.
    const states = (): string[] =>
      client.notifications
        .filter(({ method }) => method === "snakebridge/environmentChanged")
        .map(({ params }) => (params as EnvironmentStatus).state);
    await client.until(() => states().length === 2, "both changes");
    expect(states()).toEqual(["ready", "ready"]);
    expect(client.problems).toEqual([]);
  }, 180_000);

  it("shows in an untrusted workspace what is known of its environment", async () => {
    using outside = temporaryFolder();
    const environment = join(outside.path, "folder", ".venv");
    bareEnvironment(environment);
    const folder = join(outside.path, "folder");
    const start = { folder, cacheDirectory: join(outside.path, "cache") };
    await using trusted = await openServer(start);
    const before = await shownIn(trusted.client, "main.ts", programOf("textwrap"));
    await before.become(expect.stringMatching(/^Python 3/), generate);

    await using untrusted = await openServer({ ...start, initializationOptions: { trusted: false } });
    const shown = await shownIn(untrusted.client, "main.ts", programOf("textwrap"));
    await shown.become(expect.stringMatching(/^Python 3/));
    expect(existsSync(join(folder, "snakebridge.json"))).toBe(false);
    expect(untrusted.client.problems).toEqual([]);
  }, 180_000);
});
