import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ClassDescription, ModuleDescription, Parameter } from "../../src/description/model.js";
import { generateWrappers } from "../../src/generate/index.js";
import { description, fn, klass, method, property, value } from "./descriptions.js";
import { forbiddenIn, syntaxErrors } from "./harmless.js";
import { attacks, member, module, name } from "./hostile.js";

function check(
  modules: readonly ModuleDescription[],
  output: "js" | "ts",
  classes: readonly ClassDescription[] = [],
): void {
  const options = { classes, outDir: "src/python", generator: "snakebridge 0.3.0", output };
  const { files } = generateWrappers({ ...options, modules: modules.map((one) => ({ description: one })) });
  for (const file of files) {
    expect(file.path).not.toMatch(/(^|\/)\.\.?(\/|$)|[\\:*?"<>|\0]|^\//);
    expect(forbiddenIn(file), file.text).toEqual([]);
    expect(syntaxErrors(file), file.text).toEqual([]);
    // No directive of the compiler or of a tool, and no line that ends a comment early.
    expect(file.text).not.toMatch(/^\s*\/\/\s*@ts-|^\/\/\/|^#!/m);
  }
  const folded = files.map((file) => file.path.toLowerCase());
  expect(new Set(folded).size).toBe(folded.length);
}

describe("text from Python stays where it is put", () => {
  const runs = process.env["SNAKEBRIDGE_LONG"] === undefined ? 300 : 5_000;

  it.each(["js", "ts"] as const)(
    "whatever it holds, the %s output parses and runs nothing of it",
    (output) => {
      fc.assert(
        fc.property(
          fc.uniqueArray(module, { maxLength: 2, selector: (one) => one.module }),
          fc.array(fc.tuple(name, member), { maxLength: 2 }),
          (modules, others) => {
            const classes = others.flatMap(([own, symbol]): ClassDescription[] =>
              symbol.kind === "class" ? [{ schema: 1, name: own, class: symbol, python: "3.11.7" }] : [],
            );
            check(modules, output, classes);
          },
        ),
        { numRuns: runs },
      );
    },
    300_000,
  );

  it.each(attacks)("as a docstring, a name, a default and an annotation: %j", (attack) => {
    const about = {
      doc: attack,
      location: { file: `/usr/lib/python3.11/${attack}`, line: 1 },
      deprecated: { message: attack },
    };
    const param: Parameter = {
      name: attack,
      kind: "positional-or-keyword",
      default: attack,
      doc: attack,
      type: { kind: "raw", text: attack },
      source: "stub",
    };
    const call = { params: [param], returns: { kind: "ref", name: attack } as const };
    const members = [
      fn("f", [call], about),
      fn(attack, [call]),
      klass(
        "C",
        [method("m", [call], about), property(attack, { kind: "literal", values: [attack] })],
        about,
      ),
      value("v", { value: attack }),
    ];
    for (const output of ["js", "ts"] as const)
      check(
        [description("hostile", members, { doc: attack, version: attack, distribution: attack })],
        output,
      );
    for (const output of ["js", "ts"] as const) check([description(attack, members)], output);
  });
});
