import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CodecNotLoadedError, projectCodecs } from "../../src/project-codecs.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "snakebridge-codecs-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function configWith(content: unknown): string {
  const file = join(folder, "snakebridge.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
}

describe("codecs of a configuration that nobody has validated", () => {
  it.each([{}, null, { module: 3 }, "codecs.js"])("refuse the entry %j by its name", (entry) => {
    const file = configWith({ codecs: { "geometry.Point": entry } });
    const refused = expect(() => projectCodecs(file));
    refused.toThrow(CodecNotLoadedError);
    refused.toThrow(`The codec for geometry.Point in ${file} can't be used: it names no module.`);
  });

  it("leave faults of `extends` to the check of the configuration", () => {
    expect(projectCodecs(configWith({ extends: [1, null], codecs: {} }))).toEqual([]);
  });
});
