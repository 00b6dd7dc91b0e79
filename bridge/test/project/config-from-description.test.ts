import { describe, expect, it } from "vitest";
import { validateConfigText } from "../../src/config/validate.js";
import { configFromDescription } from "../../src/project/config-from-description.js";

describe("the configuration for a description", () => {
  it.each([
    [{ module: "json", stdlib: true as const }, { modules: { json: {} } }],
    [{ module: "mine" }, { modules: { mine: {} } }],
    [
      { module: "numpy.linalg", distribution: "numpy", version: "2.4.6" },
      { python: { requirements: ["numpy>=2.4.6"] }, modules: { "numpy.linalg": {} } },
    ],
    [
      { module: "yaml", distribution: "PyYAML" },
      { python: { requirements: ["PyYAML"] }, modules: { yaml: {} } },
    ],
  ])("%j", (description, expected) => {
    const config = configFromDescription(description);
    expect(config).toEqual(expected);
    expect(validateConfigText(JSON.stringify(config), "x").problems).toEqual([]);
  });

  it("takes settings", () => {
    expect(configFromDescription({ module: "numpy" }, { submodules: ["linalg"] })).toEqual({
      modules: { numpy: { submodules: ["linalg"] } },
    });
  });
});
