import { describe, expect, it } from "vitest";
import { generateWrappers } from "../../src/generate/index.js";
import { any, description, fn, int, ref, required, signature, str } from "./descriptions.js";

describe("the report", () => {
  it("counts what has a type, by source, what has none, and what was left out", () => {
    const { report } = generateWrappers({
      modules: [
        {
          description: description(
            "m",
            [
              fn(
                "f",
                signature(
                  [
                    required("a", int),
                    required("b", any),
                    required("c"),
                    { ...required("d", str), source: "docstring" },
                  ],
                  str,
                ),
              ),
              fn("no-name", signature([])),
              fn("unknown", []),
            ],
            { skipped: [{ name: "gone", reason: "raises on access" }] },
          ),
        },
      ],
      generator: "snakebridge 0.3.0",
    });
    expect(report.modules[0]).toMatchObject({
      functions: 2,
      callables: 2,
      withoutSignature: 1,
      parameters: { total: 4, bySource: { stub: 1, docstring: 1 }, any: 1, missing: 1 },
      returns: { total: 1, bySource: { stub: 1 } },
      skipped: [
        { name: "gone", reason: "raises on access" },
        { name: "no-name", reason: "not a name that an import can have" },
      ],
    });
  });

  it("names the classes that a further round could describe", () => {
    const { report } = generateWrappers({
      modules: [{ description: description("m", [fn("f", signature([], ref("other.Thing")))]) }],
      generator: "snakebridge 0.3.0",
    });
    expect(report.wanted.map((one) => one.name)).toEqual(["other.Thing"]);
  });
});
