import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { distributionOf, installCommand } from "../../src/runtime/errors/distributions.js";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "snakebridge-advice-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** An environment with these programs. */
function environment(name: string, ...programs: string[]): string {
  const path = join(folder, name);
  mkdirSync(join(path, "bin"), { recursive: true });
  writeFileSync(join(path, "pyvenv.cfg"), "home = /usr/bin\n");
  for (const program of ["python", ...programs]) writeFileSync(join(path, "bin", program), "");
  return join(path, "bin", "python");
}

describe("the command that installs what is missing", () => {
  it("is pip's where the environment has pip", () => {
    const python = environment("with-pip", "pip");
    expect(installCommand(python, "scikit-learn")).toBe(`${python} -m pip install scikit-learn`);
  });

  it("is uv's in an environment that uv made, which has no pip", () => {
    const python = environment("with-uv");
    expect(installCommand(python, "scikit-learn")).toBe(`uv pip install --python ${python} scikit-learn`);
  });

  it("is pip's for an interpreter outside of environments", () => {
    expect(installCommand("/usr/bin/python3", "requests")).toBe("/usr/bin/python3 -m pip install requests");
  });

  it("can be pasted where the path has spaces", () => {
    const python = environment("with space");
    expect(installCommand(python, "requests")).toContain(`--python "${python}"`);
  });
});

it("a module's distribution is known where its name differs", () => {
  expect(distributionOf("sklearn.linear_model")).toBe("scikit-learn");
  expect(distributionOf("some_module")).toBe("some-module");
});
