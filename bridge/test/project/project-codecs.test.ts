import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CodecNotLoadedError, projectCodecs } from "../../src/project-codecs.js";

let folder: string;
let workspace: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "snakebridge-codecs-"));
  workspace = join(folder, "workspace");
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

  it.each<[string, (outside: string) => void, string]>([
    ["by its path", () => undefined, "../outside/codec.mjs"],
    ["by a link", (outside) => symlinkSync(outside, join(workspace, "link"), "junction"), "link/codec.mjs"],
  ])("don't run a module that leads out of the workspace %s", (_, prepare, module) => {
    const outside = join(folder, "outside");
    mkdirSync(outside);
    const text = `globalThis.ran = true; export default { name: "geometry.Point", decode() {} };`;
    writeFileSync(join(outside, "codec.mjs"), text);
    mkdirSync(join(workspace, ".git"), { recursive: true });
    prepare(outside);
    const file = join(workspace, "snakebridge.json");
    writeFileSync(file, JSON.stringify({ codecs: { "geometry.Point": { module } } }));
    const refused = expect(() => projectCodecs(file));
    refused.toThrow(CodecNotLoadedError);
    refused.toThrow(`it leads out of the workspace ${workspace}. Paths stay inside it.`);
    expect(globalThis).not.toHaveProperty("ran");
  });

  it("take one from elsewhere in the workspace, which a mark above shows", () => {
    mkdirSync(join(workspace, "app"), { recursive: true });
    mkdirSync(join(workspace, ".git"));
    writeFileSync(join(workspace, "codec.mjs"), `export default { name: "geometry.Point", decode() {} };`);
    const file = join(workspace, "app", "snakebridge.json");
    writeFileSync(file, JSON.stringify({ codecs: { "geometry.Point": { module: "../codec.mjs" } } }));
    expect(projectCodecs(file)).toEqual([expect.objectContaining({ name: "geometry.Point" })]);
  });

  it("are not taken from a base outside the workspace, which the check of the configuration refuses", () => {
    mkdirSync(join(workspace, ".git"), { recursive: true });
    writeFileSync(
      join(folder, "base.json"),
      JSON.stringify({ codecs: { "geometry.Point": { module: "workspace/codec.mjs" } } }),
    );
    writeFileSync(join(workspace, "codec.mjs"), `throw new Error("ran");`);
    const file = join(workspace, "snakebridge.json");
    writeFileSync(file, JSON.stringify({ extends: "../base.json" }));
    expect(projectCodecs(file)).toEqual([]);
  });

  it("leave faults of `extends` to the check of the configuration", () => {
    expect(projectCodecs(configWith({ extends: [1, null], codecs: {} }))).toEqual([]);
  });
});
