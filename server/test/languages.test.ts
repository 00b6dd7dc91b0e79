/** Every feature over stdio in each language that the server understands; what is asked for is what an editor asks for. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  CompletionList,
  Diagnostic,
  DocumentHighlight,
  DocumentLink,
  Hover,
  InlayHint,
  InlineCompletionItem,
  Location,
  LocationLink,
  Position,
  Range,
  SignatureHelp,
} from "vscode-languageserver-protocol";
import { testPython } from "../../scripts/test-environment.mjs";
import { applied } from "./cursor.js";
import type { TestClient } from "./client.js";
import { openServer, type OpenedServer } from "./opened.js";

const head = `import { kw, python } from "snakebridge";
const json = python.module("json");
const numpy = python.module("numpy");
`;
/** The program of each language: in elements where it has them, with types where it has those. */
const languages: Record<string, { file: string; wrap: (expression: string) => string }> = {
  typescript: { file: "plain.ts", wrap: (expression) => `const value: unknown = [${expression}];` },
  typescriptreact: {
    file: "view.tsx",
    wrap: (expression) => `const value: unknown = <div title="x">{${expression}}</div>;`,
  },
  javascript: { file: "plain.js", wrap: (expression) => `const value = [${expression}];` },
  javascriptreact: {
    file: "view.jsx",
    wrap: (expression) => `const value = <div title="x">{${expression}}</div>;`,
  },
};

let opened: OpenedServer;
let client: TestClient;
let count = 0;

beforeAll(async () => {
  opened = await openServer({
    settings: { interpreter: testPython(), inlayHints: { parameterNames: true, types: true } },
  });
  client = opened.client;
  // Everything is described before the first question, so that each answer is whole.
  const uri = await client.open("warm.ts", `${head}json.;\nnumpy.;\nnumpy.array([1]).;\njson.dumps(1).;\n`);
  await client.completeWhenReady(uri, 3, 5);
  await client.completeWhenReady(uri, 4, 6, 60_000);
  await client.completeWhenReady(uri, 5, 17, 60_000);
  await client.completeWhenReady(uri, 6, 14, 60_000);
});
afterAll(() => opened[Symbol.asyncDispose]());

describe.each(Object.keys(languages))("%s", (languageId) => {
  const { file, wrap } = languages[languageId] ?? { file: "", wrap: (text: string) => text };

  /** Opens a program with a `¦` where the cursor is. */
  async function at(marked: string): Promise<{ uri: string; text: string; position: Position }> {
    const [before, behind, more] = `${head}${wrap(marked)}\n`.split("¦");
    if (before === undefined || behind === undefined || more !== undefined)
      throw new Error(`Which ¦? ${marked}`);
    count += 1;
    const lines = before.split("\n");
    const uri = await client.open(`${count}-${file}`, before + behind, languageId);
    return {
      uri,
      text: before + behind,
      position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 },
    };
  }
  const ask = <Result>(
    method: string,
    { uri, position }: { uri: string; position: Position },
    more: object = {},
  ): Promise<Result> =>
    client.connection.sendRequest(`textDocument/${method}`, { textDocument: { uri }, position, ...more });
  const covered = (text: string, { start, end }: Range): string =>
    (text.split("\n")[start.line] ?? "").slice(start.character, end.character);
  async function offered(marked: string): Promise<CompletionItem[]> {
    const { uri, position } = await at(marked);
    return (await client.complete(uri, position.line, position.character))?.items ?? [];
  }
  async function pick(marked: string, label: string): Promise<{ result: string; item: CompletionItem }> {
    const place = await at(marked);
    const list = await client.complete(place.uri, place.position.line, place.position.character);
    const item = list?.items.find((each) => each.label === label);
    if (!item?.textEdit || !("range" in item.textEdit)) {
      throw new Error(`${label} is not among ${JSON.stringify(list?.items.map((each) => each.label))}`);
    }
    const result = applied(place.text, [item.textEdit]);
    return { result: result.slice(head.length).trimEnd(), item };
  }

  it("completes members behind a dot, and explains one on request", async () => {
    const { result, item } = await pick("json.du¦", "dumps");
    expect(result).toBe(wrap("json.dumps($1)$0"));
    expect(item).toMatchObject({ filterText: ".dumps", kind: 3, insertTextFormat: 2 });
    expect(item.labelDetails?.detail).toMatch(/^\(obj, \*, skipkeys=False/);
    const resolved = await client.connection.sendRequest<CompletionItem>("completionItem/resolve", item);
    expect(JSON.stringify(resolved.documentation)).toContain("Serialize `obj` to a JSON formatted `str`");
    expect((await pick("json?.du¦", "dumps")).item.filterText).toBe("?.dumps");
    expect((await pick("numpy.array([1]).reshape(2).me¦", "mean")).result).toBe(
      wrap("numpy.array([1]).reshape(2).mean($1)$0"),
    );
  });

  it("completes names of modules, steps of paths, keywords and Python in templates", async () => {
    const { result, item } = await pick('python.module("nu¦")', "numpy");
    expect(result).toBe(wrap('python.module("numpy")'));
    expect(item.labelDetails?.description).toMatch(/^numpy \d/);
    expect((await pick('python.module("numpy.li¦")', "numpy.linalg")).result).toBe(
      wrap('python.module("numpy.linalg")'),
    );
    expect((await pick('python.call("json.du¦")', "dumps")).result).toBe(wrap('python.call("json.dumps")'));
    expect((await pick("json.dumps(1, kw({ ind¦ }))", "indent")).result).toBe(
      wrap("json.dumps(1, kw({ indent:  }))"),
    );
    expect((await pick("python.eval`import json\njson.du¦`", "dumps")).result).toBe(
      wrap("python.eval`import json\njson.dumps`"),
    );
  });

  it("offers the keywords that are not given yet, and none where a value is", async () => {
    const keywords = (await offered("json.dumps(1, kw({ ¦ }))")).map(({ label }) => label);
    expect(keywords).toEqual(expect.arrayContaining(["skipkeys", "indent", "default", "sort_keys"]));
    const further = (await offered("json.dumps(1, kw({ indent: 2, ¦ }))")).map(({ label }) => label);
    expect(further).toEqual(keywords.filter((label) => label !== "indent"));
    expect(await offered("json.dumps(1, kw({ indent: ¦ }))")).toEqual([]);
    const atBlank = async (marked: string): Promise<CompletionList | null> =>
      ask("completion", await at(marked), { context: { triggerKind: 2, triggerCharacter: " " } });
    expect((await atBlank("json.dumps(1, kw({ ¦ }))"))?.items.length).toBe(keywords.length);
    expect(await atBlank("json. ¦")).toBeNull();
    expect((await pick("json.dumps(1, kw({ ind¦: 2 }))", "indent")).result).toBe(
      wrap("json.dumps(1, kw({ indent: 2 }))"),
    );
  });

  it("ranks what a module exports first, and private and dunder names last", async () => {
    const ranked = async (marked: string): Promise<string[]> =>
      (await offered(marked))
        .sort((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1))
        .map(({ label }) => label);
    expect((await ranked("json.¦")).slice(0, 6)).toEqual([
      "dump",
      "dumps",
      "load",
      "loads",
      "JSONDecoder",
      "JSONEncoder",
    ]);
    const names = await ranked("numpy.¦");
    const kinds = names.map((name) =>
      name.startsWith("__") ? "dunder" : /^[_$]/.test(name) ? "private" : "public",
    );
    expect(kinds).toContain("dunder");
    expect(kinds.lastIndexOf("public")).toBeLessThan(kinds.findIndex((kind) => kind !== "public"));
  });

  it("follows sessions, and values that are awaited or not", async () => {
    const of = async (marked: string): Promise<string[]> => (await offered(marked)).map(({ label }) => label);
    expect(await of("python.session('a').module('json').¦")).toContain("dumps");
    expect(await of("(await python.session('a')).module('json').¦")).toContain("dumps");
    // A reference stays one; a string is Python's until it is awaited, and JavaScript's from then on.
    expect(await of("numpy.array([1]).¦")).toContain("mean");
    expect(await of("(await numpy.array([1])).¦")).toContain("mean");
    expect(await of("json.dumps(1).¦")).toContain("upper");
    expect(await of("(await json.dumps(1)).¦")).toEqual([]);
  });

  it("hovers with signature, type, docstring, place and version", async () => {
    const place = await at("json.du¦mps(1)");
    const hover = await ask<Hover>("hover", place);
    const text = (hover.contents as { value: string }).value;
    expect(text).toContain("```python\ndef dumps(");
    expect(text).toContain("```typescript\ndumps(obj: PyArg");
    expect(text).toContain("Serialize `obj` to a JSON formatted `str`");
    expect(text).toMatch(/json\/__init__\.py:\d+.* · standard library of Python \d/);
    expect(covered(place.text, hover.range ?? { start: place.position, end: place.position })).toBe("dumps");
  });

  it("helps with signatures", async () => {
    const help = await ask<SignatureHelp>("signatureHelp", await at("json.dumps(1, kw({ indent: ¦ }))"));
    const [signature] = help.signatures;
    expect(signature?.label).toMatch(/^dumps\(obj: Any/);
    const active = signature?.parameters?.[help.activeParameter ?? -1]?.label;
    expect(signature?.label.slice(...((active ?? [0, 0]) as [number, number]))).toMatch(/^indent/);
    expect(await ask("signatureHelp", await at("String(¦)"))).toBeNull();
  });

  it("fills the arguments in grey", async () => {
    const place = await at("((obj) => json.dumps(¦))");
    const items = await ask<InlineCompletionItem[]>("inlineCompletion", place, {
      context: { triggerKind: 2 },
    });
    expect(items.map(({ insertText }) => insertText)).toEqual(["obj"]);
  });

  it("finds what is wrong, at its exact place, and mends it", async () => {
    const { uri, text } = await at(
      `[json.dunps(1), json.dumps(), numpy.zeros(1, kw({ dtyp: 1 })), python.module("nunpy")¦]`,
    );
    const expected = [
      "dunps: 'dunps' does not exist in Python module 'json'. Did you mean 'dumps'?",
      "json.dumps: 'dumps' needs an argument for 'obj'.",
      "dtyp: 'zeros' has no parameter 'dtyp' (the closest of its overloads). Did you mean 'dtype'?",
      "nunpy: There is no Python module 'nunpy' in this environment. Did you mean 'numpy'?",
    ];
    let found: Diagnostic[] = [];
    // That there is no such module is known when Python has looked for it.
    await expect
      .poll(async () => {
        found = await client.diagnostics(uri);
        return found.map(({ range, message }) => `${covered(text, range)}: ${message as string}`).sort();
      })
      .toEqual(expected.sort());
    const diagnosticOf = (code: string): Diagnostic | undefined =>
      found.find(({ range }) => covered(text, range) === code);
    const repaired = async (diagnostic: Diagnostic | undefined, title: string): Promise<string> => {
      const range = diagnostic?.range ?? { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
      const actions = await client.connection.sendRequest<CodeAction[]>("textDocument/codeAction", {
        textDocument: { uri },
        range,
        context: {
          diagnostics: diagnostic ? [diagnostic] : [],
          ...(diagnostic ? {} : { only: ["source.fixAll"] }),
        },
      });
      const action = actions.find((each) => each.title === title);
      if (!action) throw new Error(`${title} is not among ${actions.map((each) => each.title).join(", ")}`);
      const whole = await client.connection.sendRequest<CodeAction>("codeAction/resolve", action);
      return applied(text, whole.edit?.changes?.[uri] ?? []);
    };
    expect(await repaired(diagnosticOf("dunps"), "Change to 'dumps'")).toBe(text.replace("dunps", "dumps"));
    expect(await repaired(diagnosticOf("json.dumps"), "Fill in the required arguments")).toBe(
      text.replace("json.dumps()", "json.dumps(obj)"),
    );
    expect(await repaired(undefined, "Correct all misspelt Python names")).toContain(
      `json.dumps(1), json.dumps(), numpy.zeros(1, kw({ dtype: 1 }))`,
    );
  });

  it("offers a wrapper on a module", async () => {
    const { uri } = await at("¦1");
    const position = { line: 1, character: 8 };
    const actions = await client.connection.sendRequest<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: { start: position, end: position },
      context: { diagnostics: [] },
    });
    expect(actions.map(({ title }) => title)).toEqual([
      "Generate typed wrapper for 'json'",
      expect.stringContaining("only the names that this file uses"),
      "Add 'json' to snakebridge.json",
    ]);
  });

  it("leads to the Python source, and finds the uses of a name", async () => {
    const place = await at("[json.du¦mps(1), json.dumps(2), json.loads('1')]");
    for (const method of ["definition", "implementation"]) {
      const [link] = await ask<(LocationLink | Location)[]>(method, place);
      expect(link && ("targetUri" in link ? link.targetUri : link.uri)).toMatch(/json\/__init__\.py$/);
    }
    const uses = await ask<Location[]>("references", place, { context: { includeDeclaration: true } });
    expect(uses.map(({ range }) => covered(place.text, range))).toEqual(["dumps", "dumps"]);
    const marks = await ask<DocumentHighlight[]>("documentHighlight", place);
    expect(marks.map(({ range }) => range)).toEqual(uses.map(({ range }) => range));
  });

  it("links, labels and hints", async () => {
    const { uri, text } = await at("numpy.array([1], numpy.float64)¦");
    const textDocument = { uri };
    const links = await client.connection.sendRequest<DocumentLink[]>("textDocument/documentLink", {
      textDocument,
    });
    expect(links.map(({ range }) => covered(text, range))).toEqual(["json", "numpy"]);
    const lenses = await client.connection.sendRequest<CodeLens[]>("textDocument/codeLens", { textDocument });
    expect(lenses.map(({ command }) => command?.title)).toEqual([
      expect.stringMatching(/^Python \d/),
      "Generate typed wrapper",
      expect.stringMatching(/^numpy \d/),
      "Generate typed wrapper",
    ]);
    const hints = await client.connection.sendRequest<InlayHint[]>("textDocument/inlayHint", {
      textDocument,
      range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
    });
    expect(hints.map(({ label }) => label)).toEqual(expect.arrayContaining(["object:", "dtype:"]));
  });

  it("sends only what the protocol defines", () => {
    expect(client.problems).toEqual([]);
    expect(client.checked.size).toBeGreaterThan(12);
  });
});
