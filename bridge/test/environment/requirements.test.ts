import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { gatherRequirements, missingRequirements, parseRequirement } from "../../src/environment/index.js";
import { temporaryFolder, write } from "./places.js";

describe("requirements", () => {
  it.each([
    ["numpy", { name: "numpy", specifier: "" }],
    ["NumPy >= 2, <3", { name: "numpy", specifier: ">= 2, <3" }],
    ["ruamel.yaml[jinja2,x]==0.18", { name: "ruamel-yaml", specifier: "==0.18" }],
    ["a_b (~=1.2)", { name: "a-b", specifier: "~=1.2" }],
    [
      "x @ file:///a%20b/x.whl ; python_version > '3'",
      { name: "x", specifier: "", url: "file:///a%20b/x.whl", marker: "python_version > '3'" },
    ],
    ["tomli>=1; python_version<'3.11'", { name: "tomli", specifier: ">=1", marker: "python_version<'3.11'" }],
  ])("takes %s apart", (text, expected) => {
    expect(parseRequirement(text)).toEqual(expected);
  });

  it.each([
    "",
    "--index-url https://example.org",
    "-e .",
    "numpy >> 2",
    "./folder",
    "two words",
    "numpy>=2\n--pre",
  ])("rejects %j", (text) => {
    expect(parseRequirement(text)).toBeUndefined();
  });

  it("rejects an option in the configuration by name", async () => {
    await expect(
      gatherRequirements({ folder: temporaryFolder(), requirements: ["--pre"] }),
    ).rejects.toMatchObject({
      problem: "requirements-invalid",
      message: expect.stringContaining('"--pre" in snakebridge.json is not a requirement'),
    });
  });

  it("says what is missing or too old, through included files, and leaves markers to the installer", async () => {
    const folder = temporaryFolder();
    write(join(folder, "more", "base.txt"), "charlie==3 \\\n  --hash=sha256:aa\n");
    write(
      join(folder, "requirements.txt"),
      "-r more/base.txt\nbravo>=2 # why\ndelta; python_version<'3'\n--no-index\n",
    );
    const requirements = await gatherRequirements({ folder, requirements: ["Alpha.One", "echo"] });
    expect(requirements.sources).toEqual(["snakebridge.json", "requirements.txt"]);
    const installed = [
      { name: "alpha_one", version: "1", modules: [] },
      { name: "bravo", version: "1.5", modules: [] },
    ];
    expect(await missingRequirements(requirements, installed)).toEqual([
      { requirement: "echo", name: "echo" },
      { requirement: "charlie==3", name: "charlie" },
      { requirement: "bravo>=2", name: "bravo", installed: "1.5" },
    ]);
  });

  it("changes its hash exactly when something else is asked for", async () => {
    const folder = temporaryFolder();
    const hash = async (requirements: string[]) => (await gatherRequirements({ folder, requirements })).hash;
    const first = await hash(["numpy"]);
    expect(await hash(["numpy"])).toBe(first);
    expect(await hash(["numpy>=2"])).not.toBe(first);
    write(join(folder, "requirements.txt"), "pandas\n");
    expect(await hash(["numpy"])).not.toBe(first);
  });

  it("says where pyproject.toml is wrong", async () => {
    const folder = temporaryFolder();
    const file = write(join(folder, "pyproject.toml"), "[project\n");
    await expect(gatherRequirements({ folder })).rejects.toMatchObject({
      problem: "requirements-invalid",
      path: file,
    });
    write(file, '[project]\ndependencies = "numpy"\n');
    await expect(gatherRequirements({ folder })).rejects.toMatchObject({
      message: expect.stringContaining("not a list of strings"),
    });
  });
});
