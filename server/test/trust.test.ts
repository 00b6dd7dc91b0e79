import { describe, expect, it } from "vitest";
import { DiscoverModuleRequest, EnvironmentRequest, TrustNotification } from "../protocol/index.js";
import { testPython } from "../../scripts/test-environment.mjs";
import { openServer } from "./opened.js";

const python = testPython();

describe("an untrusted workspace", () => {
  it("starts no Python until trust is granted", async () => {
    await using opened = await openServer({
      settings: { interpreter: python },
      initializationOptions: { trusted: false },
    });
    const { client } = opened;
    const text = `import { python } from "snakebridge";\nconst math = python.module("math");\nmath.\n`;
    const uri = await client.open("main.ts", text);
    expect(await client.complete(uri, 2, 5)).toBeNull();
    expect(await client.connection.sendRequest(EnvironmentRequest, {})).toMatchObject({
      state: "untrusted",
    });
    const refused = await client.connection
      .sendRequest(DiscoverModuleRequest, { module: "math" })
      .catch((error: unknown) => error as { data: { kind: string } });
    expect(refused).toMatchObject({ data: { kind: "untrusted" } });
    const position = { line: 1, character: 8 };
    const actions = await client.connection.sendRequest("textDocument/codeAction", {
      textDocument: { uri },
      range: { start: position, end: position },
      context: { diagnostics: [] },
    });
    expect(actions).toEqual([]);
    expect(client.notifications.filter(({ method }) => method === "snakebridge/descriptionReady")).toEqual(
      [],
    );

    await client.connection.sendNotification(TrustNotification, { trusted: true });
    const list = await client.completeWhenReady(uri, 2, 5);
    expect(list.items.map(({ label }) => label)).toContain("sqrt");
    expect(client.problems).toEqual([]);
  });
});
