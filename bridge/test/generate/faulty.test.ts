/** Descriptions that contradict themselves or say little: a wrapper comes out all the same. */
import { expect, it } from "vitest";
import type { ClassDescription } from "../../src/description/model.js";
import { generateWrappers } from "../../src/generate/index.js";
import {
  description,
  fn,
  klass,
  list,
  method,
  optional,
  ref,
  required,
  self,
  signature,
} from "./descriptions.js";

it("two classes of one qualified name both have their declaration", () => {
  const other: ClassDescription = {
    schema: 1,
    name: "g",
    python: "3.11.7",
    class: klass("g", [klass("F", [])]),
  };
  const { files } = generateWrappers({
    modules: [{ description: description("g", [klass("F", [])]) }],
    classes: [other],
    generator: "snakebridge 0.3.0",
  });
  const declared = files.filter(({ path }) => path.endsWith(".d.ts")).map(({ text }) => text);
  expect(declared.filter((text) => text.includes("F extends Ref<"))).toHaveLength(2);
});

it("an inner class that several classes inherit, described once for all, is declared for each", () => {
  const inner = klass("Inner", []);
  const { files } = generateWrappers({
    modules: [{ description: description("m", [klass("A", [inner]), klass("B", [inner])]) }],
    generator: "snakebridge 0.3.0",
  });
  const text = files.find(({ path }) => path === "m.d.ts")?.text;
  for (const name of ["A$Inner$class", "B$Inner$class"]) {
    expect(text).toContain(`readonly Inner: ${name};`);
    expect(text).toContain(`export interface ${name} `);
  }
});

/** A named tuple whose only field is of another class, with a method that takes one as well. */
const chained = (name: string, next: string): ClassDescription["class"] =>
  klass(name, [method("join", signature([required("other", ref(next))], self))], {
    flavour: "namedtuple",
    fields: [{ name: "next", type: optional(list(ref(next))) }],
  });

it.each([
  ["itself", [chained("A", "m.A")]],
  ["one that holds the first", [chained("A", "m.B"), chained("B", "m.A")]],
])("a named tuple that holds %s is spelled out once; inside it is any tuple", (_, classes) => {
  const { files } = generateWrappers({
    modules: [
      { description: description("m", [...classes, fn("f", signature([required("x", ref("m.A"))]))]) },
    ],
    generator: "snakebridge 0.3.0",
  });
  expect(files.find(({ path }) => path === "m.d.ts")?.text).toMatch(
    /function f\(x: TupleArg<readonly \[.*TupleArg<readonly PyArg\[\]>.*\]>/,
  );
});

it("a docstring that calls the result an object says nothing of it; a declaration does", () => {
  const said = { ...signature([], ref("object")), returnsSource: "docstring" as const };
  const members = [fn("fit", said), fn("load", signature([], ref("object")))];
  const { files } = generateWrappers({
    modules: [{ description: description("m", members) }],
    generator: "snakebridge 0.3.0",
  });
  expect(files[0]?.text).toContain("function fit(): PyAny;");
  expect(files[0]?.text).toContain("function load(): PyPromise<unknown>;");
});
