import { describe, expect, it } from "vitest";
import { newConfigText, withModule, withoutModule, withRequirement } from "../../src/config/index.js";
import { validateConfigText } from "../../src/config/validate.js";

const text = `{
    // ours
    "python": { "requirements": ["numpy>=2", "Pandas"] }, // data
    "modules": {
        "json": {}
    }
}
`;

describe("editing a configuration", () => {
  it("adds a module and keeps comments and indentation", () => {
    expect(withModule(text, "numpy.linalg")).toBe(
      text.replace(`"json": {}`, `"json": {},\n        "numpy.linalg": {}`),
    );
  });

  it("changes nothing where nothing is to change", () => {
    expect(withModule(text, "json")).toBe(text);
    expect(withRequirement(text, "numpy>=2")).toBe(text);
  });

  it("adds settings to a module that is there", () => {
    expect(
      withModule(`{"modules": {"numpy": {"docs": "none"}}}`, "numpy", { submodules: ["linalg"] }),
    ).toContain(`"docs": "none"`);
    expect(
      validateConfigText(withModule(text, "numpy", { submodules: ["linalg"] }), "x").value?.modules?.[
        "numpy"
      ],
    ).toEqual({ submodules: ["linalg"] });
  });

  it("starts where there is nothing", () => {
    expect(withModule("", "json")).toContain('"json": {}');
    expect(JSON.parse(withRequirement("{}", "numpy"))).toEqual({ python: { requirements: ["numpy"] } });
  });

  it("replaces the requirement of the same distribution, however it is spelled", () => {
    expect(withRequirement(text, "pandas>=3")).toBe(text.replace(`"Pandas"`, `"pandas>=3"`));
    expect(withRequirement(text, "scipy")).toContain(`"Pandas", "scipy"`);
  });

  it("takes a module out", () => {
    expect(validateConfigText(withoutModule(text, "json"), "x").value?.modules).toEqual({});
  });

  it("writes a new file that is valid", () => {
    expect(validateConfigText(newConfigText({ modules: { json: {} } }), "x").problems).toEqual([]);
  });
});
