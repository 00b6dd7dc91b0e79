import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyTypeshed } from "../../../scripts/typeshed.mjs";
import { DescriptionStore } from "../../src/description/index.js";
import type { GenerateResult } from "../../src/generate/index.js";
import { adapterPath, testPython } from "../test-python.js";
import { compile, compilers, installPackage, run, workFolder, writeFiles } from "./compilers.js";
import { generateReal } from "./real.js";

const long = process.env["SNAKEBRIDGE_LONG"] !== undefined;

const standard =
  "json math random collections datetime decimal re itertools functools os pathlib dataclasses enum typing asyncio string textwrap statistics operator sqlite3";
/** The standard library's most used modules. */
const more =
  "abc argparse ast base64 bisect calendar codecs configparser contextlib copy csv difflib email fractions glob gzip hashlib heapq hmac html http http.client importlib inspect io ipaddress logging mimetypes multiprocessing pickle platform pprint queue secrets select shlex shutil signal socket ssl stat struct subprocess sys tarfile tempfile threading time timeit traceback types unicodedata unittest urllib.parse urllib.request uuid warnings weakref xml.etree.ElementTree zipfile zlib zoneinfo collections.abc os.path";
const libraries = "numpy numpy.linalg requests attrs";
const moreLibraries = "numpy.random pandas polars pydantic networkx sympy pyarrow";

const modules = [standard, libraries, ...(long ? [more, moreLibraries] : [])].flatMap((names) =>
  names.split(" "),
);
let folder: string;
let result: GenerateResult;

beforeAll(async () => {
  folder = workFolder();
  const python = testPython();
  const store = new DescriptionStore({
    python,
    adapterPath,
    typeshed: copyTypeshed(),
    cacheFolder: join(folder, "cache"),
  });
  try {
    await installPackage(folder);
    result = await generateReal(store, modules, {}, 1);
  } finally {
    await store.close();
  }
  writeFiles(
    folder,
    result.files.map((file) => ({ ...file, path: `python/${file.path}` })),
  );
  writeFileSync(join(folder, "snakebridge.json"), JSON.stringify({ python: { environment: python } }));
}, 900_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe("wrappers of whole libraries", () => {
  it.each(compilers)(
    "have no error under %s",
    async (compiler) => {
      const { errors, exit, output } = await compile(folder, compiler, {
        arguments: ["--extendedDiagnostics"],
      });
      expect(errors.slice(0, 20)).toEqual([]);
      expect(exit).toBe(0);
      const figures = /Instantiations:\s+(\d+)/.exec(output)?.[1];
      const bytes = result.files.reduce((sum, file) => sum + file.text.length, 0);
      console.log(
        `${compiler}: ${result.files.length} files, ${bytes} characters, ${figures ?? "?"} instantiations`,
      );
    },
    600_000,
  );

  it("run: a sample of each library with real values", async () => {
    const names = "re datetime decimal pathlib itertools sqlite3 os requests attrs".split(" ");
    const bindings = new Map([...names.map((name): [string, string] => [name, name]), ["np", "numpy"]]);
    const imports = [...bindings].map(([name, module]) => {
      const path = result.files.find((file) => file.module === module && file.path.endsWith(".js"))?.path;
      return `import * as ${name} from "./python/${path ?? "missing"}";`;
    });
    writeFileSync(
      join(folder, "sample.js"),
      `
import { kw } from "snakebridge";
${imports.join("\n")}
const print = (...values) => console.log(JSON.stringify(values));
print(await np.linspace(0, 1, kw({ num: 3 })).sum(), await np.array([[1, 2], [3, 4]]).T.shape);
print([...(await np.linalg.inv([[2, 0], [0, 4]]).$value()).data]);
print(await requests.models.PreparedRequest().prepare_url("http://a.b/c", { q: 1 }) === null, await requests.utils.quote("a b"));
print(await requests.Request("GET", "http://a.b", kw({ params: { q: "1" } })).prepare().url);
print(await attrs.has(attrs.make_class("C", ["x"])));
print(await re.findall("[a-c]", "abcd"), await re.compile("(b)").sub("x", "abc"), await (await re.match("a", "abc")).group());
print(await datetime.datetime(2024, 2, 29, kw({ hour: 5 })).isoformat(), await datetime.timedelta(kw({ days: 1 })).total_seconds());
print(String(await decimal.Decimal("1.10").quantize(decimal.Decimal("1.0"))));
print(await pathlib.PurePosixPath("/a", "b.txt").suffix, await os.path.join("a", "b"));
const pairs = [];
for await (const pair of itertools.product("ab", [1, 2])) pairs.push(pair);
print(pairs);
const connection = sqlite3.connect(":memory:");
print(await connection.execute("select ?, 2", [5]).fetchall());
await connection.close();
`,
    );
    const { output, exit } = await run([join(folder, "sample.js")], { cwd: folder });
    expect(output.trim().split("\n")).toEqual([
      "[1.5,[2,2]]",
      "[[0.5,0,0,0.25]]",
      '[true,"a%20b"]',
      '["http://a.b/?q=1"]',
      "[true]",
      '[["a","b","c"],"axc","a"]',
      '["2024-02-29T05:00:00",86400]',
      '["1.1"]',
      '[".txt","a/b"]',
      '[[["a",1],["a",2],["b",1],["b",2]]]',
      "[[[5,2]]]",
    ]);
    expect(exit).toBe(0);
  }, 300_000);
});
