import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {
  CodeAction,
  CompletionItem,
  Hover,
  SignatureHelp,
  TextEdit,
} from "vscode-languageserver-protocol";
import {
  CallFunctionRequest,
  DoctorRequest,
  DiscoverModuleRequest,
  ErrorCode,
  ModuleMembersRequest,
  EnvironmentRequest,
  InstalledModulesRequest,
  ServerStatusRequest,
} from "../protocol/index.js";
import type { TestClient } from "./client.js";
import { openServer, type OpenedServer } from "./opened.js";
import { applied } from "./cursor.js";
import { testPython } from "../../scripts/test-environment.mjs";

const python = testPython();

/** A package's wrapper lies in its folder, a plain module's beside. */
function specifierIn(folder: string): string {
  return existsSync(join(folder, "src", "python", "json", "index.js"))
    ? "./python/json/index.js"
    : "./python/json.js";
}

describe("the bundled server over stdio", () => {
  let opened: OpenedServer;
  let client: TestClient;

  beforeAll(async () => {
    opened = await openServer({ settings: { interpreter: python } });
    client = opened.client;
  });
  afterAll(() => opened[Symbol.asyncDispose]());

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

  it("generates a wrapper by the code action and rewrites the import", async () => {
    const text = `import { python, kw } from "snakebridge";\n\nconst json = python.module("json");\nconsole.log(await json.dumps([1], kw({ indent: 2 })));\n`;
    const uri = await client.open("src/wrap.ts", text);
    const position = { line: 2, character: 8 };
    const actions = await client.connection.sendRequest<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: { start: position, end: position },
      context: { diagnostics: [] },
    });
    const action = actions.find(({ title }) => title === "Generate typed wrapper for 'json'");
    expect(action?.command).toBeDefined();
    await client.connection.sendRequest("workspace/executeCommand", {
      command: action?.command?.command,
      arguments: action?.command?.arguments,
    });
    const edit = client.edits[0] as {
      documentChanges: { textDocument: { version: number }; edits: TextEdit[] }[];
    };
    expect(edit.documentChanges[0]?.textDocument.version).toBe(1);
    expect(applied(text, edit.documentChanges[0]?.edits ?? [])).toBe(
      `import { kw } from "snakebridge";\n\nimport * as json from "./python/json.js";\nconsole.log(await json.dumps([1], kw({ indent: 2 })));\n`.replace(
        "./python/json.js",
        specifierIn(opened.folder),
      ),
    );
    expect(readFileSync(join(opened.folder, "snakebridge.json"), "utf8")).toContain('"json"');
  });

  it("leaves the module to TypeScript from then on", async () => {
    const uri = await client.open(
      "src/after.ts",
      `import { python } from "snakebridge";\nconst json = python.module("json");\njson.\n`,
    );
    expect(await client.complete(uri, 2, 5)).toBeNull();
  });

  it("offers signature help, definition, diagnostics and lenses", async () => {
    const uri = await client.open(
      "src/more.ts",
      `import { python } from "snakebridge";\nconst math = python.module("math");\nmath.sqrt(2);\nmath.sqrrt(2);\n`,
    );
    const help = await client.connection.sendRequest<SignatureHelp>("textDocument/signatureHelp", {
      textDocument: { uri },
      position: { line: 2, character: 10 },
    });
    expect(help.signatures[0]?.label).toMatch(/^sqrt\(x/);
    expect((await client.diagnostics(uri)).map(({ message }) => message)).toEqual([
      "'sqrrt' does not exist in Python module 'math'. Did you mean 'sqrt'?",
    ]);
    const lenses = await client.connection.sendRequest<{ command: { title: string } }[]>(
      "textDocument/codeLens",
      { textDocument: { uri } },
    );
    expect(lenses.map(({ command }) => command.title)).toContain("Generate typed wrapper");
    const links = await client.connection.sendRequest<{ targetUri: string }[]>("textDocument/definition", {
      textDocument: { uri },
      position: { line: 2, character: 7 },
    });
    expect(links[0]?.targetUri).toMatch(/math/);
    const symbols = await client.connection.sendRequest<{ name: string }[]>("workspace/symbol", {
      query: "dumps",
    });
    expect(symbols.map(({ name }) => name)).toContain("dumps");
  });

  it("checks and completes snakebridge.json", async () => {
    const uri = await client.open(
      "snakebridge.json",
      `{ "modules": { "jso": {}, "math": { "only": ["sqrrt"] } }, "extends": "./nowhere.json" }`,
      "jsonc",
    );
    // The first look starts the search for what is not known; the client is told to look again.
    await client.diagnostics(uri);
    await client.notification<{ module: string }>(
      "snakebridge/descriptionReady",
      ({ module }) => module === "jso",
    );
    const found = await client.diagnostics(uri);
    expect(found.map(({ message }) => message).sort()).toEqual([
      expect.stringContaining("'math' has no name 'sqrrt'. Did you mean 'sqrt'?"),
      expect.stringContaining("There is no Python module 'jso' in this environment. Did you mean 'json'?"),
      expect.stringContaining("nowhere.json"),
    ]);
    const list = await client.complete(uri, 0, 16);
    expect(list?.items.map(({ label }) => label)).toContain("numpy");
  });

  it("calls a function and explains the environment", async () => {
    const called = await client.connection.sendRequest(CallFunctionRequest, {
      path: "json.dumps",
      arguments: [{ a: [1] }],
      keywords: { indent: 1 },
    });
    expect(JSON.parse(called.text)).toBe('{\n "a": [\n  1\n ]\n}');
    const report = await client.connection.sendRequest(DoctorRequest, {});
    expect(report.text).toContain("Python");
  });

  it("sends and receives only what the protocol defines", async () => {
    await client.connection.sendRequest(ServerStatusRequest);
    expect(client.problems).toEqual([]);
    expect([...client.checked]).toContain("textDocument/completion");
  });
});
