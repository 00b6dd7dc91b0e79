/** Completion in code that is being typed: what is not closed, not finished or not right yet. */
import { describe, expect, it } from "vitest";
import { preamble } from "./cursor.js";
import { ask, labels } from "./offered.js";

/** What half-typed code offers: one member that must be there, or nothing. */
const halfTyped: [title: string, marked: string, offered: string | null][] = [
  ["nothing behind the dot at the end", "np.¦", "array"],
  ["nothing behind the dot, more below", "np.¦\nconst x = 1;", "array"],
  ["an identifier on the next line", "np.¦\nfoo();", "array"],
  ["a blank behind the dot", "np. ¦", "array"],
  ["a half name", "np.arr¦", "array"],
  ["inside a name", "np.ar¦ray([1])", "array"],
  ["an unclosed call", "np.array(np.¦", "mean"],
  ["an unclosed call in a statement", "const a = np.array(json.¦\nconst b = 2;", "dumps"],
  ["a second argument", "np.mean(1, np.¦)", "pi"],
  ["in an array", "const a = [np.¦", "array"],
  ["in an object", "const a = { b: np.¦ }", "array"],
  ["in an object, unclosed", "const a = { b: np.¦", "array"],
  ["in a template", "const a = `${np.¦}`;", "array"],
  ["in an unclosed template", "const a = `${np.¦", "array"],
  ["in a condition", "if (np.¦) {", "array"],
  ["behind return", "function f() { return np.¦ }", "array"],
  ["in an arrow function", "const f = () => np.¦", "array"],
  ["behind await", "async function f() { await np.¦ }", "array"],
  ["in a class", "class A { x = np.¦ }", "array"],
  ["a chain over lines", "np\n  .array([1])\n  .¦", "mean"],
  ["a result", "np.array([1]).¦", "mean"],
  ["a result's result", "np.array([1]).reshape(2).me¦", "mean"],
  ["a property of a result", "np.array([1]).T.¦", "mean"],
  ["an awaited reference", "const a = await np.array([1]);\na.¦", "mean"],
  ["an awaited reference at once", "(await np.array([1])).¦", "mean"],
  ["a string result that is not awaited", "json.dumps(1).¦", "upper"],
  ["a string result that is awaited", "const s = await json.dumps(1);\ns.¦", null],
  ["a submodule", "np.linalg.¦", "norm"],
  ["a submodule bound to a name", "const la = np.linalg;\nla.¦", "norm"],
  ["an alias", "const n = np;\nn.¦", "array"],
  ["an alias that changes", "let n = np;\nn = json;\nn.¦", null],
  ["let without change", "let n = np;\nn.¦", "array"],
  ["a destructured submodule", "const { linalg } = np;\nlinalg.¦", "norm"],
  ["a renamed destructured submodule", "const { linalg: la } = np;\nla.¦", "norm"],
  ["a destructured class", "const { ndarray } = np;\nnew ndarray(1).¦", "mean"],
  ["a constructed object", "const r = new (python.module('random').Random)(1);\nr.¦", "choice"],
  ["a called class", "const r = python.module('random').Random(1);\nr.¦", "choice"],
  ["an item of a tuple", "const [u] = np.linalg.svd(1);\nu.¦", "mean"],
  ["Promise.all", "const [a, b] = await Promise.all([json.loads(1), np.array(1)]);\nb.¦", "mean"],
  ["iteration", "for await (const row of np.array(1)) { row.¦ }", "mean"],
  [
    "a context manager's value",
    "python.enter(python.module('sqlite3').connect('x'), async (db) => { db.¦ })",
    "execute",
  ],
  ["then", "np.array(1).then((a) => a.¦)", "mean"],
  ["a session", "const s = python.session('a');\nconst j = s.module('json');\nj.¦", "dumps"],
  [
    "a session parameter",
    "import type { PythonSession } from 'snakebridge';\nfunction f(s: PythonSession) { s.module('json').¦ }",
    "dumps",
  ],
  ["a field", "class A { private readonly np = python.module('numpy');\nf() { this.np.¦ } }", "array"],
  ["a callable object", "np.sin.¦", "reduce"],
  ["behind as", "(np as any).¦", "array"],
  ["behind !", "np!.¦", "array"],
  ["$ref", "np.array(1).$ref().¦", "mean"],
  ["$as", "json.loads('1').$as(np.ndarray).¦", "mean"],
  ["$get", "np.$get('linalg').¦", "norm"],
  ["$value", "np.array(1).$value().¦", null],
  ["element access", "np['linalg'].¦", "norm"],
  ["python.call's result", "python.call('numpy.array', [1]).¦", "mean"],
  ["using", "using a = np.array(1);\na.¦", "mean"],
  ["in a comment", "// np.¦", null],
  ["in a block comment", "/* np.¦ */", null],
  ["in a string", "const s = 'np.¦';", null],
  ["something else with the same name", "function f(np: string) { np.¦ }", null],
  ["a shadowing local", "{ const np = { a: 1 }; np.¦ }", null],
  ["another package's member", "console.¦", null],
  ["optional chaining", "np?.¦", "array"],
  ["optional chaining further in", "np?.linalg?.¦", "norm"],
  ["an optional call", "np.array?.([1])?.¦", "mean"],
  ["behind a number with a dot", "const a = 1. + np.¦", "array"],
  ["behind an unclosed string", 'console.log("a\nnp.¦', "array"],
  ["behind an unclosed bracket", "const a = [1, 2\nnp.¦", "array"],
  ["before an unclosed block", "np.¦\nfunction f() {", "array"],
  ["in a spread", "console.log(...np.¦)", "array"],
  ["in a conditional", "const a = x ? np.¦ : 1;", "array"],
  ["in a case", "switch (x) { case 1: np.¦ }", "array"],
  ["in a catch block", "try { f(); } catch (error) { np.¦ }", "array"],
  ["the head of a loop", "for (const a of np.¦", "array"],
  ["a default value", "function f(a = np.¦) {}", "array"],
  ["a destructured parameter's default", "function f({ a = np.¦", "array"],
  ["behind new", "new np.¦", "ndarray"],
  ["an exported value", "export const a = np.¦", "array"],
  ["export default", "export default np.¦", "array"],
  ["behind satisfies", "(np satisfies unknown).¦", "array"],
  ["behind a comma", "const a = (1, np.¦)", "array"],
  ["behind an arrow with a block", "const f = async () => {\n  np.¦\n", "array"],
  ["a nested destructuring", "const { linalg: { norm } } = np;\nconst a = norm(1);\nnp.linalg.¦", "norm"],
  ["names in a destructuring", "const { ¦ } = np.linalg;", "norm"],
  ["names in an unclosed destructuring", "const { norm, ¦", null],
  ["a session's module at once", "python.session('a').module('json').¦", "dumps"],
  ["an awaited session", "const s = await python.session('a');\ns.module('json').¦", "dumps"],
  ["a call by keywords", "json.dumps(1, kw({ indent: np.¦", "array"],
  ["behind kw", "np.array(1, kw({ dtype: 'i4' })).¦", "mean"],
  [
    "a method of a reference that was awaited twice",
    "const a = await (await np.array(1)).reshape(2);\na.¦",
    "mean",
  ],
  ["the middle of a chain", "np.¦.norm(1)", "linalg"],
  ["in eval's template", "python.eval`import numpy\nnumpy.linalg.¦`", "norm"],
  ["in an unclosed template of exec", "python.exec`import numpy as n\nn.¦", "array"],
  ["in eval's template behind a value", "python.eval`import json\n${1} + json.¦`", "dumps"],
  ["in a Python string of a template", "python.eval`import json\n'json.¦`", null],
  ["Windows line ends", "np\r\n  .linalg\r\n  .¦", "norm"],
  ["a line below one that ends with a dot", "np.\nnp.array([1]).¦", "mean"],
  ["a line above one that ends with a dot", "np.¦\nnp.array([1]).", "array"],
  ["an assignment below a dot", "np.¦\nconst a = np.pi;", "array"],
  ["await missing before a reference", "const a = np.array([1]).mean();\nnp.linalg.¦", "norm"],
  ["type arguments of another call", "foo<string>(np.¦", "array"],
  ["an unclosed type argument", "const a: Array<number> = [np.¦", "array"],
  ["a generic arrow", "const f = <T,>(a: T) => np.¦", "array"],
  ["behind a line comment", "// the mean\nnp.¦", "array"],
  ["before a comment", "np.¦ // the mean", "array"],
  ["a comment inside of the access", "np/* numpy */.¦", "array"],
  ["a nested callback", "rows.map((row) => row.map((cell) => np.¦", "array"],
  [
    "a nested callback, with blocks",
    "rows.forEach(async (row) => {\n  await each(row, () => {\n    np.¦\n  });\n});",
    "array",
  ],
  ["a template inside a template", "const a = `a ${`b ${np.¦}`}`;", "array"],
  ["an unclosed template inside a template", "const a = `a ${`b ${np.¦", "array"],
  ["optional chaining, a blank, nothing", "np?. ¦", "array"],
  ["optional chaining with a line between", "np\n  ?.linalg\n  ?.¦", "norm"],
  ["a ternary that is not finished", "const a = x ? np.¦", "array"],
  ["behind nullish coalescing", "const a = x ?? np.¦", "array"],
  ["behind a spread in an object", "const a = { ...np.¦", "array"],
  ["a computed key", "const a = { [np.¦]: 1 }", "array"],
  ["a getter", "class A { get a() { return np.¦", "array"],
  ["a static block", "class A { static { np.¦ } }", "array"],
  ["behind typeof", "if (typeof np.¦", "array"],
  ["behind a regular expression", "const a = /np\\./g; np.¦", "array"],
  ["in a regular expression", "const a = /np.¦/", null],
  ["behind a label", "outer: np.¦", "array"],
  ["behind throw", "throw np.¦", "array"],
  ["in a throw's call", "throw new Error(String(np.¦", "array"],
  ["behind yield", "function* f() { yield np.¦ }", "array"],
  ["behind do", "do np.¦", "array"],
  ["an unfinished keyword above", "cons\nnp.¦", "array"],
  ["an unfinished import above", "import { a } from\nnp.¦", "array"],
  ["an unclosed bracket of an index", "const a = x[np.¦", "array"],
  ["a call's result in brackets", "(np.array([1])).¦", "mean"],
  ["a name in quotes, not closed", "np.array([1])['me¦", null],
  ["letters beyond ASCII before it", "const größe = '🐍'; np.¦", "array"],
];

/** The same in TSX and JSX. */
const halfTypedElements: [title: string, marked: string, offered: string | null][] = [
  ["a child", "const a = <div>{np.¦}</div>;", "array"],
  ["an unclosed child", "const a = <div>{np.¦", "array"],
  ["an unclosed element", "const a = <div>{np.¦}", "array"],
  ["an attribute", "const a = <Row value={np.¦} />;", "array"],
  ["an unclosed attribute", "const a = <Row value={np.¦", "array"],
  ["a spread of attributes", "const a = <Row {...np.¦} />;", "array"],
  ["a conditional child", "const a = <div>{x && np.¦}</div>;", "array"],
  ["a child of a map", "const a = <ul>{rows.map((row) => <li>{np.array(row).¦}</li>)}</ul>;", "mean"],
  ["a fragment", "const a = <>{np.¦}</>;", "array"],
  ["a component with a member's name", "const a = <Foo.Bar value={np.¦}", "array"],
  ["a handler in an attribute", "const a = <b onClick={async () => { await np.¦ }} />;", "array"],
  ["an unclosed handler", "const a = <b onClick={() => np.¦", "array"],
  ["an element behind an unclosed one", "const a = <div><b>{np.¦}</div>;", "array"],
  ["a child behind text", "const a = <div>sum: {np.¦}</div>;", "array"],
  ["a template in an attribute", "const a = <b title={`${np.¦}`} />;", "array"],
  ["a conditional element", "const a = x ? <b>{np.¦}</b> : null;", "array"],
  ["below an element that is not closed", "const a = <div>;\nnp.¦", null],
  ["an attribute's text", "const a = <b title='np.¦' />;", null],
  ["text between tags", "const a = <div>np.¦</div>;", null],
];

describe("half-typed code", () => {
  it.each(halfTyped)("%s", (_title, marked, offered) => {
    const found = labels(`${preamble}${marked}`);
    if (offered === null) {
      expect(found).toEqual([]);
    } else {
      expect(found).toContain(offered);
    }
  });

  it("holds more than forty forms", () => {
    expect(halfTyped.length).toBeGreaterThanOrEqual(40);
  });

  it.each(["typescriptreact", "javascriptreact"])("works in elements of %s", (languageId) => {
    for (const [title, marked, offered] of halfTypedElements) {
      const found = ask(`${preamble}${marked}`, {}, languageId)?.items.map(({ label }) => label) ?? [];
      if (offered === null) {
        expect(found, title).toEqual([]);
      } else {
        expect(found, title).toContain(offered);
      }
    }
  });

  it("works in JSX", () => {
    const found = ask(`${preamble}const a = <div>{np.¦}</div>;`, {}, "typescriptreact");
    expect(found?.items.map((item) => item.label)).toContain("array");
    const attribute = ask(`${preamble}const a = <div title={json.¦`, {}, "javascriptreact");
    expect(attribute?.items.map((item) => item.label)).toContain("dumps");
  });

  it("works with require and namespaces", () => {
    expect(
      ask(`const { python } = require("snakebridge");\npython.module("json").¦`, {}, "javascript")?.items
        .length,
    ).toBeGreaterThan(3);
    expect(
      ask(`import * as sb from "snakebridge";\nsb.python.module("json").¦`)?.items.length,
    ).toBeGreaterThan(3);
    expect(
      ask(`const { python } = await import("snakebridge");\npython.module("json").¦`)?.items.length,
    ).toBeGreaterThan(3);
    expect(
      ask(`import { python as py } from "snakebridge";\npy.module("json").¦`)?.items.length,
    ).toBeGreaterThan(3);
  });
});
