/** Rename in `snakebridge.json`, over stdio: the setting, and every import that it moves. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import type { Position, TextEdit, WorkspaceEdit } from "vscode-languageserver-protocol";
import { GenerateWrapperRequest } from "../protocol/index.js";
import { testPython } from "../../scripts/test-environment.mjs";
import type { TestClient } from "./client.js";
import { applied } from "./cursor.js";
import { close, openAt } from "./marked-configuration.js";
import { openServer, writeFiles } from "./opened.js";

const python = testPython();

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

describe("the exported name of a wrapper", () => {
  it("is renamed in snakebridge.json and wherever it is imported, open or not", async () => {
    const config = `{ "modules": { "math": { "only": ["sqrt"], "rename": { "sqrt": "root" } } } }`;
    const closed = `import { root } from "./python/math.js";\nexport const two = await root(4);\n`;
    await using opened = await openServer({
      settings: { interpreter: python },
      files: { "snakebridge.json": config, "src/closed.ts": closed },
    });
    const { client } = opened;
    await client.connection.sendRequest(GenerateWrapperRequest, { modules: ["math"] });
    const open = `import { root as r } from "./python/math.js";\nconsole.log(await r(9));\n`;
    const uri = await client.open("src/open.ts", open);
    const written = readFileSync(join(opened.folder, "snakebridge.json"), "utf8");
    const place = await openAt(client, written.replace(`"root"`, `"r¦oot"`));
    const changes = await rename(client, place, "squareRoot");
    expect(Object.keys(changes).sort()).toEqual([place.uri, uri, client.uri("src/closed.ts")].sort());
    expect(applied(written, changes[place.uri] ?? [])).toContain(`"sqrt": "squareRoot"`);
    expect(applied(open, changes[uri] ?? [])).toBe(open.replace("root as", "squareRoot as"));
    expect(applied(closed, changes[client.uri("src/closed.ts")] ?? [])).toBe(
      closed.replaceAll("root", "squareRoot"),
    );
    expect(client.problems).toEqual([]);
  }, 60_000);
});

describe("renaming in snakebridge.json", () => {
  it("finds programs that were open before the wrapper was generated", async () => {
    const config = `{ "modules": { "math": { "rename": { "sqrt": "root" } } } }`;
    await using opened = await openServer({
      settings: { interpreter: python },
      files: { "snakebridge.json": config },
    });
    const { client } = opened;
    const program = `import { root } from "./python/math.js";\nconsole.log(await root(9));\n`;
    const uri = await client.open("src/open.ts", program);
    const hover = { textDocument: { uri }, position: { line: 0, character: 10 } };
    expect(await client.connection.sendRequest("textDocument/hover", hover)).toBeNull();
    await client.connection.sendRequest(GenerateWrapperRequest, { modules: ["math"] });
    const place = await openAt(client, config.replace(`"root"`, `"r¦oot"`));
    const changes = await rename(client, place, "squareRoot");
    expect(applied(program, changes[uri] ?? [])).toBe(program.replaceAll("root", "squareRoot"));
  }, 60_000);

  it("finds the wrappers in the folder that the file names now, before the client tells that it changed", async () => {
    const config = (outDir: string): string =>
      `{ "outDir": "${outDir}", "modules": { "math": { "rename": { "sqrt": "root" } } } }`;
    await using opened = await openServer({
      settings: { interpreter: python },
      files: { "snakebridge.json": config("lib/py") },
    });
    const { client, folder } = opened;
    await client.connection.sendRequest(GenerateWrapperRequest, { modules: ["math"] });
    writeFiles(folder, { "snakebridge.json": config("src/python") });
    await client.connection.sendRequest(GenerateWrapperRequest, { modules: ["math"] });
    const program = `import { root } from "./python/math.js";\nconsole.log(await root(9));\n`;
    const uri = await client.open("src/open.ts", program);
    const place = await openAt(client, config("src/python").replace(`"root"`, `"r¦oot"`));
    const changes = await rename(client, place, "squareRoot");
    expect(applied(program, changes[uri] ?? [])).toBe(program.replaceAll("root", "squareRoot"));
  }, 60_000);

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
