/** What names stand for, in every form in which a program writes them: what is offered at the cursor is their members. */
import assert from "node:assert/strict";
import { commands, type CompletionItem, type CompletionList, type TextEditor } from "vscode";
import { faultsOf, hoverTexts } from "../../answers.ts";
import { closeAll, openWith, positionOf } from "../../editor.ts";
import { activated, discovered } from "../../extension.ts";
import { hoverParts, hoverWith } from "../../hover.ts";
import { eventually } from "../../window.ts";

const opening = `import { kw, python } from "snakebridge";

const json = python.module("json");
const fractions = python.module("fractions");
`;

/** What all extensions offer at the cursor, the first of it resolved. */
async function offeredAt(editor: TextEditor): Promise<readonly CompletionItem[]> {
  const list = await commands.executeCommand<CompletionList>(
    "vscode.executeCompletionItemProvider",
    editor.document.uri,
    editor.selection.active,
    undefined,
    20,
  );
  return list.items;
}

const labelOf = ({ label }: CompletionItem): string => (typeof label === "string" ? label : label.label);

const itemAt = (editor: TextEditor, wanted: string): Promise<CompletionItem> =>
  eventually(`${wanted} at the cursor`, async () =>
    (await offeredAt(editor)).find((item) => labelOf(item) === wanted),
  );

/** Behind each form, a member that is offered there. */
const forms: readonly [form: string, program: string, member: string][] = [
  ["a session's module", 'const session = await python.session("a");\nsession.module("json").|\n', "dumps"],
  [
    "a session that is a parameter",
    'import type { Session } from "snakebridge";\nconst use = (session: Session) => session.module("json").|;\n',
    "dumps",
  ],
  ["a submodule", "json.decoder.|\n", "JSONDecoder"],
  ["an alias", "const codec = json;\ncodec.|\n", "dumps"],
  ["what a class makes", "fractions.Fraction(1, 2).|\n", "limit_denominator"],
  ["what is awaited", "const decoder = await json.JSONDecoder();\ndecoder.|\n", "raw_decode"],
  ["the result of a result's method", "fractions.Fraction(1, 2).limit_denominator(3).|\n", "numerator"],
  ["a path in python.call", 'await python.call("json.du|");\n', "dumps"],
  ["Python in a template", "await python.exec`\nimport json\njson.|\n`;\n", "dumps"],
  ["a call that is not closed", "console.log(await json.|\n", "dumps"],
  ["an object that is not closed", "const all = { text: json.|\n", "dumps"],
];

describe("What a name stands for", () => {
  before(() => discovered("json", "json.decoder", "fractions"));
  afterEach(closeAll);

  for (const [index, [form, program, member]] of forms.entries()) {
    it(`is known for ${form}`, async () => {
      const editor = await openWith(`form-${index}.ts`, opening + program);
      const item = await itemAt(editor, member);
      assert.equal((await offeredAt(editor)).filter((one) => labelOf(one) === labelOf(item)).length, 1);
    });
  }

  it("brings signature, kind and documentation to the list", async () => {
    const editor = await openWith("documented.ts", `${opening}json.dumps|\n`);
    const item = await itemAt(editor, "dumps");
    assert.match(
      typeof item.label === "string" ? "" : (item.label.detail ?? ""),
      /^\(obj, \*, skipkeys=False/,
    );
    const { documentation } = item;
    const text = typeof documentation === "string" ? documentation : (documentation?.value ?? "");
    assert.match(text, /Serialize `obj` to a JSON formatted `str`/);
  });

  it("says that it is looked at while Python has not told of it", async () => {
    await openWith(
      "slow_to_import.py",
      'import pathlib\nimport time\n\nwhile not pathlib.Path(__file__).with_name("imported.txt").exists():\n    time.sleep(0.05)\n|',
    );
    const editor = await openWith(
      "waiting.ts",
      'import { python } from "snakebridge";\n\nconst slow = python.module("slow_to_import");|\n',
    );
    const { uri } = editor.document;
    await eventually("that it is being looked at", async () =>
      (await hoverTexts(uri, positionOf(editor, "slow_to_import", 3))).find((text) =>
        /discovering/i.test(text),
      ),
    );
    await openWith("imported.txt", "now|\n");
    await eventually("what was found", async () => {
      const texts = await hoverTexts(uri, positionOf(editor, "slow_to_import", 3));
      return texts.length > 0 && !texts.some((text) => /discovering/i.test(text)) ? true : undefined;
    });
  });
});

describe("A Python file of one's own", () => {
  before(activated);
  afterEach(closeAll);

  it("is known as soon as it is written, and mended as soon as it is saved", async () => {
    const editor = await openWith(
      "uses-own.ts",
      'import { python } from "snakebridge";\n\nconst own = python.module("written_later");|\nvoid own.twice(2);\n',
    );
    const { uri } = editor.document;
    await eventually("that there is none", () => faultsOf(uri).find((text) => /no Python module/.test(text)));
    await openWith("written_later.py", "def twice(number: int -> int:\n    return 2 * number\n|");
    await eventually("that it is broken", () => faultsOf(uri).find((text) => /could not import/.test(text)));
    await openWith("written_later.py", "def twice(number: int) -> int:\n    return 2 * number\n|");
    await eventually("no fault", () => faultsOf(uri).length === 0 || undefined);
  });
});

const documented = `"""Scales."""


def scale(values: list[float], factor: float = 2.0) -> list[float]:
    """Multiply each value.

    Parameters
    ----------
    values : list of float
        What is scaled.
    factor : float, default 2.0
        By how much.

    Returns
    -------
    list of float
        The products.

    Examples
    --------
    >>> scale([1.0])
    [2.0]
    """
    return [value * factor for value in values]
|`;

describe("A docstring in the window", () => {
  before(activated);
  afterEach(closeAll);

  it("reads as text with headings, a list of parameters and code", async () => {
    await openWith("well_documented.py", documented);
    await openWith(
      "docstring.ts",
      'import { python } from "snakebridge";\n\nconst docs = python.module("well_documented");\nawait docs.sca|le([1]);\n',
    );
    const whole = await hoverWith("What is scaled.");
    const items = await hoverParts("li");
    assert.ok(
      items.some((item) => /^values: list of float — What is scaled\.$/.test(item)),
      items.join(" | "),
    );
    const headings = await hoverParts("strong");
    for (const heading of ["Parameters", "Returns", "Examples"])
      assert.ok(headings.includes(heading), headings.join(", "));
    assert.ok((await hoverParts("code")).includes("factor"), "names are set as code");
    assert.match((await hoverParts(".monaco-tokenized-source")).join("\n"), /scale\(\[1\.0\]\)/);
    assert.doesNotMatch(whole, /-----|\*\*/, "no mark-up is left to read");
  });
});
