/** Expressions of TypeScript that hand on what is Python's: those that choose, and those that take an item out of many. */
import { describe, expect, it } from "vitest";
import type { SignatureHelp } from "vscode-languageserver-protocol";
import { diagnostics } from "../src/features/diagnostics.js";
import { hover } from "../src/features/hover.js";
import { signatureHelp } from "../src/features/signature-help.js";
import { fixture, plain, preamble } from "./cursor.js";
import { knowledge } from "./descriptions.js";
import { testPython } from "../../scripts/test-environment.mjs";
import { ask, labels } from "./offered.js";
import { openServer } from "./opened.js";

/** Names that must be offered, or nothing at all. */
const table: [title: string, marked: string, offered: string[] | null][] = [
  ["what both branches of a condition have", "(x ? np : json).¦", ["array", "dumps"]],
  ["a condition with nothing on the other side", "(x ? np : undefined).¦", ["array"]],
  ["a condition within a condition", "(x ? np : y ? json : null).¦", ["array", "dumps"]],
  ["a condition whose other branch is not Python's", "(x ? np : other).¦", ["array"]],
  ["what is behind &&", "(x && np).¦", ["array"]],
  ["what is behind && in a chain", "(x && y && np)?.¦", ["array"]],
  ["both sides of ??", "(np.array(1) ?? json.dumps(1)).¦", ["mean", "upper"]],
  ["both sides of ||", "(np || json).¦", ["array", "dumps"]],
  ["|| behind nothing", "(null || np).¦", ["array"]],
  ["?? behind something else", "(cached ?? np).¦", ["array"]],
  ["the last of a comma's", "(x, np).¦", ["array"]],
  ["an assignment", "(x = np.array(1)).¦", ["mean"]],
  ["a variable that holds one or the other", "const m = x ? np : json;\nm.¦", ["array", "dumps"]],
  ["a result of one or the other", "(x ? np.array(1) : json.dumps(1)).¦", ["mean", "upper"]],
  ["a member that both have", "(x ? np.linalg : np).¦", ["norm", "array"]],
  ["what a member of one gives", "(x ? np : json).dumps(1).¦", ["upper"]],
  ["one or the other, awaited", "(await (x ? np.array(1) : np.arange(1))).¦", ["mean"]],
  ["a string or an array, awaited", "(await (x ? np.array(1) : json.dumps(1))).¦", ["mean"]],
  ["a session or another", "(x ? python : python.session('a')).module('json').¦", ["dumps"]],
  ["a module that is not described, and one that is", "(x ? np : python.module('pandas')).¦", ["array"]],
  ["half-typed: a condition without its end", "const m = (x ? np : json.¦", ["dumps"]],
  ["behind satisfies and !", "(np satisfies unknown)!.¦", ["array"]],
  ["behind as, within a condition", "(x ? (np as any) : json).¦", ["array", "dumps"]],
  ["an item of an awaited list", "const parts = await np.split(1, 2);\nparts[0].¦", ["mean"]],
  ["an item of an awaited list, by at", "(await np.split(1, 2)).at(-1)?.¦", ["mean"]],
  ["an item of an awaited list, by a variable", "(await np.split(1, 2))[i].¦", ["mean"]],
  ["an item of an awaited tuple", "(await np.linalg.svd(1))[2].¦", ["mean"]],
  ["an item of a list of strings, which is JavaScript's", "(await json.dumps(1).split())[0].¦", null],
  ["an index into a list that lives in Python", "np.split(1, 2)[0].¦", null],
  ["an index into an array that stays in Python", "(await np.array(1))[0].¦", null],
  ["each of an awaited list", "for (const part of await np.split(1, 2)) part.¦", ["mean"]],
  ["each of a list in Python", "for await (const part of np.split(1, 2)) part.¦", ["mean"]],
  ["each of a list, in a callback", "(await np.split(1, 2)).map((part) => part.¦", ["mean"]],
  [
    "each of a list, in an asynchronous callback",
    "(await np.split(1, 2)).forEach(async (part) => { part.¦ })",
    ["mean"],
  ],
  ["each of a list, taken apart", "(await np.pairs(1)).map(([a, b]) => a.¦", ["mean"]],
  ["the items of a tuple in a list", "for (const [name, value] of await np.pairs(1)) value.¦", ["mean"]],
  [
    "the items of a tuple, taken apart in a loop in Python",
    "for await (const [first] of np.pairs(1)) first.¦",
    ["mean"],
  ],
  ["a callback of a Python method of that name", "np.array(1).map((part) => part.¦", null],
  ["each of a list that may be None", "for await (const part of np.maybe(1)) part.¦", ["mean"]],
  ["an item of a list that may be None", "(await np.maybe(1))?.[0].¦", ["mean"]],
  ["the first of a list that may be None", "const [part] = await np.maybe(1);\npart.¦", ["mean"]],
  ["what overloads give of which the first says nothing", "np.absolute(a).¦", ["mean"]],
  ["what find finds", "(await np.split(1, 2)).find((part) => true)?.¦", ["mean"]],
];

describe("an expression", () => {
  it.each(table)("offers %s", (_title, marked, offered) => {
    const found = labels(`${preamble}${marked}`);
    if (offered === null) {
      expect(found).toEqual([]);
    } else {
      expect(found).toEqual(expect.arrayContaining(offered));
    }
  });

  it("offers each name once, and is incomplete while one of its modules is unknown", () => {
    const list = ask(`${preamble}(x ? np.linalg : np.linalg).¦`);
    expect(list?.items.filter(({ label }) => label === "norm")).toHaveLength(1);
    expect(ask(`${preamble}(x ? np : python.module("pandas")).¦`)?.isIncomplete).toBe(true);
    expect(ask(`${preamble}(x ? np : json).¦`)?.isIncomplete).toBe(false);
  });

  it("says what is wrong only where it is wrong whichever is chosen", () => {
    const told = (code: string): string[] =>
      diagnostics(plain(`${preamble}${code}`), knowledge()).map(({ message }) => message as string);
    expect(told("(x ? np : json).dumps(1);\n(x ? np : json).array([1]);")).toEqual([]);
    expect(told("(x ? np.linalg : json).nowhere(1);")).toEqual([
      expect.stringContaining("'nowhere' does not exist"),
    ]);
    // Of what was chosen nobody knows the members.
    expect(told("(x ? np : np.mean(1)).nowhere(1);\n(x ? np.array : np.mean(1))();")).toEqual([]);
    expect(told("(x ? np : other).nowhere(1);\n(cached ?? json).dumps();\n(other || json.dumps)();")).toEqual(
      [],
    );
    expect(told("np.absolute(a).nowhere(1);")).toEqual([]);
    expect(told("(x ? json.loads : json.dumps)();")).toEqual([
      expect.stringContaining("needs an argument for"),
    ]);
    expect(told("(x ? np.linalg.norm : json.dumps)(1, kw({ axis: 1 }));")).toEqual([]);
  });

  it("is explained with everything that it may be", () => {
    const said = (marked: string): string => {
      const { document, position } = fixture(`${preamble}${marked}`);
      const found = hover(document, position, knowledge(), { markdown: true });
      return (found?.contents as { value: string } | undefined)?.value ?? "";
    };
    expect(said("const m = x ? np : json;\nm¦.dumps(1);")).toMatch(/\(module\) numpy[\s\S]*\(module\) json/);
    expect(said("(x ? np : json).du¦mps(1);")).toContain("def dumps(");
  });

  it("is explained with the types that its overloads give, where the first of them says nothing", () => {
    const { document, position } = fixture(`${preamble}const a = np.absolute(x);\na¦.mean();`);
    expect(hover(document, position, knowledge(), { markdown: true })?.contents).toMatchObject({
      value: expect.stringContaining("a: Any | numpy.ndarray"),
    });
    expect(labels(`${preamble}np.absolute(a).¦`)).not.toContain("upper");
  });

  it("has the signatures of everything that it may be, if all of them are known", () => {
    const help = (marked: string): string[] | undefined => {
      const { document, position } = fixture(`${preamble}${marked}`);
      return signatureHelp(document, position, knowledge(), {
        labelOffsets: false,
        activeParameterPerSignature: false,
      })?.signatures.map(({ label }) => label.replace(/\(.*/, ""));
    };
    expect(help("(x ? json.dumps : json.loads)(¦)")).toHaveLength(2);
    expect(help("(x ? np : json).dumps(¦)")).toHaveLength(1);
    expect(help("(x ? json.dumps : other)(¦)")).toBeUndefined();
    expect(help("(x ? json.dumps : np.mean(1))(¦)")).toBeUndefined();
  });
});

describe("what libraries say of their values", () => {
  it("is followed over stdio: through choices, accessors, loops over groups and objects that are called", async () => {
    await using opened = await openServer({ settings: { interpreter: testPython() } });
    const { client } = opened;
    const head = `import { python } from "snakebridge";\nconst np = python.module("numpy");\nconst pd = python.module("pandas");\n`;
    let files = 0;
    const offered = async (marked: string): Promise<string[]> => {
      const { text, position } = fixture(head + marked);
      const uri = await client.open(`src/${++files}.ts`, text);
      const { line, character } = position;
      const list = await client.completeWhenReady(uri, line, character, 120_000);
      return list.items.map(({ label }) => label);
    };
    expect(await offered("(x ? np : pd).¦")).toEqual(expect.arrayContaining(["array", "DataFrame"]));
    expect(await offered("pd.DataFrame().plot.¦")).toContain("scatter");
    expect(await offered("pd.Series().str.¦")).toContain("split");
    const loop = "for await (const [key, group] of pd.DataFrame().groupby('a')) group.¦";
    expect(await offered(loop)).toContain("describe");
    expect(await offered("np.sin([1]).¦")).toContain("reshape");
    expect(await offered("(await np.split(np.arange(4), 2))[0].¦")).toContain("mean");

    const { text, position } = fixture(`${head}np.add(¦)`);
    const textDocument = { uri: await client.open("src/call.ts", text) };
    const help = await client.connection.sendRequest<SignatureHelp>("textDocument/signatureHelp", {
      textDocument,
      position,
    });
    expect(help.signatures.length).toBeGreaterThan(1);
    expect(help.signatures.map(({ label }) => label)).toEqual(
      help.signatures.map(() => expect.stringMatching(/^add\(x1: .*, x2: .*, \/, out/)),
    );
    expect(client.problems).toEqual([]);
  }, 300_000);
});
