/** What the bundled server loads from beside it only when something needs it. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { GenerateWrapperRequest, ValidateConfigurationRequest } from "../protocol/index.js";
import { testPython } from "../../scripts/test-environment.mjs";
import { openServer, writeFiles } from "./opened.js";

it("reads programs, for the names that they use and for the exports of codecs", async () => {
  await using opened = await openServer({
    settings: { interpreter: testPython() },
    files: {
      "snakebridge.json": `{ "codecs": { "cash.Money": { "module": "./money.ts", "export": "mony" } } }`,
      "money.ts": "export const money = { tag: 1 };\n",
    },
  });
  const { client } = opened;
  const text = `import { python } from "snakebridge";\nconst json = python.module("json");\nawait json.dumps(1);\n`;
  const document = await client.open("main.ts", text);
  const { text: report } = await client.connection.sendRequest(ValidateConfigurationRequest, {});
  expect(report).toContain('money.ts exports no mony, but money. Did you mean "money"?');

  writeFiles(opened.folder, { "snakebridge.json": "{}" });
  const { written } = await client.connection.sendRequest(GenerateWrapperRequest, {
    modules: ["json"],
    document,
    used: true,
  });
  const wrapper = written.find((uri) => /json(?:\/index)?\.d\.ts$/.test(uri));
  const generated = readFileSync(fileURLToPath(wrapper ?? ""), "utf8");
  expect(generated).toContain("function dumps(");
  expect(generated).not.toContain("function loads(");
  expect(client.problems).toEqual([]);
});
