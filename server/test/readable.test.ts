/** What a reader sees of real libraries over stdio: no marks of another markup language, no walls, nothing cut open. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Hover } from "vscode-languageserver-protocol";
import { ServerStatusRequest } from "../protocol/index.js";
import { testPython } from "../../scripts/test-environment.mjs";
import { openServer, type OpenedServer } from "./opened.js";

/** A name, and what its hover must say besides its signature. */
const hovers: [name: string, says: string | RegExp][] = [
  ["numpy.linspace", "- `num`: *int, optional* — Number of samples to generate."],
  ["numpy.einsum", "**See Also**"],
  ["numpy.where", "**Returns**"],
  ["numpy.linalg.svd", "**Raises**\n\n- *LinAlgError*"],
  ["numpy.random.default_rng", "**Parameters**"],
  ["numpy.ndarray", "for the `__new__` method"],
  ["numpy.fft.fft", "**Examples**\n\n```python\n>>> import numpy as np"],
  ["pandas.read_csv", "[IO Tools](https://pandas.pydata.org"],
  ["pandas.DataFrame", "- `data`: *"],
  ["pandas.concat", "**Parameters**"],
  ["pandas.to_datetime", "> **Warning:**"],
  ["polars.read_csv", "**Parameters**"],
  ["requests.get", "- `url` — URL for the new `Request` object."],
  ["requests.Session", "```python\n>>> import requests"],
  ["attrs.define", /^(?!.*:param)/s],
  ["pydantic.Field", "**Parameters**"],
  ["json.dumps", "Serialize `obj`"],
  ["re.compile", /Compile a regular expression/],
  ["collections.Counter", "```python\n>>> c = Counter("],
  ["subprocess.run", /Run command with arguments/],
  ["datetime.timedelta", /Difference between two datetime values/],
];

describe("hovers of real libraries", () => {
  let opened: OpenedServer;
  beforeAll(async () => {
    opened = await openServer({ settings: { interpreter: testPython() } });
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  it("are at least twenty", () => {
    expect(hovers.length).toBeGreaterThanOrEqual(20);
  });

  it.each(hovers)("%s", async (name, says) => {
    const { client } = opened;
    const module = name.slice(0, name.indexOf("."));
    const uri = await client.open(
      `${name.replaceAll(".", "-")}.ts`,
      `import { python } from "snakebridge";\nconst ${module} = python.module("${module}");\n${name};\n`,
    );
    const ask = async (): Promise<string> => {
      const hover = await client.connection.sendRequest<Hover | null>("textDocument/hover", {
        textDocument: { uri },
        position: { line: 2, character: name.length },
      });
      return (hover?.contents as { value: string } | undefined)?.value ?? "";
    };
    await expect
      .poll(
        async () => {
          const text = await ask();
          const { discovering } = await client.connection.sendRequest(ServerStatusRequest);
          return discovering.length === 0 && /\n---\n/.test(text);
        },
        { timeout: 100_000, interval: 200 },
      )
      .toBe(true);
    const text = await ask();
    if (typeof says === "string") expect(text).toContain(says);
    else expect(text).toMatch(says);

    // Fences are closed, and prose holds no reStructuredText.
    const parts = text.split(/^ *```.*$/m);
    expect(parts.length % 2).toBe(1);
    const prose = parts.filter((_part, index) => index % 2 === 0).join("\n");
    expect(prose).not.toMatch(/:[a-z]+:`|^\s*\.\. [a-z]+::|``\S[^`\n]*``|^-{4,}$|`_\b/m);
    // No item without a name, no paragraph that slips into the quotation above it.
    expect(prose).not.toMatch(/^- +—|^> .*\n(?![>\n])\S/m);
    // What Markdown would show in bold, its underscores left out, is code.
    expect(prose.replace(/`[^`\n]*`|\]\([^)]*\)/g, "")).not.toMatch(/\b__\w+__\b/);
    // The first sentence is on the first screen.
    const [declaration = ""] = text.split("\n\n");
    expect(declaration.split("\n").length).toBeLessThan(70);
    expect(Math.max(...declaration.split("\n").map((line) => line.length))).toBeLessThan(400);
  });
});
