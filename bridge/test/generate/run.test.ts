import { copyFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { copyTypeshed } from "../../../scripts/typeshed.mjs";
import { DescriptionStore } from "../../src/description/index.js";
import { adapterPath, testPython } from "../test-python.js";
import { compile, installPackage, nodes, root, run, workFolder, writeFiles } from "./compilers.js";
import { generateReal } from "./real.js";

const python = testPython();
let folder: string;
let store: DescriptionStore;

beforeAll(async () => {
  folder = workFolder();
  mkdirSync(join(folder, "lib"));
  copyFileSync(join(root, "bridge/test/generate/fixtures/shapes.py"), join(folder, "lib", "shapes.py"));
  mkdirSync(join(folder, "lib", "pack"));
  writeFileSync(join(folder, "lib", "pack", "__init__.py"), "");
  writeFileSync(
    join(folder, "lib", "pack", "sub.py"),
    "import os\n\n\ndef process() -> int:\n    return os.getpid()\n",
  );
  writeFileSync(
    join(folder, "snakebridge.json"),
    JSON.stringify({ python: { environment: python, paths: ["lib"] } }),
  );
  store = new DescriptionStore({
    python,
    adapterPath,
    typeshed: copyTypeshed(),
    sysPath: [join(folder, "lib")],
    cacheFolder: join(folder, "cache"),
  });
  await installPackage(folder);
}, 300_000);

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What the program prints, one line each, from whichever binding it has. */
const body = `
print(await json.dumps({ b: 1, a: [1.5, null, true] }, kw({ sort_keys: true })));
print(await json.dumps([1]).upper().strip());
print(await json.loads(json.dumps({ text: "x" })));
print(await math.sqrt(math.sqrt(16)), await math.isclose(1, 1.1, kw({ rel_tol: 0.5 })));
print((await math.pi) > 3);
const generator = random.Random(42);
print(await generator.randint(1, 6), await (await generator).randint(1, 6));
print(await textwrap.wrap("one two three four", 9));
print(await textwrap.shorten("one two three", kw({ width: 9, placeholder: "…" })));
const words = collections.Counter(["a", "b", "a"]);
print(await words.most_common(1));
const columns = await np.arange(6).reshape([2, 3]).mean(kw({ axis: 0 })).$value();
print([...columns.data]);
print(await np.linalg.norm([[3, 0], [0, 4]], "fro"));
print(await np.linalg.norm([3, 4], kw({ ord: 1 })));
for await (const pair of itertools.combinations([1, 2, 3], 2)) print(pair);
print(await datetime.date(2024, 2, 29).isoformat());
print(await statistics.mean([1, 2, 4]), await operator.add(2, 3));
print(await operator.sub(10, np.array([1, 2])).$item(1));
const seen: number[] = [];
print(await functools.reduce((sum: number, item: number) => (seen.push(item), sum + item), [1, 2, 3]), seen);
try {
  await json.loads("{");
} catch (error) {
  print(error instanceof Error && error.message.includes("property name"));
}
`;

const bound = {
  json: "json",
  math: "math",
  random: "random",
  textwrap: "textwrap",
  collections: "collections",
  np: "numpy",
  itertools: "itertools",
  datetime: "datetime",
  statistics: "statistics",
  operator: "operator",
  functools: "functools",
};
const print = `const print = (...values: unknown[]): void => console.log(JSON.stringify(values));`;

it("a program written against python.module runs unchanged with wrappers, but for its imports", async () => {
  const modules = [...Object.values(bound), "numpy.linalg"];
  const { files } = await generateReal(store, modules, {}, 1);
  writeFiles(
    folder,
    files.map((file) => ({ ...file, path: `python/${file.path}` })),
  );
  const path = (name: string): string => {
    const file = files.find((one) => one.module === name && one.path.endsWith(".js"));
    return `./python/${file?.path ?? "missing"}`;
  };
  const dynamic = Object.entries(bound).map(
    ([name, module]) => `const ${name} = python.module("${module}");`,
  );
  const typed = Object.entries(bound).map(([name, module]) => `import * as ${name} from "${path(module)}";`);
  writeFileSync(
    join(folder, "dynamic.ts"),
    `import { kw, openPython } from "snakebridge";\nconst python = openPython();\n${[...dynamic, print].join("\n")}${body}`,
  );
  writeFileSync(
    join(folder, "typed.ts"),
    `import { kw } from "snakebridge";\n${[...typed, print].join("\n")}${body}`,
  );
  const { errors } = await compile(folder, "typescript", { flags: { strict: true } });
  expect(errors).toEqual([]);

  const expected = await run([join(folder, "dynamic.ts")], { cwd: folder });
  expect(expected.output.split("\n").length).toBeGreaterThan(15);
  expect(expected.exit).toBe(0);
  expect(await run([join(folder, "typed.ts")], { cwd: folder })).toEqual(expected);
}, 600_000);

const hints = `
import { kw, openPython } from "snakebridge";
import * as shapes from "./python/shapes.js";
import * as pack from "./python/pack/index.js";
const print = (...values) => console.log(...values);
print(await shapes.kind(1));
print(await shapes.either(1));
print(await shapes.overloaded(1));
print(await shapes.pair([1, "a"]));
print(await shapes.nested({ a: [[1, 2], []] }, 3));
print(await shapes.optional({ ratio: 1, size: [1, 2], inner: [{ ratio: 2 }] }));
print(await shapes.guessed(2, [1]));
print(await shapes.places([1, 2]));
print(await shapes.places([1], [3, 4], null, kw({ by_name: { a: [5, 6] } })));
print(await shapes.places([1, 2, 3]));
print(await shapes.places(await shapes.Point(1, 2)));
const averages = shapes.averages().$stream({ ahead: 0 });
await averages.next();
print((await averages.next(1)).value);
print(JSON.stringify(await averages.next(2)));
print(await shapes.Meter(1).tell(2));
print(await new shapes.Meter(1).add(1).add(1).tell(2));
print(await shapes.Meter.of(5).tell(1));
print(await shapes.meter(1).twin.tell(2));
print(await (await shapes.meter(1)).tell(2));
print(await shapes.Fine(1).tell(2));
print(await shapes.Fine(1).add(2).tell(3));
print(await shapes.delete("x"));
print(await shapes.later("coroutine"));
print((await shapes.Color.RED).name);
print(await shapes.Size(2).area());
const other = openPython();
const bound = other.bind(shapes);
print(await bound.kind(1));
print(await bound.Meter(1).tell(2));
const bundle = other.bind(pack);
print((await bundle.sub.process()) === other.pid, (await pack.sub.process()) === other.pid);
await other.close();
`;

it("declared types reach Python: floats and tuples, nested, through classes; guesses and unions with int do not", async () => {
  const { files } = await generateReal(store, ["shapes", "pack", "pack.sub"]);
  writeFiles(
    folder,
    files.map((file) => ({ ...file, path: `python/${file.path}` })),
  );
  writeFileSync(join(folder, "hints.js"), hints);
  for (const node of nodes()) {
    const { output, exit } = await run([join(folder, "hints.js")], { node, cwd: folder });
    expect(output.trim().split("\n")).toEqual([
      "1.0",
      "1",
      "1",
      "(1.0, 'a')",
      "({'a': [(1.0, 2.0), ()]}, (3.0,), None)",
      "{'ratio': 1.0, 'size': (1, 2), 'inner': [{'ratio': 2.0}]}",
      "(2, [1])",
      "(Point(x=1.0, y=2.0), (), None)",
      "(Point(x=1.0, y=0.0), (Point(x=3.0, y=4.0), None), {'a': Point(x=5.0, y=6.0)})",
      "((1.0, 2.0, 3), (), None)",
      "(Point(x=1.0, y=2.0), (), None)",
      "[1.0]",
      '{"done":true,"value":[2,{"a":2,"b":1}]}',
      "(1.0, 2.0)",
      "(3.0, 2.0)",
      "(5.0, 1.0)",
      "(1.0, 2.0)",
      "(1.0, 2.0)",
      "2",
      "(3.0, 3.0)",
      "deleted x",
      "COROUTINE",
      "RED",
      "2",
      "1.0",
      "(1.0, 2.0)",
      "true false",
    ]);
    expect(exit).toBe(0);
  }
}, 300_000);

const results = `
import * as shapes from "./results/shapes.js";
const print = (...values) => console.log(...values.map((value) => (typeof value === "function" ? String(value) : value)));
print(await shapes.counted("aab"));
print(await shapes.counted("aab").most_common(1));
print(await shapes.labels());
print(await shapes.no_numbers());
print(await shapes.either_word());
print(await shapes.anything(new Map()));
const tag = shapes.Tag();
print(await tag.text, await tag.count, await tag.tell(), await tag.later());
print(await (await tag).text, await (await tag).tell());
print(String(await tag.keep()));
try {
  print(await shapes.huge());
} catch (error) {
  print(error.name, error.path);
}
print(await shapes.huge().$with({ int: "bigint" }));
print(await shapes.no_numbers().$value());
for await (const tag of shapes.tags()) print(tag);
for await (const tag of await shapes.tags_later()) print(tag);
print(await shapes.mapped((text, number) => (print(text, number), 2), () => [1, 2]));
print(await shapes.summed([1, 2].values()));
`;

it("results arrive as they are declared: subclasses as their built-in types, empty dicts as maps, huge integers refused", async () => {
  const { files } = await generateReal(store, ["shapes"]);
  writeFiles(
    folder,
    files.map((file) => ({ ...file, path: `results/${file.path}` })),
  );
  writeFileSync(join(folder, "results.js"), results);
  const { output, exit } = await run([join(folder, "results.js")], { cwd: folder });
  expect(output.trim().split("\n")).toEqual([
    "{ a: 2, b: 1 }",
    "[ [ 'a', 2 ] ]",
    "[ 'a', 1 ]",
    "Map(0) {}",
    "a",
    "{}",
    "text 1 told later",
    "text told",
    "PyRef <shapes.Label (4)> 'kept'",
    "IntegerRangeError $[1][0]",
    "[ 1n, [ 1152921504606846976n ] ]",
    "Map(0) {}",
    "first",
    "1",
    "later",
    "a 1",
    "[2.0, (1.0, 2.0)]",
    "[1.0, 2.0]",
  ]);
  expect(exit).toBe(0);
}, 300_000);

it("the same wrappers run as .ts files under type stripping", async () => {
  const { files } = await generateReal(store, ["shapes", "pack", "pack.sub"], {
    output: "ts",
    specifiers: ".ts",
  });
  writeFiles(
    folder,
    files.map((file) => ({ ...file, path: `typescript/${file.path}` })),
  );
  const program = hints.replaceAll("./python/", "./typescript/").replaceAll(/(shapes|index)\.js/g, "$1.ts");
  writeFileSync(join(folder, "stripped.js"), program);
  const { output, exit } = await run([join(folder, "stripped.js")], { cwd: folder });
  expect(output.trim().split("\n").slice(0, 3)).toEqual(["1.0", "1", "1"]);
  expect(exit).toBe(0);
}, 300_000);
