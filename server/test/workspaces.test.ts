/** Workspace folders, discovery in them, and answers in parts, over stdio with the bundled server and real Pythons. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { CancellationTokenSource } from "vscode-jsonrpc/node";
import type { SymbolInformation } from "vscode-languageserver-protocol";
import {
  DiscoverModuleRequest,
  EnvironmentRequest,
  ServerStatusRequest,
  type EnvironmentStatus,
} from "../protocol/index.js";
import { testPython } from "../../scripts/test-environment.mjs";
import type { TestClient } from "./client.js";
import { alive, bareEnvironment, content } from "./environments.js";
import { openServer, temporaryFolder } from "./opened.js";
import { labels, offered, programOf } from "./thing-programs.js";

const python = testPython();

describe("a workspace of two folders with an interpreter each", () => {
  it("answers each document from its own folder's environment, and follows a changed setting", async () => {
    using first = temporaryFolder();
    using second = temporaryFolder();
    const bare = bareEnvironment(join(second.path, "bare"));
    const settings = new Map([
      [pathToFileURL(first.path).toString(), { interpreter: python }],
      [pathToFileURL(second.path).toString(), { interpreter: bare }],
    ]);
    await using opened = await openServer({
      folder: first.path,
      further: [second.path],
      settingsOf: (scope) => settings.get(scope),
    });
    const { client } = opened;
    const one = await client.open("main.ts", programOf("requests"));
    const other = pathToFileURL(join(second.path, "main.ts")).toString();
    await client.connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri: other, languageId: "typescript", version: 1, text: programOf("requests") },
    });
    await offered(client, one, "Session");
    await client.notification<{ module: string; error?: unknown }>(
      "snakebridge/descriptionReady",
      ({ module, error }) => module === "requests" && error !== undefined,
    );
    expect(await labels(client, other)).toEqual([]);
    expect((await client.diagnostics(one)).map(({ message }) => message)).toEqual([]);
    expect((await client.diagnostics(other)).map(({ message }) => message)).toEqual([
      expect.stringContaining("requests"),
    ]);
    const folder = pathToFileURL(second.path).toString();
    expect(await client.connection.sendRequest(EnvironmentRequest, { folder })).toMatchObject({
      folder,
      interpreter: bare,
    });

    settings.set(folder, { interpreter: python });
    await client.connection.sendNotification("workspace/didChangeConfiguration", { settings: null });
    const changed = await client.notification<EnvironmentStatus>(
      "snakebridge/environmentChanged",
      ({ state }) => state === "ready",
    );
    expect(changed.interpreter).toBe(python);
    await offered(client, other, "Session");
    expect((await client.diagnostics(other)).map(({ message }) => message)).toEqual([]);
    expect(client.problems).toEqual([]);
  }, 120_000);
});

describe("discovery", () => {
  it("is given up when its request is cancelled, also in the midst of an import", async () => {
    using folder = temporaryFolder();
    const mark = join(folder.path, "importing");
    writeFileSync(
      join(folder.path, "endless.py"),
      `import os, time\nopen(${JSON.stringify(mark)}, "w").write(str(os.getpid()))\ntime.sleep(600)\n`,
    );
    await using opened = await openServer({
      folder: folder.path,
      settings: { interpreter: python },
    });
    const { client } = opened;
    const cancel = new CancellationTokenSource();
    const outcome = client.connection
      .sendRequest(DiscoverModuleRequest, { module: "endless" }, cancel.token)
      .then(
        () => "done",
        (error: unknown) => (error as { code: number }).code,
      );
    const process_ = Number(await content(mark));
    cancel.cancel();
    expect(await outcome).toBe(-32800);
    await expect.poll(() => alive(process_), { timeout: 60_000 }).toBe(false);
    const { discovering } = await client.connection.sendRequest(ServerStatusRequest);
    expect(discovering).toEqual([]);
  }, 60_000);

  it("is not needed after a restart: the cache answers at once", async () => {
    await using before = await openServer({ settings: { interpreter: python } });
    const uri = await before.client.open("main.ts", programOf("json"));
    await before.client.completeWhenReady(uri, 2, 6);
    await before.client.stop();
    await using after = await openServer({
      folder: before.folder,
      cacheDirectory: before.cache,
      settings: { interpreter: python },
    });
    await after.client.connection.sendRequest(EnvironmentRequest, {});
    await after.client.open("main.ts", programOf("json"));
    expect(await labels(after.client, uri)).toContain("dumps");
    expect(
      after.client.notifications.filter(
        ({ method, params }) =>
          method === "snakebridge/descriptionReady" && (params as { module: string }).module !== "",
      ),
    ).toEqual([]);
  }, 60_000);
});

describe("a client that wants results in parts", () => {
  it("gets references and symbols by its token, and an empty answer", async () => {
    await using opened = await openServer({
      settings: { interpreter: python },
    });
    const { client } = opened;
    const uses = "await math.sqrt(2);\n".repeat(250);
    const text = `import { python } from "snakebridge";\nconst math = python.module("math");\n${uses}math.\n`;
    const uri = await client.open("main.ts", text);
    await client.completeWhenReady(uri, 252, 5);
    const answer = await client.connection.sendRequest("textDocument/references", {
      textDocument: { uri },
      position: { line: 2, character: 12 },
      context: { includeDeclaration: true },
      partialResultToken: "uses",
    });
    expect(answer).toEqual([]);
    expect(parts(client, "uses").map((part) => part.length)).toEqual([100, 100, 50]);
    const symbols = await client.connection.sendRequest("workspace/symbol", {
      query: "math.sq",
      partialResultToken: "symbols",
    });
    expect(symbols).toEqual([]);
    expect((parts(client, "symbols") as SymbolInformation[][]).flat().map(({ name }) => name)).toContain(
      "isqrt",
    );
  }, 60_000);
});

function parts(client: TestClient, token: string): unknown[][] {
  return client.notifications
    .filter(({ method, params }) => method === "$/progress" && (params as { token: string }).token === token)
    .map(({ params }) => (params as { value: unknown[] }).value);
}
