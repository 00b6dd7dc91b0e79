/** Large documents: questions about one place are answered from a small tree, as they would be from the whole. */
import { describe, expect, it } from "vitest";
import { analyzer, type AnalyzedDocument, type TextChange } from "../src/analysis/analyzer.js";
import { FocusedTree, focusFrom } from "../src/analysis/focus.js";
import { parse, type LanguageId } from "../src/analysis/syntax.js";
import { pieces, random } from "./random-edits.js";

const head = `import { kw, python } from "snakebridge";
const np = python.module("numpy");
let changed = python.module("json");
`;

/** Functions, methods, arrow functions and suites that use numpy. */
function program(count: number): string {
  const parts = [head];
  for (let index = 0; index < count; index += 1) {
    const body = `
  const values${index} = np.array([${index}, 2, 3]).reshape([-1]);
  const total = await np.sum(values${index}, kw({ axis: 0 }));
  if (input.length > ${index}) { console.log(\`step \${total}\`, "}", /\\{/.test("a")); }
  return values${index}.mean() as number;
`;
    switch (index % 4) {
      case 0:
        parts.push(`export async function step${index}(input: number[]): Promise<number> {${body}}\n`);
        break;
      case 1:
        parts.push(`const step${index} = async (input: number[]) => {${body}};\n`);
        break;
      case 2:
        parts.push(`class Step${index} { private own = np.linalg; async run(input: number[]) {${body}} }\n`);
        break;
      default:
        parts.push(`describe("step", () => { it("${index}", async (input) => {${body}}); });\n`);
    }
  }
  return parts.join("");
}

class Typing {
  text: string;
  readonly document: AnalyzedDocument;
  private readonly languageId: LanguageId;

  constructor(text: string, languageId: LanguageId = "typescript") {
    this.text = text;
    this.languageId = languageId;
    this.document = analyzer.open(text, languageId);
  }

  replace(start: number, end: number, added: string): TextChange {
    this.text = this.text.slice(0, start) + added + this.text.slice(end);
    return { start, end, newLength: added.length };
  }

  edit(start: number, end: number, added: string): void {
    const change = this.replace(start, end, added);
    this.document.update(this.text, [change]);
  }

  /** Parsed at once, and in whole. */
  get fresh(): AnalyzedDocument {
    return analyzer.open(this.text, this.languageId);
  }
}

function answers({ analysis }: AnalyzedDocument, offset: number): unknown {
  return {
    completion: analysis.completionAt(offset),
    target: analysis.targetAt(offset),
    call: analysis.callAt(offset),
    names: analysis.namesInScope(offset),
    np: analysis.expressionOfName("np", offset),
  };
}

describe("a large document", () => {
  it("answers as a small one while a line is typed", () => {
    const line = "await np.linalg.norm(np.array([1]), kw({ axis: 0 }));";
    const typing = new Typing(program(140));
    expect(typing.text.length).toBeGreaterThan(focusFrom);
    for (const index of [0, 1, 2, 135]) {
      let at = typing.text.indexOf("const total", typing.text.indexOf(`const values${index} `));
      typing.edit(at, at, "\n\n");
      at += 1;
      for (let place = 0; place < line.length; place += 1) {
        typing.edit(at, at, line.charAt(place));
        at += 1;
        // Parsing the whole document anew for each key would take long.
        if (place % 4 === index % 4) {
          expect(answers(typing.document, at)).toEqual(answers(typing.fresh, at));
        }
      }
    }
  });

  it("answers at places where nothing was typed", () => {
    const typing = new Typing(program(140));
    typing.edit(head.length, head.length, "\n");
    const whole = typing.fresh;
    for (const match of typing.text.matchAll(/\.(?=mean|sum|linalg)/g)) {
      const at = match.index + 1;
      expect(answers(typing.document, at)).toEqual(answers(whole, at));
    }
  });

  it("takes several changes at once", () => {
    const typing = new Typing(program(140));
    const changes = [130, 3, 60].map((index) => {
      const at = typing.text.indexOf("const total", typing.text.indexOf(`const values${index} `));
      return typing.replace(at, at, "np.pi; ");
    });
    typing.document.update(typing.text, changes);
    const whole = typing.fresh;
    for (const match of typing.text.matchAll(/np\.(?=pi)/g)) {
      const at = match.index + 3;
      expect(answers(typing.document, at)).toEqual(answers(whole, at));
    }
  });

  it("sees that a variable is assigned in a function far away", () => {
    const typing = new Typing(
      `${program(140)}function other() {\n  changed = something();${" ".repeat(80)}\n}\n`,
    );
    typing.edit(head.length, head.length, "changed.");
    expect(typing.document.analysis.completionAt(head.length + 8)).toBeNull();
    const assignment = typing.text.indexOf("changed = something");
    typing.edit(assignment, assignment + "changed = ".length, "");
    expect(typing.document.analysis.completionAt(head.length + 8)).toMatchObject({ kind: "member" });
  });

  it("knows what a template far away imports into Python", () => {
    const imports =
      "async function prepare() {\n  await python.exec`import numpy.linalg as la`;\n" + " ".repeat(90);
    const typing = new Typing(`${program(140)}${imports}\n}\n`);
    typing.edit(head.length, head.length, "python.eval`la.`;\n");
    expect(typing.document.analysis.completionAt(head.length + "python.eval`la.".length)).toMatchObject({
      kind: "python-source",
      imports: new Map([["la", "numpy.linalg"]]),
    });
  });

  it("examines the whole of it where that is asked for", () => {
    const typing = new Typing(program(140));
    for (const index of [7, 131]) {
      const at = typing.text.indexOf("const total", typing.text.indexOf(`const values${index} `));
      typing.edit(at, at, "np.pi; ");
      expect(typing.document.analysis.occurrences()).toEqual(typing.fresh.analysis.occurrences());
      const use = typing.text.indexOf("np.pi") + 4;
      expect(typing.document.analysis.referencesAt(use)).toEqual(typing.fresh.analysis.referencesAt(use));
    }
    expect(typing.document.analysis.imports()).toEqual(typing.fresh.analysis.imports());
  });

  it.each(["typescript", "typescriptreact", "javascript"] as const)(
    "bears random edits in %s",
    (languageId) => {
      const next = random(11);
      const typing = new Typing(program(140), languageId);
      for (let step = 0; step < 80; step += 1) {
        const start = next(typing.text.length + 1);
        const end = Math.min(typing.text.length, start + (next(4) === 0 ? next(60) : 0));
        typing.edit(start, end, next(5) === 0 ? "" : (pieces[next(pieces.length)] ?? ""));
        for (const offset of [start, next(typing.text.length + 1)]) {
          const { typed } = typing.document.analysis.completionAt(offset) ?? { typed: { start: 0, end: 0 } };
          expect(typed.start).toBeLessThanOrEqual(typed.end);
          expect(typed.end).toBeLessThanOrEqual(typing.text.length);
          answers(typing.document, offset);
        }
      }
      expect(typing.document.analysis.occurrences()).toEqual(typing.fresh.analysis.occurrences());
    },
  );
});

describe("the small tree", () => {
  const text = program(140);
  const tree = (): FocusedTree => {
    const made = FocusedTree.of(parse(text, "typescript"), "typescript");
    if (!made) throw new Error("There is nothing to hide.");
    return made;
  };

  it("has blanks for the bodies of functions, and everything else where it was", () => {
    const { text: small } = tree().around(0, text);
    expect(small).toHaveLength(text.length);
    expect(small).not.toContain("reshape");
    let kept = 0;
    for (let index = 0; index < text.length; index += 1) {
      if (small[index] !== " ") expect(small[index]).toBe(text[index]);
      kept += small[index] === " " ? 0 : 1;
    }
    expect(kept).toBeGreaterThan(head.length);
    expect(small.match(/private own = np\.linalg/g)).toHaveLength(35);
  });

  it("hides again what was looked at long ago", () => {
    const small = tree();
    const shown: number[] = [];
    for (const match of text.matchAll(/reshape/g)) {
      const around = small.around(match.index, text).text;
      expect(around.slice(match.index)).toMatch(/^reshape/);
      shown.push(around.match(/reshape/g)?.length ?? 0);
    }
    expect(Math.max(...shown)).toBeLessThan(120);
    expect(small.around(text.length, text).text).toHaveLength(text.length);
  });

  it("is none where most stands outside of functions", () => {
    const flat = head + "np.array([1]).mean();\n".repeat(4_000);
    expect(FocusedTree.of(parse(flat, "typescript"), "typescript")).toBeUndefined();
  });

  it("shows a body that is not closed, or has faults", () => {
    const broken = `${text}function last() { np.array([1]).; ${"x;".repeat(60)} }\n`;
    const made = FocusedTree.of(parse(broken, "typescript"), "typescript");
    expect(made?.around(0, broken).text).toContain("np.array([1]).;");
  });
});
