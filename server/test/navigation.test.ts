/** Ways to the Python source, to other uses, to symbols. */
import { describe, expect, it } from "vitest";
import type { Location, SymbolInformation } from "vscode-languageserver-protocol";
import { definition, virtualText } from "../src/features/definition.js";
import { documentLinks } from "../src/features/document-links.js";
import { references } from "../src/features/references.js";
import { bestSymbols, symbolsOf } from "../src/features/workspace-symbols.js";
import { LoadedDescription } from "../src/knowledge/knowledge.js";
import { fixture, plain, preamble } from "./cursor.js";
import { json, knowledge, numpyLinalg } from "./descriptions.js";

const wrapped = [{ module: "json", file: "/project/src/python/json.d.ts", version: "3.11" }];

describe("finding one's way", () => {
  const options = { links: false, virtualDocuments: true, prefer: "source" as const };
  const go = (marked: string, known = knowledge()): string | undefined => {
    const { document, position } = fixture(marked);
    const [place] = (definition(document, position, known, options) ?? []) as Location[];
    return place && `${decodeURIComponent(place.uri)}:${place.range.start.line + 1}`;
  };

  it("leads to the Python source", () => {
    expect(go(`${preamble}json.du¦mps(1)`)).toBe("file:///usr/lib/python3.11/json/__init__.py:183");
    expect(go(`${preamble}js¦on.dumps(1)`)).toBe("file:///usr/lib/python3.11/json/__init__.py:1");
    expect(go(`${preamble}python.module("nump¦y")`)).toBe("file:///site-packages/numpy/__init__.py:1");
    expect(go(`${preamble}python.call("numpy.linalg.nor¦m")`)).toBe(
      "file:///site-packages/numpy/linalg/_linalg.py:2576",
    );
  });

  it("leads from a wrapper to Python", () => {
    expect(go(`import { dumps } from "./python/json.js";\ndu¦mps(1)`, knowledge(wrapped))).toBe(
      "file:///usr/lib/python3.11/json/__init__.py:183",
    );
  });

  it("shows what is written in C as a document", () => {
    const uri = go(`${preamble}np.arr¦ay(1)`) ?? "";
    expect(uri).toMatch(/^snakebridge-python:\/numpy\/array\.py/);
    const { document, position } = fixture(`${preamble}np.arr¦ay(1)`);
    const [place] = (definition(document, position, knowledge(), options) ?? []) as Location[];
    expect(virtualText(place?.uri ?? "", knowledge())).toContain(
      "def array(object, dtype=..., *, copy: bool | None = ..., ndmin: int = ...) -> ndarray:\n    ...",
    );
  });

  it("leads nowhere for things of TypeScript", () => {
    expect(go(`${preamble}const a = np.array(1);\na¦`)).toBeUndefined();
    expect(go(`${preamble}cons¦ole.log(1)`)).toBeUndefined();
  });

  it("finds references within the document", () => {
    const marked = `${preamble}json.du¦mps(1); python.call("json.dumps", [1]); json.loads(1); const { dumps } = json; np.dumps;`;
    const { document, position, text } = fixture(marked);
    const found = references(document, position, knowledge()) ?? [];
    const line = text.split("\n")[3] ?? "";
    const places = found.map(({ range }) => line.slice(0, range.end.character).slice(-10));
    expect(places).toEqual(["json.dumps", "json.dumps", "st { dumps"]);
  });

  it("finds symbols of discovered modules", () => {
    const modules = [new LoadedDescription(json), new LoadedDescription(numpyLinalg)];
    const found = (query: string): SymbolInformation[] =>
      bestSymbols(modules.flatMap((module) => symbolsOf(query, module)));
    expect(found("norm").map(({ name, containerName }) => `${containerName}.${name}`)).toEqual([
      "numpy.linalg.norm",
    ]);
    expect(found("json.du")[0]?.name).toBe("dumps");
    expect(found("d")).toEqual([]);
  });

  it("links module names to their source", () => {
    expect(documentLinks(plain(preamble), knowledge()).map(({ target }) => target)).toEqual([
      "file:///usr/lib/python3.11/json/__init__.py",
      "file:///site-packages/numpy/__init__.py",
    ]);
  });
});
