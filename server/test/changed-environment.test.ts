/** A folder's environment changes while Python is in the midst of describing for it, over stdio with real Pythons. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import type { Hover } from "vscode-languageserver-protocol";
import {
  DiscoverModuleRequest,
  ServerStatusRequest,
  UseInterpreterNotification,
  type EnvironmentStatus,
} from "../protocol/index.js";
import { testPython } from "../../scripts/test-environment.mjs";
import type { TestClient } from "./client.js";
import { alive, bareEnvironment, content } from "./environments.js";
import { openServer, temporaryFolder, writeFiles } from "./opened.js";

const python = testPython();
const program = `import { python } from "snakebridge";\nconst slow = python.module("slow");\nslow.\n`;

/** The first import of it hangs, as behind a network or a lock; it says in which environment it was imported. */
const slow = (mark: string): string => `
import os, sys, time

if not os.path.exists(${JSON.stringify(mark)}):
    with open(${JSON.stringify(mark)}, "w") as file:
        file.write(str(os.getpid()))
    time.sleep(600)

if sys.prefix.endswith("bare"):
    def in_bare(a: int) -> int:
        return a
else:
    def in_first(a: int) -> int:
        return a
`;

interface Change {
  /** What happens to the environment. */
  make(client: TestClient, bare: string, settings: { interpreter: string }): Promise<void>;
  /** What the module offers in the environment that is asked from then on. */
  offers: string;
}

const changes: Record<string, Change> = {
  "another interpreter in the settings": {
    make: async (client, bare, settings) => {
      settings.interpreter = bare;
      await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    },
    offers: "in_bare",
  },
  "an interpreter that another extension chose": {
    make: (client, bare) =>
      client.connection.sendNotification(UseInterpreterNotification, { interpreter: bare, origin: "a test" }),
    offers: "in_bare",
  },
  "a package that somebody installed": {
    make: (client) =>
      client.connection.sendNotification("workspace/didChangeWatchedFiles", {
        changes: [
          { uri: client.uri(".venv/lib/python3/site-packages/some_thing-1.0.dist-info/RECORD"), type: 1 },
        ],
      }),
    offers: "in_first",
  },
};

describe.each(Object.keys(changes))("%s, while a module is being imported", (name) => {
  it("ends that import, which is no fault of the module, and describes it as the environment is then", async () => {
    const change = changes[name];
    using outside = temporaryFolder();
    const mark = join(outside.path, "importing");
    const bare = bareEnvironment(join(outside.path, "bare"));
    const settings = { interpreter: name.startsWith("an interpreter") ? "" : python };
    await using opened = await openServer({
      settingsOf: () => settings,
      files: { "slow.py": slow(mark) },
      env: { SNAKEBRIDGE_PYTHON: python },
    });
    const { client } = opened;
    const uri = await client.open("main.ts", program);
    const importing = Number(await content(mark));
    // Somebody waits for the same module by a request of his own.
    const asked = client.connection
      .sendRequest(DiscoverModuleRequest, { module: "slow" })
      .catch((error: unknown) => error);

    await change?.make(client, bare, settings);
    await expect.poll(() => alive(importing), { timeout: 60_000 }).toBe(false);
    const changed = await client.notification<EnvironmentStatus>("snakebridge/environmentChanged");
    expect(changed).toMatchObject({
      state: "ready",
      interpreter: change?.offers === "in_bare" ? bare : python,
    });
    expect(await asked).toMatchObject({ module: "slow", functions: 1 });
    const list = await client.completeWhenReady(uri, 2, 5);
    expect(list.items.map(({ label }) => label).filter((label) => label.startsWith("in_"))).toEqual([
      change?.offers,
    ]);

    // Nobody was told that it failed, and nothing that is shown says so.
    const news = client.notifications
      .filter(({ method }) => method === "snakebridge/descriptionReady")
      .map(({ params }) => params as { module: string; error?: unknown });
    expect(news.filter(({ module, error }) => module === "slow" && error !== undefined)).toEqual([]);
    expect((await client.diagnostics(uri)).map(({ message }) => message)).toEqual([]);
    const hover = await client.connection.sendRequest<Hover>("textDocument/hover", {
      textDocument: { uri },
      position: { line: 1, character: 8 },
    });
    const text = (hover.contents as { value: string }).value;
    expect(text).toContain("slow");
    expect(text).not.toMatch(/crash|could not|discovering/i);
    const { discovering } = await client.connection.sendRequest(ServerStatusRequest);
    expect(discovering).toEqual([]);
    expect(client.problems).toEqual([]);
  }, 180_000);
});

describe("a folder that leaves the workspace while a module of it is being imported", () => {
  it("answers that the question was given up, not that the module is at fault", async () => {
    using second = temporaryFolder();
    const mark = join(second.path, "importing");
    writeFiles(second.path, { "slow.py": slow(mark) });
    await using opened = await openServer({ further: [second.path], settings: { interpreter: python } });
    const { client } = opened;
    const folder = pathToFileURL(second.path).toString();
    const outcome = client.connection.sendRequest(DiscoverModuleRequest, { module: "slow", folder }).then(
      () => "done",
      (error: unknown) => (error as { data: unknown }).data,
    );
    const importing = Number(await content(mark));
    await client.connection.sendNotification("workspace/didChangeWorkspaceFolders", {
      event: { added: [], removed: [{ uri: folder, name: "second" }] },
    });
    expect(await outcome).toEqual({ kind: "cancelled", message: "Cancelled." });
    await expect.poll(() => alive(importing), { timeout: 60_000 }).toBe(false);
    expect(client.problems).toEqual([]);
  }, 180_000);
});

describe("a snakebridge.json that is half typed when the editor saves it by itself", () => {
  it("leaves the folder its Python and its paths as they were, until it can be read again", async () => {
    const config = (paths: string): string => `{ "python": { "paths": ["${paths}"] } }`;
    await using opened = await openServer({
      settings: { interpreter: python },
      files: {
        "snakebridge.json": config("lib"),
        "lib/early.py": "def in_early(): ...\n",
        "lib/late.py": "def in_late(): ...\n",
        "other/latest.py": "def in_latest(): ...\n",
      },
    });
    const { client, folder } = opened;
    const membersOf = async (module: string): Promise<string[]> => {
      const text = `import { python } from "snakebridge";\nconst it = python.module("${module}");\nit.\n`;
      const { items } = await client.completeWhenReady(await client.open(`${module}.ts`, text), 2, 3);
      return items.map(({ label }) => label).filter((label) => label.startsWith("in_"));
    };
    /** What the client is told of the environment after the file was saved. */
    const saved = async (text: string): Promise<EnvironmentStatus> => {
      writeFiles(folder, { "snakebridge.json": text });
      client.notifications.length = 0;
      await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
        changes: [{ uri: client.uri("snakebridge.json"), type: 2 }],
      });
      return client.notification("snakebridge/environmentChanged");
    };
    expect(await membersOf("early")).toEqual(["in_early"]);
    expect(await saved(config("lib").replace("]", ""))).toMatchObject({
      state: "ready",
      interpreter: python,
    });
    expect(await membersOf("late")).toEqual(["in_late"]);
    expect(await saved(config("other"))).toMatchObject({ state: "ready", interpreter: python });
    expect(await membersOf("latest")).toEqual(["in_latest"]);
    expect(client.problems).toEqual([]);
  }, 180_000);
});
