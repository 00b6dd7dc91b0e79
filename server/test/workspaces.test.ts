/** Folders, their environments and what happens to them, over stdio with the bundled server and real Pythons. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { CancellationTokenSource, type MessageConnection } from "vscode-jsonrpc/node";
import type { SymbolInformation, TextEdit, WorkspaceEdit } from "vscode-languageserver-protocol";
import {
  DiscoverModuleRequest,
  EnvironmentRequest,
  GenerateWrapperRequest,
  InstallPackagesRequest,
  ModuleMembersRequest,
  SetUpEnvironmentRequest,
  ServerStatusRequest,
  type EnvironmentStatus,
} from "../protocol/index.js";
import { testPython } from "../../scripts/test-environment.mjs";
import { applied } from "./cursor.js";
import type { TestClient } from "./client.js";
import { alive, bareEnvironment, content, purelib } from "./environments.js";
import { openServer, temporaryFolder } from "./opened.js";
import { wheel } from "./wheel.js";

const python = testPython();
const programOf = (module: string): string =>
  `import { python } from "snakebridge";\nconst thing = python.module("${module}");\nthing.\n`;

async function labels(client: TestClient, uri: string): Promise<string[]> {
  const list = await client.complete(uri, 2, 6);
  return list?.items.map(({ label }) => label) ?? [];
}

/** Waits until completion offers the name, woken by the server's news. */
async function offered(client: TestClient, uri: string, name: string): Promise<void> {
  await client.completeWhenReady(uri, 2, 6, 60_000, ({ items }) => items.some(({ label }) => label === name));
}

async function messages(client: TestClient, uri: string): Promise<string[]> {
  return (await client.diagnostics(uri)).map(({ message }) =>
    typeof message === "string" ? message : message.value,
  );
}

async function members(client: TestClient, module: string): Promise<string[]> {
  const { nodes } = await client.connection.sendRequest(ModuleMembersRequest, { module });
  return nodes.map(({ name }) => name);
}

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

describe("an environment that the server sets up", () => {
  it("is described anew when a package is installed or upgraded, and its wrappers are then out of date", async () => {
    using wheels = temporaryFolder();
    const version = (number: number, name: string): string =>
      wheel(python, wheels.path, "small_thing", `${number}.0`, `def ${name}(a: int) -> int:\n    return a\n`);
    await using opened = await openServer();
    const { client } = opened;
    const made = await client.connection.sendRequest(SetUpEnvironmentRequest, {
      interpreter: python,
      packages: [`small_thing @ ${pathToFileURL(version(1, "first")).toString()}`],
      workDoneToken: "set up",
    });
    expect(made).toMatchObject({ created: true, status: { state: "ready" } });
    expect(made.installed.join(" ")).toMatch(/small.thing 1\.0/);
    const steps = client.notifications.filter(
      ({ method, params }) => method === "$/progress" && (params as { token: string }).token === "set up",
    );
    expect(steps.length).toBeGreaterThan(3);

    const uri = await client.open("src/main.ts", programOf("small_thing"));
    await offered(client, uri, "first");
    await client.connection.sendRequest(GenerateWrapperRequest, { modules: ["small_thing"] });
    const wrapped = await client.open(
      "src/wrapped.ts",
      `import * as thing from "./python/small_thing.js";\nconsole.log(await thing.first(1));\n`,
    );
    expect(await client.diagnostics(wrapped)).toEqual([]);

    await client.connection.sendRequest(InstallPackagesRequest, {
      requirements: [`small_thing @ ${pathToFileURL(version(2, "second")).toString()}`],
    });
    await expect
      .poll(() => messages(client, wrapped), { timeout: 30_000 })
      .toEqual([expect.stringMatching(/1\.0.*2\.0/)]);
    // TypeScript completes what has a wrapper; the tree of modules shows what is described now.
    await expect.poll(() => members(client, "small_thing"), { timeout: 30_000 }).toEqual(["second"]);

    // Somebody else upgrades it, in a terminal; the client sees the files.
    const interpreter = made.status.interpreter ?? "";
    const third = version(3, "third");
    const site = purelib(interpreter);
    replaceInstalled(interpreter, site, third);
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [
        {
          uri: pathToFileURL(join(site, "small_thing-3.0.dist-info", "RECORD")).toString(),
          type: 1,
        },
      ],
    });
    await expect
      .poll(() => messages(client, wrapped), { timeout: 30_000 })
      .toEqual([expect.stringMatching(/1\.0.*3\.0/)]);
    await expect.poll(() => members(client, "small_thing"), { timeout: 30_000 }).toEqual(["third"]);
    expect(client.problems).toEqual([]);
  }, 180_000);

  it("is watched where it lies outside of the workspace, and what is installed there is described anew", async () => {
    using elsewhere = temporaryFolder();
    using wheels = temporaryFolder();
    const bare = bareEnvironment(join(elsewhere.path, "kept apart"));
    const site = purelib(bare);
    const release = (number: number, name: string): string =>
      wheel(python, wheels.path, "small_thing", `${number}.0`, `def ${name}(a: int) -> int:\n    return a\n`);
    replaceInstalled(bare, site, release(1, "first"));
    await using opened = await openServer({ settings: { interpreter: bare } });
    const { client } = opened;
    const uri = await client.open("src/main.ts", programOf("small_thing"));
    await offered(client, uri, "first");
    const watchers = await client.until(
      () =>
        client.registrations
          .flatMap(({ registerOptions }) =>
            registerOptions && "watchers" in registerOptions
              ? (registerOptions.watchers as { globPattern: string | { baseUri: string; pattern: string } }[])
              : [],
          )
          .find(({ globPattern }) => typeof globPattern === "object"),
      "a watcher outside of the workspace",
    );
    expect(watchers.globPattern).toEqual({ baseUri: pathToFileURL(site).toString(), pattern: "*.dist-info" });

    replaceInstalled(bare, site, release(2, "second"));
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [
        { uri: pathToFileURL(join(site, "small_thing-1.0.dist-info")).toString(), type: 3 },
        { uri: pathToFileURL(join(site, "small_thing-2.0.dist-info")).toString(), type: 1 },
      ],
    });
    await client.notification("snakebridge/environmentChanged");
    await offered(client, uri, "second");
    expect(await labels(client, uri)).not.toContain("first");
    expect(client.problems).toEqual([]);
  });

  it("leaves nothing behind when setting it up is cancelled", async () => {
    await using opened = await openServer();
    const { client, folder } = opened;
    const cancel = new CancellationTokenSource();
    const asked = client.connection.sendRequest(
      SetUpEnvironmentRequest,
      { interpreter: python, workDoneToken: "cancelled", projectRequirements: false },
      cancel.token,
    );
    const outcome = asked.then(
      () => "done",
      (error: unknown) => (error as { code: number }).code,
    );
    await client.until(
      () =>
        client.notifications.some(
          ({ method, params }) =>
            method === "$/progress" &&
            (params as { token: string; value: { kind: string } }).token === "cancelled" &&
            (params as { value: { kind: string } }).value.kind === "report",
        ),
      "progress",
    );
    cancel.cancel();
    expect(await outcome).toBe(-32800);
    expect(existsSync(join(folder, ".venv"))).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  }, 60_000);
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
    await expect.poll(() => alive(process_), { timeout: 10_000 }).toBe(false);
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

describe("the exported name of a wrapper", () => {
  it("is renamed in snakebridge.json and wherever it is imported, open or not", async () => {
    using folder = temporaryFolder();
    mkdirSync(join(folder.path, "src"));
    const config = `{ "modules": { "math": { "only": ["sqrt"], "rename": { "sqrt": "root" } } } }`;
    writeFileSync(join(folder.path, "snakebridge.json"), config);
    const closed = `import { root } from "./python/math.js";\nexport const two = await root(4);\n`;
    writeFileSync(join(folder.path, "src", "closed.ts"), closed);
    await using opened = await openServer({
      folder: folder.path,
      settings: { interpreter: python },
    });
    const { client } = opened;
    await client.connection.sendRequest(GenerateWrapperRequest, { modules: ["math"] });
    const open = `import { root as r } from "./python/math.js";\nconsole.log(await r(9));\n`;
    const uri = await client.open("src/open.ts", open);
    const configUri = await client.open(
      "snakebridge.json",
      readText(folder.path, "snakebridge.json"),
      "jsonc",
    );
    const written = readText(folder.path, "snakebridge.json");
    const edit = await rename(
      client.connection,
      configUri,
      written,
      written.indexOf("root") + 1,
      "squareRoot",
    );
    expect(Object.keys(edit.changes ?? {}).sort()).toEqual(
      [configUri, uri, client.uri("src/closed.ts")].sort(),
    );
    expect(applied(written, edit.changes?.[configUri] ?? [])).toContain(`"sqrt": "squareRoot"`);
    expect(applied(open, edit.changes?.[uri] ?? [])).toBe(open.replace("root as", "squareRoot as"));
    expect(applied(closed, edit.changes?.[client.uri("src/closed.ts")] ?? [])).toBe(
      closed.replaceAll("root", "squareRoot"),
    );
    expect(client.problems).toEqual([]);
  }, 60_000);
});

async function rename(
  connection: MessageConnection,
  uri: string,
  text: string,
  offset: number,
  newName: string,
): Promise<WorkspaceEdit & { changes?: Record<string, TextEdit[]> }> {
  const lines = text.slice(0, offset).split("\n");
  return connection.sendRequest("textDocument/rename", {
    textDocument: { uri },
    position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 },
    newName,
  });
}

function parts(client: TestClient, token: string): unknown[][] {
  return client.notifications
    .filter(({ method, params }) => method === "$/progress" && (params as { token: string }).token === token)
    .map(({ params }) => (params as { value: unknown[] }).value);
}

function readText(...path: string[]): string {
  return readFileSync(join(...path), "utf8");
}

/** What an installer does to a package of one module. */
function replaceInstalled(interpreter: string, site: string, file: string): void {
  const program = `
import glob, shutil, sys, zipfile
for old in glob.glob(sys.argv[1] + "/small_thing*"):
    shutil.rmtree(old) if old.endswith("info") else __import__("os").remove(old)
zipfile.ZipFile(sys.argv[2]).extractall(sys.argv[1])
`;
  execFileSync(interpreter, ["-c", program, site, file]);
}
