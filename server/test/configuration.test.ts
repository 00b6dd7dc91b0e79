/** `snakebridge.json` over stdio: what its schema can't say, and for clients without JSON support what it can. */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {
  CodeAction,
  Diagnostic,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
} from "vscode-languageserver-protocol";
import { InstalledModulesRequest } from "../protocol/index.js";
import { testPython } from "../../scripts/test-environment.mjs";
import { applied } from "./cursor.js";
import type { TestClient } from "./client.js";
import { close, openAt } from "./marked-configuration.js";
import { openServer, type OpenedServer } from "./opened.js";

const python = testPython();

async function labels(client: TestClient, marked: string): Promise<string[]> {
  const { uri, position } = await openAt(client, marked);
  const list = await client.completeWhenReady(uri, position.line, position.character);
  await close(client, uri);
  return list.items.map(({ label }) => label);
}

async function hover(client: TestClient, marked: string): Promise<string> {
  const { uri, position } = await openAt(client, marked);
  const found = await client.connection.sendRequest<Hover | null>("textDocument/hover", {
    textDocument: { uri },
    position,
  });
  await close(client, uri);
  return JSON.stringify(found?.contents ?? null);
}

describe("snakebridge.json in an editor that knows JSON", () => {
  let opened: OpenedServer;
  let client: TestClient;
  beforeAll(async () => {
    opened = await openServer({ settings: { interpreter: python } });
    client = opened.client;
    await client.connection.sendRequest(InstalledModulesRequest, {});
    const uri = await client.open(
      "warm.ts",
      `import { python } from "snakebridge";\npython.module("numpy").`,
    );
    await client.completeWhenReady(uri, 1, 23);
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  it("completes modules, submodules and names", async () => {
    expect(await labels(client, `{ "modules": { "¦" } }`)).toEqual(expect.arrayContaining(["json", "numpy"]));
    expect(await labels(client, `{ "modules": { "numpy": { "submodules": ["¦"] } } }`)).toContain("linalg");
    expect(await labels(client, `{ "modules": { "numpy": { "only": ["¦"] } } }`)).toContain("array");
    expect(await labels(client, `{ "pool": { "imports": ["¦"] } }`)).toContain("numpy");
  });

  it("explains modules and names", async () => {
    expect(await hover(client, `{ "modules": { "num¦py": {} } }`)).toContain("(module) numpy");
    expect(await hover(client, `{ "modules": { "numpy": { "only": ["arr¦ay"] } } }`)).toContain("def array");
    expect(await hover(client, `{ "out¦Dir": "src" }`)).toBe("null");
  });

  it("links modules to their source, and files to themselves", async () => {
    const { uri, text } = await openAt(
      client,
      `{ "extends": "./base.snakebridge.json", "modules": { "numpy": {} }¦ }`,
    );
    const links = await client.connection.sendRequest<DocumentLink[]>("textDocument/documentLink", {
      textDocument: { uri },
    });
    expect(
      links.map(({ range, target }) => [text.slice(range.start.character, range.end.character), target]),
    ).toEqual([
      ["./base.snakebridge.json", pathToFileURL(join(opened.folder, "base.snakebridge.json")).toString()],
      ["numpy", expect.stringMatching(/numpy\/__init__\.py$/)],
    ]);
    await close(client, uri);
  });

  it("finds what the schema can't know at its exact place, and mends it", async () => {
    const { uri, text } = await openAt(
      client,
      `{ "modules": { "math": { "only": ["sqrrt"] } }, "pools": 1¦ }`,
    );
    // That "pools" is no key says the editor's own JSON support.
    let found: Diagnostic[] = [];
    await expect
      .poll(async () => {
        found = await client.diagnostics(uri);
        return found.map(({ message }) => message);
      })
      .toEqual(["'math' has no name 'sqrrt'. Did you mean 'sqrt'?"]);
    expect(found[0]?.range).toEqual({ start: { line: 0, character: 35 }, end: { line: 0, character: 40 } });
    const actions = await client.connection.sendRequest<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: found[0]?.range,
      context: { diagnostics: found },
    });
    expect(applied(text, actions[0]?.edit?.changes?.[uri] ?? [])).toBe(text.replace("sqrrt", "sqrt"));
    await close(client, uri);
  });

  it("leaves outline and folding to the editor", async () => {
    const { uri } = await openAt(client, `{\n  "modules": {\n    "numpy": {}\n  }\n}¦`);
    const textDocument = { uri };
    expect(await client.connection.sendRequest("textDocument/documentSymbol", { textDocument })).toBeNull();
    expect(await client.connection.sendRequest("textDocument/foldingRange", { textDocument })).toBeNull();
    await close(client, uri);
  });

  it("sends only what the protocol defines", () => {
    expect(client.problems).toEqual([]);
  });
});

describe("snakebridge.json in an editor without JSON support (validateSchema)", () => {
  it("is validated, completed, explained, outlined and folded by the server alone", async () => {
    await using opened = await openServer({
      settings: { interpreter: python },
      initializationOptions: { validateSchema: true },
    });
    const { client } = opened;
    await client.connection.sendRequest(InstalledModulesRequest, {});
    const { uri, text } = await openAt(
      client,
      `{\n  "modulse": {\n    "json": {}\n  },\n  "naming": "snake"\n}¦`,
    );
    const found = await client.diagnostics(uri);
    const at = ({ range }: (typeof found)[0]): string =>
      (text.split("\n")[range.start.line] ?? "").slice(range.start.character, range.end.character);
    expect(found.map((each) => `${at(each)}: ${each.message as string}`)).toEqual([
      expect.stringMatching(/^"modulse": Unknown key "modulse"\. Did you mean "modules"\?$/),
      expect.stringMatching(/^"snake": .*"python".*"camel"/),
    ]);
    const actions = await client.connection.sendRequest<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: found[0]?.range,
      context: { diagnostics: found },
    });
    expect(applied(text, actions[0]?.edit?.changes?.[uri] ?? [])).toBe(text.replace("modulse", "modules"));
    const symbols = await client.connection.sendRequest<DocumentSymbol[]>("textDocument/documentSymbol", {
      textDocument: { uri },
    });
    expect(symbols.map(({ name, children }) => [name, children?.map((child) => child.name)])).toEqual([
      ["modulse", ["json"]],
      ["naming", []],
    ]);
    const folds = await client.connection.sendRequest<FoldingRange[]>("textDocument/foldingRange", {
      textDocument: { uri },
    });
    expect(folds.map(({ startLine, endLine }) => [startLine, endLine])).toEqual([
      [0, 4],
      [1, 2],
    ]);
    await close(client, uri);
    expect((await labels(client, `{ "¦" }`)).sort()).toEqual(
      expect.arrayContaining(["extends", "modules", "outDir", "pool"]),
    );
    expect(await labels(client, `{ "naming": "¦" }`)).toEqual(
      expect.arrayContaining([`"camel"`, `"python"`]),
    );
    // Ours first: what the schema can't know.
    expect(await labels(client, `{ "modules": { "¦" } }`)).toContain("numpy");
    expect(await hover(client, `{ "out¦Dir": "src" }`)).toMatch(/wrappers/i);
    expect(client.problems).toEqual([]);
  });
});
