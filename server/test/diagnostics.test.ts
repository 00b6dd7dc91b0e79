/** What is wrong, and what is not. */
import { describe, expect, it } from "vitest";
import { diagnostics } from "../src/features/diagnostics.js";
import { plain, preamble } from "./cursor.js";
import { knowledge } from "./descriptions.js";

const wrapped = [{ module: "json", file: "/project/src/python/json.d.ts", version: "3.11" }];

describe("diagnostics", () => {
  const found = (text: string, known = knowledge()): string[] =>
    diagnostics(plain(text), known).map(({ message, range }) => {
      const line = text.split("\n")[range.start.line] ?? "";
      return `${line.slice(range.start.character, range.end.character)}: ${message as string}`;
    });

  it.each<[string, string]>([
    [
      `python.module("nunpy")`,
      "nunpy: There is no Python module 'nunpy' in this environment. Did you mean 'numpy'?",
    ],
    [
      `python.module("yaml")`,
      "yaml: There is no Python module 'yaml' in this environment. It comes with the package 'pyyaml'.",
    ],
    [`python.module("broken")`, "broken: Python could not import 'broken': ValueError: no"],
    [
      `python.call("yaml.load", ["x"])`,
      "yaml: There is no Python module 'yaml' in this environment. It comes with the package 'pyyaml'.",
    ],
    ["json.dunps(1)", "dunps: 'dunps' does not exist in Python module 'json'. Did you mean 'dumps'?"],
    [
      "np.array(1).reshap(2)",
      "reshap: 'reshap' does not exist in Python class 'ndarray'. Did you mean 'reshape'?",
    ],
    [
      "np.array(1).toList()",
      "toList: 'toList' does not exist in Python class 'ndarray'. Did you mean 'tolist'?",
    ],
    [
      "const { dumpz } = json;",
      "dumpz: 'dumpz' does not exist in Python module 'json'. Did you mean 'dumps'?",
    ],
    [
      `python.call("json.dunps", [1])`,
      "dunps: 'dunps' does not exist in Python module 'json'. Did you mean 'dumps'?",
    ],
    ["json.dumps()", "json.dumps: 'dumps' needs an argument for 'obj'."],
    ["json.loads('1', kw({ clz: 1 }))", "clz: 'loads' has no parameter 'clz'. Did you mean 'cls'?"],
    [
      "json.dumps(1, 2)",
      "2: 'dumps' takes at most 1 positional argument. Keyword arguments go into kw({ skipkeys: ... }).",
    ],
    ["np.linalg.norm(1, kw({ x: 2 }))", "x: 'norm' gets 'x' by position and by keyword."],
    ["np.alltrue(1)", "alltrue: 'alltrue' is deprecated: use all"],
    [
      "python.module('random').randint(1)",
      "python.module('random').randint: 'randint' needs an argument for 'b'.",
    ],
    ["np.arange()", "np.arange: 'arange' needs an argument for 'stop' (the closest of its overloads)."],
  ])("%s", (code, message) => {
    expect(found(`${preamble}${code}`)).toEqual([message]);
  });

  it.each([
    "json.dumps({ a: 1 }, kw({ indent: 2, anything: 3 }))",
    "np.arange(1, 2, 3)",
    "np.arange(...xs)",
    "np.linalg.norm(x, kw(options))",
    "np.linalg.norm(x, kw({ ...options }))",
    "np.array(1).then((a) => a)",
    "np.array(1).catch(() => 1).finally(() => 2)",
    "np.__version__; np.__doc__",
    "json.dumps",
    "np.array([1])._anything; (await json.dumps(1)).toUpperCase()",
    "python.module('dynamic').unknown(1)",
    "python.module('pandas').anything",
    "python.module('secret').anything",
    "np.linalg.LinAlgError; np.f2py.anything",
    "np.array(1).$value(); np.$get('anything').foo",
    "json.dumps(1", // unclosed: still typing
    "np.\nnp.array(1).mean()", // the first line is still being typed
    "np.newthing = 1",
    "const { dumps, ...rest } = json; rest.anything",
    "python.call('json.dumps', [1], { indent: 2 })",
    "json.loads('1').anything.at.all()",
    "np.ndarray.reshape(np.array(1), 2)",
  ])("says nothing on %s", (code) => {
    expect(found(`${preamble}${code}`)).toEqual([]);
  });

  it("leaves members and calls of wrappers to TypeScript, and tells when one is stale", () => {
    expect(found(`${preamble}json.dunps()`, knowledge(wrapped))).toEqual([]);
    const stale = [{ ...wrapped[0]!, stale: "it was generated from version 1, and 2 is installed." }];
    expect(
      found(`import { dumps } from "./python/json.js";\nconst a = "snakebridge";`, knowledge(stale)),
    ).toEqual([
      "./python/json.js: The wrapper of 'json' is out of date: it was generated from version 1, and 2 is installed.",
    ]);
  });
});
