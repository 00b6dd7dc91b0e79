import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CompletionItem, Hover } from "vscode-languageserver-protocol";
import {
  DiscoverModuleRequest,
  ErrorCode,
  ModuleMembersRequest,
  EnvironmentRequest,
  InstalledModulesRequest,
  ServerStatusRequest,
} from "../protocol/index.js";
import { TestClient, temporaryFolder } from "./client.js";
import { testPython } from "../../scripts/test-environment.mjs";

const python = testPython();

describe("the bundled server over stdio", () => {
  const folder = temporaryFolder();
  const cache = temporaryFolder();
  let client: TestClient;

  beforeAll(async () => {
    mkdirSync(join(folder.path, "src"));
    client = await TestClient.start({
      folder: folder.path,
      cacheDirectory: cache.path,
      settings: { interpreter: python },
    });
  });
  afterAll(async () => {
    await client.stop();
    folder[Symbol.dispose]();
    cache[Symbol.dispose]();
  });

  it("discovers a module when its name is recognised, and tells when it is ready", async () => {
    const uri = await client.open(
      "src/main.ts",
      `import { python } from "snakebridge";\nconst json = python.module("json");\njson.\n`,
    );
    const ready = await client.notification<{
      module: string;
      documents: { uri: string; version: number }[];
    }>("snakebridge/descriptionReady", ({ module }) => module === "json");
    expect(ready.documents).toEqual([{ uri, version: 1 }]);
    const list = await client.completeWhenReady(uri, 2, 5);
    const dumps = list.items.find((item) => item.label === "dumps");
    expect(dumps?.textEdit).toEqual({
      range: { start: { line: 2, character: 4 }, end: { line: 2, character: 5 } },
      newText: ".dumps($1)$0",
    });
    const resolved = await client.connection.sendRequest<CompletionItem>("completionItem/resolve", dumps);
    expect(JSON.stringify(resolved.documentation)).toContain("Serialize `obj` to a JSON formatted `str`");
  });

  it("explains a member", async () => {
    const uri = await client.open(
      "src/hover.ts",
      `import { python } from "snakebridge";\nconst json = python.module("json");\nawait json.dumps(1);\n`,
    );
    const hover = await client.connection.sendRequest<Hover>("textDocument/hover", {
      textDocument: { uri },
      position: { line: 2, character: 12 },
    });
    const text = (hover.contents as { value: string }).value;
    expect(text).toContain("def dumps(");
    expect(text).toContain("PyPromise<string>");
    expect(text).toContain("standard library of Python");
    expect(hover.range).toEqual({ start: { line: 2, character: 11 }, end: { line: 2, character: 16 } });
  });

  it("discovers on request, with counts and progress", async () => {
    const found = await client.connection.sendRequest(DiscoverModuleRequest, {
      module: "math",
      workDoneToken: "a",
    });
    expect(found.module).toBe("math");
    expect(found.functions).toBeGreaterThan(40);
    const kinds = client.notifications
      .filter(({ method, params }) => method === "$/progress" && (params as { token: string }).token === "a")
      .map(({ params }) => (params as { value: { kind: string } }).value.kind);
    expect(kinds[0]).toBe("begin");
    expect(kinds.at(-1)).toBe("end");
  });

  it("rejects a module that does not exist with an error that says what to do", async () => {
    const error = await client.connection
      .sendRequest(DiscoverModuleRequest, { module: "nowhere_at_all" })
      .then(
        () => undefined,
        (reason: unknown) => reason as { code: number; data: { kind: string } },
      );
    expect(error?.code).toBe(ErrorCode);
    expect(error?.data.kind).toBe("module-not-found");
  });

  it("lists modules and the members of one", async () => {
    const { modules } = await client.connection.sendRequest(InstalledModulesRequest, { query: "nmpy" });
    expect(modules.map(({ name }) => name)).toContain("numpy");
    const { described, nodes } = await client.connection.sendRequest(ModuleMembersRequest, {
      module: "json",
    });
    expect(described).toBe(true);
    expect(nodes.find(({ name }) => name === "JSONEncoder")).toMatchObject({
      kind: "class",
      hasChildren: true,
    });
    const inner = await client.connection.sendRequest(ModuleMembersRequest, {
      module: "json",
      path: ["JSONEncoder"],
    });
    expect(inner.nodes.map(({ name }) => name)).toContain("encode");
  });

  it("says which Python it uses and why", async () => {
    const status = await client.connection.sendRequest(EnvironmentRequest, {});
    expect(status).toMatchObject({ state: "ready", interpreter: python });
    expect(status.reason).toMatch(/\S/);
  });

  it("says nothing about documents that don't mention it", async () => {
    const uri = await client.open("src/other.ts", "const a = { b: 1 };\na.\n");
    expect(await client.complete(uri, 1, 2)).toBeNull();
  });

  it("sends and receives only what the protocol defines", async () => {
    await client.connection.sendRequest(ServerStatusRequest);
    expect(client.problems).toEqual([]);
    expect([...client.checked]).toContain("textDocument/completion");
  });
});
