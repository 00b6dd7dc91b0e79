import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { configJsonSchema } from "../../src/config/json-schema.js";

describe("the JSON Schema of snakebridge.json", () => {
  it("is the one that is committed (else run npm run build)", () => {
    const file = join(import.meta.dirname, "..", "..", "schema", "snakebridge.schema.json");
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(configJsonSchema());
  });

  it("describes every setting, for editors", () => {
    const undescribed: string[] = [];
    const visit = (schema: unknown, path: string) => {
      const {
        properties = {},
        additionalProperties,
        items,
        anyOf = [],
      } = schema as {
        properties?: Record<string, object>;
        additionalProperties?: object;
        items?: object;
        anyOf?: object[];
      };
      for (const [name, property] of Object.entries(properties)) {
        if (!("description" in property)) undescribed.push(`${path}.${name}`);
        visit(property, `${path}.${name}`);
      }
      if (typeof additionalProperties === "object") visit(additionalProperties, `${path}.*`);
      if (items !== undefined) visit(items, `${path}[]`);
      for (const form of anyOf) visit(form, path);
    };
    visit(configJsonSchema(), "");
    expect(undescribed).toEqual([]);
  });

  it("is closed: unknown keys are faults in every editor", () => {
    expect(configJsonSchema()).toMatchObject({
      type: "object",
      additionalProperties: false,
      properties: { pool: { additionalProperties: false } },
    });
  });
});
