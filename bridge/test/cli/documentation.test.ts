import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createProgram } from "../../src/cli/program.js";
import { exitCodes } from "../../src/cli/exit-codes.js";
import { configJsonSchema } from "../../src/config/json-schema.js";
import { validateConfigText } from "../../src/config/validate.js";
import { interpreterSources } from "../../src/environment/index.js";

/** A page, its tables without the padding of their columns. */
const page = (name: string) =>
  readFileSync(join(import.meta.dirname, "..", "..", "..", "docs", `${name}.md`), "utf8").replaceAll(
    / +/g,
    " ",
  );

describe("the pages", () => {
  it("command-line.md names every command, every option and every exit code", () => {
    const text = page("command-line");
    const missing: string[] = [];
    for (const command of createProgram().commands) {
      if (command.name() !== "help" && !text.includes(`## \`${command.name()}`)) missing.push(command.name());
      for (const option of command.options)
        if (!text.includes(`\`${option.long ?? ""}`)) missing.push(`${command.name()} ${option.long ?? ""}`);
    }
    for (const code of Object.values(exitCodes))
      if (!text.includes(`\n| ${code} |`)) missing.push(String(code));
    expect(missing).toEqual([]);
  });

  it("configuration.md names every setting, and no other", () => {
    const text = page("configuration").split("## The lock file", 1)[0] ?? "";
    const settings = new Set<string>();
    const visit = (schema: unknown, path: string) => {
      const { properties = {} } = schema as { properties?: Record<string, object> };
      for (const [name, property] of Object.entries(properties)) {
        const full = path === "" ? name : `${path}.${name}`;
        if ("properties" in property) visit(property, full);
        else settings.add(full);
      }
    };
    visit(configJsonSchema(), "");
    const module = (
      configJsonSchema() as {
        properties: { modules: { additionalProperties: { anyOf: { properties?: object }[] } } };
      }
    ).properties.modules.additionalProperties.anyOf.find((form) => form.properties !== undefined);
    const rows = [...text.matchAll(/^\| (`.+?`(?:, `.+?`)*) \|/gm)].flatMap(([, cell = ""]) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name),
    );
    const named = new Set(rows.map((name) => (name.startsWith(".") ? `pool.recycle${name}` : name)));
    const modules = Object.keys(module?.properties ?? {});
    expect([...settings, ...modules].filter((name) => !named.has(name))).toEqual([]);
    expect([...named].filter((name) => !settings.has(name) && !modules.includes(name))).toEqual([]);
  });

  it("configuration.md shows a valid example", () => {
    const [, example = ""] = /```jsonc\n(.+?)```/s.exec(page("configuration")) ?? [];
    expect(validateConfigText(example, "docs").problems).toEqual([]);
  });

  it("environments.md lists the stations of the search in their order", () => {
    const text = page("environments");
    const table = text.slice(text.indexOf("| station |"), text.indexOf("A path may be"));
    const stations = [...table.matchAll(/^\| `?([^|`]+?)`? \|/gm)].map(([, name = ""]) => name).slice(2);
    expect(stations).toEqual(interpreterSources.map((source) => source));
  });
});
