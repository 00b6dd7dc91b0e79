import { expect, it } from "vitest";
import { generateWrappers, type ModuleOptions } from "../../src/generate/index.js";
import { description, fn, int, required, signature, str } from "./descriptions.js";

const doc = `Cut a text.

It may be long.

Parameters
----------
text : str
    What is cut.
width : int
    How much is left.

Returns
-------
str
    The rest.`;

function declarations(options: ModuleOptions = {}): string {
  const call = { ...signature([required("text", str), required("width", int)], str) };
  const members = [
    fn("cut", call, {
      doc,
      deprecated: { message: "Use `trim`.", since: "2.0" },
      location: { file: "/venv/lib/python3.11/site-packages/m/cutting.py", line: 12 },
    }),
  ];
  const modules = [{ description: description("m", members, { doc: "Cutting." }), options }];
  return generateWrappers({ modules, generator: "snakebridge 0.3.0" }).files[0]?.text ?? "";
}

it("docstrings are TSDoc: text, parameters, result, deprecation and a link to the source", () => {
  const text = declarations();
  expect(text).toContain(
    `/**
 * Cut a text.
 *
 * It may be long.
 *
 * @param text - What is cut.
 * @param width - How much is left.`,
  );
  expect(text).toMatch(/^ \* @returns .*The rest\.$/m);
  expect(text).toContain(" * @deprecated since 2.0: Use `trim`.\n * @see m/cutting.py:12\n */");
  expect(text).toContain("@module");
});

it("docs: summary keeps the first paragraph, none keeps what is deprecated", () => {
  const summary = declarations({ docs: "summary" });
  expect(summary).toContain("Cut a text.");
  expect(summary).not.toContain("It may be long.");
  const none = declarations({ docs: "none" });
  expect(none).not.toContain("Cut a text.");
  expect(none).not.toContain("@module");
  expect(none).toContain("@deprecated since 2.0");
});
