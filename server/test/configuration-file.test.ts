/** Modules that are added to snakebridge.json, over stdio: the file is whole at every moment, and nobody's change is lost. */
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  DiscoverModuleRequest,
  EnvironmentRequest,
  GenerateWrapperRequest,
  serverCommands,
  type ErrorData,
} from "../protocol/index.js";
import { testPython } from "../../scripts/test-environment.mjs";
import type { TestClient } from "./client.js";
import { openServer } from "./opened.js";

const settings = { interpreter: testPython() };

const add = (client: TestClient, module: string): Promise<unknown> =>
  client.connection.sendRequest("workspace/executeCommand", {
    command: serverCommands.addToConfiguration,
    arguments: [{ module }],
  });

const modulesIn = (file: string): string[] =>
  Object.keys((JSON.parse(readFileSync(file, "utf8")) as { modules: Record<string, unknown> }).modules);

describe("adding modules to snakebridge.json", () => {
  it("loses none of those that are added at once, by commands and with their wrappers", async () => {
    await using opened = await openServer({ settings });
    const { client, folder } = opened;
    const alone = ["json", "bisect", "textwrap", "heapq", "string"];
    await client.connection.sendRequest(DiscoverModuleRequest, { module: "textwrap" });
    await Promise.all([
      ...alone.map((module) => add(client, module)),
      client.connection.sendRequest(GenerateWrapperRequest, {
        modules: ["colorsys", "statistics"],
        addToConfiguration: true,
      }),
    ]);
    expect(modulesIn(join(folder, "snakebridge.json")).sort()).toEqual(
      [...alone, "colorsys", "statistics"].sort(),
    );
    expect(client.problems).toEqual([]);
  }, 180_000);

  it("puts a new file in the place of the old, which somebody may be reading", async () => {
    const before = '{\n  // Kept.\n  "modules": { "json": {} }\n}\n';
    await using opened = await openServer({ settings, files: { "snakebridge.json": before } });
    const { client, folder } = opened;
    const file = join(folder, "snakebridge.json");
    const reader = openSync(file, "r");
    try {
      await add(client, "bisect");
      expect(readFileSync(reader, "utf8")).toBe(before);
    } finally {
      closeSync(reader);
    }
    expect(readFileSync(file, "utf8")).toContain("// Kept.");
    expect(readFileSync(file, "utf8")).toContain('"bisect": {}');
    expect(client.problems).toEqual([]);
  }, 180_000);

  it.each(["json", "bisect"])(
    "names a file that can't be read, and leaves it alone, for %s",
    async (module) => {
      await using opened = await openServer({ settings, files: { "snakebridge.json": "{}\n" } });
      const { client, folder } = opened;
      const file = join(folder, "snakebridge.json");
      expect(await client.connection.sendRequest(EnvironmentRequest, {})).toMatchObject({ state: "ready" });
      // One that was described, and one that was not.
      await client.connection.sendRequest(DiscoverModuleRequest, { module: "json" });
      rmSync(file);
      mkdirSync(file);
      const error = await add(client, module).then(
        () => undefined,
        (reason: unknown) => (reason as { data: ErrorData }).data,
      );
      expect(error).toMatchObject({ kind: "configuration" });
      expect(error?.message).toContain(file);
      expect(error?.message).toContain("can't be read");
      expect(statSync(file).isDirectory()).toBe(true);
      expect(client.problems).toEqual([]);
    },
    180_000,
  );
});
