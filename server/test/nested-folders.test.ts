/** Folders further in with a configuration of their own, over stdio with the bundled server. */
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import type { CodeAction, TextEdit } from "vscode-languageserver-protocol";
import {
  DiscoverModuleRequest,
  EnvironmentRequest,
  GenerateWrapperRequest,
  InstalledModulesRequest,
  ValidateConfigurationRequest,
} from "../protocol/index.js";
import { testPython } from "../../scripts/test-environment.mjs";
import { openServer, writeFiles } from "./opened.js";
import { programOf } from "./thing-programs.js";

const python = testPython();

describe("a snakebridge.json further in, as in a repository of several packages", () => {
  it("rules the files beside and below it, and theirs are answered with its settings", async () => {
    await using opened = await openServer({
      settings: { interpreter: python },
      files: {
        "snakebridge.json": "{}",
        "packages/inner/snakebridge.json": `{ "python": { "paths": ["lib"] }, "outDir": "src/wrapped" }`,
        "packages/inner/lib/only_here.py": "def found(a: int) -> int:\n    return a\n",
        "packages/outer/main.ts": programOf("only_here"),
      },
    });
    const { client } = opened;
    const inner = await client.open("packages/inner/src/main.ts", programOf("only_here"));
    const list = await client.completeWhenReady(inner, 2, 6);
    expect(list.items.map(({ label }) => label)).toContain("found");
    const outer = await client.open("packages/outer/main.ts", programOf("only_here"));
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

  it("is what requests are about that name it or a document in it", async () => {
    await using opened = await openServer({
      settings: { interpreter: python },
      files: {
        "snakebridge.json": `{ "modules": { "json": {} } }`,
        "packages/inner/snakebridge.json": `{
          "python": { "paths": ["lib"] }, "outDir": "src/wrapped", "modules": { "only_here": { "only": ["found"] } }
        }`,
        "packages/inner/lib/only_here.py": "def found(a: int) -> int:\n    return a\n",
      },
    });
    const { client } = opened;
    const workspace = pathToFileURL(opened.folder).toString();
    const inner = client.uri("packages/inner");
    for (const folder of [inner, `${inner}/`, client.uri("packages/inner/src/not/yet/there.ts")]) {
      expect(
        await client.connection.sendRequest(DiscoverModuleRequest, { folder, module: "only_here" }),
      ).toMatchObject({ module: "only_here", functions: 1 });
      expect(await client.connection.sendRequest(EnvironmentRequest, { folder })).toMatchObject({
        folder: inner,
        state: "ready",
      });
      const report = await client.connection.sendRequest(ValidateConfigurationRequest, { folder });
      expect(report.text).toContain("packages/inner/snakebridge.json");
    }
    const { modules } = await client.connection.sendRequest(InstalledModulesRequest, {
      folder: client.uri("packages/inner/src/main.ts"),
    });
    expect(modules.find(({ name }) => name === "only_here")).toMatchObject({ described: true });
    const { written } = await client.connection.sendRequest(GenerateWrapperRequest, {
      folder: client.uri("packages/inner/src/main.ts"),
      modules: [],
    });
    expect(written).toContainEqual(expect.stringContaining(`${inner}/src/wrapped/only_here.`));
    expect(written).not.toContainEqual(expect.stringMatching(/json\.(?:d\.)?[jt]s$/));

    const refused = await client.connection
      .sendRequest(DiscoverModuleRequest, { folder: workspace, module: "only_here" })
      .catch((error: unknown) => (error as { message: string }).message);
    expect(refused).toContain("only_here");
    expect(client.problems).toEqual([]);
  });
});
