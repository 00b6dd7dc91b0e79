/** `snakebridge.json` over stdio: what its schema can't say, and for clients without JSON support what it can. */
import { readFileSync } from "node:fs";
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
  Position,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver-protocol";
import { EnvironmentRequest, GenerateWrapperRequest, InstalledModulesRequest } from "../protocol/index.js";
import { testPython } from "../../scripts/test-environment.mjs";
import { applied } from "./cursor.js";
import type { TestClient } from "./client.js";
import { openServer, writeFiles, type OpenedServer } from "./opened.js";

const python = testPython();

/** Opens a configuration with a `¦` where the cursor is. */
async function openAt(
  client: TestClient,
  marked: string,
  name = "snakebridge.json",
): Promise<{ uri: string; text: string; position: Position }> {
  const [before, behind, more] = marked.split("¦");
  if (before === undefined || behind === undefined || more !== undefined)
    throw new Error(`Which ¦? ${marked}`);
  const uri = await client.open(name, before + behind, "jsonc");
  const lines = before.split("\n");
  return {
    uri,
    text: before + behind,
    position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 },
  };
}

async function close(client: TestClient, uri: string): Promise<void> {
  await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
}

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

async function rename(
  client: TestClient,
  { uri, position }: { uri: string; position: Position },
  newName: string,
): Promise<Record<string, TextEdit[]>> {
  const params = { textDocument: { uri }, position };
  const { placeholder } = await client.connection.sendRequest<{ placeholder: string }>(
    "textDocument/prepareRename",
    params,
  );
  expect(placeholder).toMatch(/\S/);
  const edit = await client.connection.sendRequest<WorkspaceEdit>("textDocument/rename", {
    ...params,
    newName,
  });
  return edit.changes ?? {};
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

describe("renaming in snakebridge.json", () => {
  it("moves the imports with the module's setting and with the folder of the wrappers", async () => {
    const config = `{ "outDir": "src/python", "modules": { "first": {} } }`;
    const program = `import { twice } from "./python/first.js";\nimport * as other from "./firstly.js";\ntwice(1);\n`;
    await using opened = await openServer({
      settings: { interpreter: python },
      files: {
        "snakebridge.json": config,
        "first.py": "def twice(a: int) -> int:\n    return a * 2\n",
        "src/closed.ts": program,
        "test/deep/closed.test.ts": `import { twice } from "../../src/python/first.js";\ntwice(1);\n`,
      },
    });
    const { client } = opened;
    await client.connection.sendRequest(GenerateWrapperRequest, { modules: ["first"] });
    const open = await client.open("src/open.ts", program);
    const place = await openAt(client, config.replace(`"first"`, `"fir¦st"`));
    const moved = await rename(client, place, "second");
    const closed = client.uri("src/closed.ts");
    const deep = client.uri("test/deep/closed.test.ts");
    expect(Object.keys(moved).sort()).toEqual([closed, deep, open, place.uri].sort());
    expect(applied(config, moved[place.uri] ?? [])).toBe(config.replace("first", "second"));
    for (const uri of [open, closed]) {
      expect(applied(program, moved[uri] ?? [])).toBe(program.replace("/first.js", "/second.js"));
    }
    expect(moved[deep]?.map(({ newText }) => newText)).toEqual(["../../src/python/second.js"]);
    const refused = await client.connection
      .sendRequest("textDocument/rename", {
        textDocument: { uri: place.uri },
        position: place.position,
        newName: "a-b",
      })
      .catch((error: unknown) => (error as { message: string }).message);
    expect(refused).toContain("'a-b' is not the name of a Python module");
    await close(client, place.uri);

    const folder = await openAt(client, config.replace("src/python", "src/py¦thon"));
    const further = await rename(client, folder, "generated/py");
    expect(applied(program, further[open] ?? [])).toBe(
      program.replace("./python/first.js", "../generated/py/first.js"),
    );
    expect(further[deep]?.map(({ newText }) => newText)).toEqual(["../../generated/py/first.js"]);
    expect(applied(config, further[folder.uri] ?? [])).toBe(config.replace("src/python", "generated/py"));

    // Once the edit is saved and the wrappers are generated again, every import leads to a file that is there.
    writeFiles(opened.folder, {
      "snakebridge.json": applied(config, further[folder.uri] ?? []),
      "src/closed.ts": applied(program, further[closed] ?? []),
    });
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: client.uri("snakebridge.json"), type: 2 }],
    });
    const { written } = await client.connection.sendRequest(GenerateWrapperRequest, { modules: ["first"] });
    const saved = readFileSync(join(opened.folder, "src/closed.ts"), "utf8");
    const [, specifier = ""] = /from "([^"]+first\.js)"/.exec(saved) ?? [];
    const wrapper = join(opened.folder, "src", specifier);
    expect(written).toContain(pathToFileURL(wrapper).toString());
    expect(readFileSync(wrapper, "utf8")).toContain("twice");
    expect(client.problems).toEqual([]);
  });
});

describe("a snakebridge.json further in, as in a repository of several packages", () => {
  const program = (module: string): string =>
    `import { python } from "snakebridge";\nconst thing = python.module("${module}");\nthing.\n`;

  it("rules the files beside and below it, and theirs are answered with its settings", async () => {
    await using opened = await openServer({
      settings: { interpreter: python },
      files: {
        "snakebridge.json": "{}",
        "packages/inner/snakebridge.json": `{ "python": { "paths": ["lib"] }, "outDir": "src/wrapped" }`,
        "packages/inner/lib/only_here.py": "def found(a: int) -> int:\n    return a\n",
        "packages/outer/main.ts": program("only_here"),
      },
    });
    const { client } = opened;
    const inner = await client.open("packages/inner/src/main.ts", program("only_here"));
    const list = await client.completeWhenReady(inner, 2, 6);
    expect(list.items.map(({ label }) => label)).toContain("found");
    const outer = await client.open("packages/outer/main.ts", program("only_here"));
    await expect
      .poll(async () => (await client.diagnostics(outer)).map(({ message }) => message))
      .toEqual([expect.stringContaining("There is no Python module 'only_here'")]);

    // The lightbulb writes into the folder that the inner file names.
    const position = { line: 1, character: 8 };
    const actions = await client.connection.sendRequest<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri: inner },
      range: { start: position, end: position },
      context: { diagnostics: [] },
    });
    const action = actions.find(({ title }) => title === "Generate typed wrapper for 'only_here'");
    await client.connection.sendRequest("workspace/executeCommand", {
      command: action?.command?.command,
      arguments: action?.command?.arguments,
    });
    const edits = client.edits[0] as { documentChanges: { edits: TextEdit[] }[] };
    expect(edits.documentChanges[0]?.edits.map(({ newText }) => newText).join("")).toContain(
      `"./wrapped/only_here.js"`,
    );

    // A file that appears later counts from then on.
    writeFiles(opened.folder, {
      "packages/outer/snakebridge.json": `{ "python": { "paths": ["../inner/lib"] } }`,
    });
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: client.uri("packages/outer/snakebridge.json"), type: 1 }],
    });
    await client.completeWhenReady(outer, 2, 6, 90_000, ({ items }) =>
      items.some(({ label }) => label === "found"),
    );
    // The workspace folder's own status is still that of the workspace folder.
    expect(
      await client.connection.sendRequest(EnvironmentRequest, {
        folder: pathToFileURL(opened.folder).toString(),
      }),
    ).toMatchObject({ state: "ready", interpreter: python });
    expect(client.problems).toEqual([]);
  });
});
