/**
 * `npm run bench:probes`: sixty expressions of six libraries, the members and signatures that `pyright-langserver` offers for them in
 * a `.py` file and our server in a `.ts` file. Prints shares and misses and writes `bench/results/probes.json`.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildServer } from "../../server/build.mjs";
import { testPython } from "../../scripts/test-environment.mjs";
import { startServer } from "./client.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const python = testPython();

/** Expressions that read the same in both languages; `new` and `await` are not needed for members. */
const probes = {
  numpy: [
    "numpy",
    "numpy.linalg",
    "numpy.random",
    "numpy.fft",
    "numpy.array([1])",
    "numpy.array([1]).reshape(2)",
    "numpy.random.default_rng(1)",
    "numpy.float64(1)",
    "numpy.ndarray",
    "numpy.dtype('f8')",
  ],
  pandas: [
    "pandas",
    "pandas.DataFrame()",
    "pandas.Series()",
    "pandas.DataFrame().groupby('a')",
    "pandas.Timestamp('2024')",
    "pandas.Index([1])",
    "pandas.api",
    "pandas.DataFrame().describe()",
    "pandas.read_csv('a')",
    "pandas.Series().str",
  ],
  requests: [
    "requests",
    "requests.get('a')",
    "requests.Session()",
    "requests.sessions",
    "requests.models",
    "requests.Response()",
    "requests.Request()",
    "requests.adapters",
    "requests.exceptions",
    "requests.Session().get('a')",
  ],
  pydantic: [
    "pydantic",
    "pydantic.BaseModel",
    "pydantic.Field",
    "pydantic.types",
    "pydantic.fields",
    "pydantic.ConfigDict()",
    "pydantic.TypeAdapter(int)",
    "pydantic.ValidationError",
    "pydantic.networks",
    "pydantic.json_schema",
  ],
  attrs: [
    "attr",
    "attr.validators",
    "attr.converters",
    "attr.filters",
    "attr.setters",
    "attr.exceptions",
    "attrs",
    "attrs.validators",
    "attrs.converters",
    "attrs.filters",
  ],
  "standard library": [
    "json",
    "math",
    "datetime.datetime(2024, 1, 1)",
    "datetime.date(2024, 1, 1)",
    "pathlib.Path('a')",
    "collections.Counter('a')",
    "collections.deque()",
    "re.compile('a')",
    "sqlite3.connect('a')",
    "decimal.Decimal('1')",
  ],
};

const folder = mkdtempSync(join(tmpdir(), "snakebridge-probes-"));
const uriOf = (name) => pathToFileURL(join(folder, name)).toString();
const moduleOf = (expression) => /^\w+/.exec(expression)[0];
/** The value of a JavaScript name for Python's `int` and the like does not matter here. */
const forTypeScript = (expression) => expression.replace(/\bint\b/, "null");

/** A party that does not answer in time has no answer; its misses count. */
function inTime(promise) {
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(() => resolve(null), 60_000);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

async function labels(client, uri, line, character) {
  const answer = await inTime(
    client.ask("textDocument/completion", uri, line, character, {
      context: { triggerKind: 2, triggerCharacter: "." },
    }),
  );
  const items = Array.isArray(answer) ? answer : (answer?.items ?? []);
  return { items, incomplete: answer?.isIncomplete === true || answer === null };
}

/** Names of parameters, of all overloads, as the labels of signature help say. */
function parameterNames(help) {
  const names = new Set();
  for (const signature of help?.signatures ?? []) {
    for (const { label } of signature.parameters ?? []) {
      const text = Array.isArray(label) ? signature.label.slice(...label) : label;
      const name = /^\**([A-Za-z_]\w*)/.exec(text.trim())?.[1];
      if (name !== undefined) names.add(name.replace(/^_+/, ""));
      // How pyright writes `*args, **kwargs` without annotations.
      if (text.trim() === "...") names.add("args").add("kwargs");
    }
  }
  return names;
}

try {
  await buildServer();
  const theirs = await startServer({
    command: process.execPath,
    args: [join(root, "node_modules", "pyright", "langserver.index.js"), "--stdio"],
    folder,
    settings: { python: { pythonPath: python, analysis: { autoImportCompletions: false } } },
  });
  const ours = await startServer({
    command: process.execPath,
    args: [join(root, "server", "out", "server.cjs"), "--stdio"],
    folder,
    settings: { snakebridge: { interpreter: python } },
    initializationOptions: { adapterPath: join(root, "python"), cacheDirectory: join(folder, "cache") },
  });
  const totals = { offered: 0, members: 0, equal: 0, signatures: 0 };
  const report = [];
  for (const [library, expressions] of Object.entries(probes)) {
    for (const expression of expressions) {
      if (process.argv[2] !== undefined && !`${library} ${expression}`.includes(process.argv[2])) continue;
      const id = report.length;
      const module = moduleOf(expression);
      const py =
        `import ${/^[\w.]+/.exec(expression)[0].split(".").length > 1 && !expression.includes("(") ? `${module}\nimport ${/^[\w.]+/.exec(expression)[0]}` : module}\n`.replace(
          /\nimport (\S+\.[A-Z]\w*)\n/,
          "\n",
        );
      const head = py.split("\n").length - 1;
      const pyUri = uriOf(`probe${id}.py`);
      const tsUri = uriOf(`probe${id}.ts`);
      await theirs.open(pyUri, "python", `${py}${expression}.\n`);
      await ours.open(
        tsUri,
        "typescript",
        `import { python } from "snakebridge";\nconst ${module} = python.module("${module}");\n${forTypeScript(expression)}.\n`,
      );
      const asked = performance.now();
      const expected = (await labels(theirs, pyUri, head, expression.length + 1)).items.filter(
        ({ label }) => !label.startsWith("_"),
      );
      const theirTime = Math.round(performance.now() - asked);
      let found = await labels(ours, tsUri, 2, forTypeScript(expression).length + 1);
      for (let tries = 0; tries < 60 && (found.incomplete || found.items.length === 0); tries += 1) {
        await Promise.race([
          ours.heard("snakebridge/descriptionReady"),
          new Promise((resolve) => setTimeout(resolve, 1_500)),
        ]);
        found = await labels(ours, tsUri, 2, forTypeScript(expression).length + 1);
        const { discovering } = await ours.connection.sendRequest("snakebridge/serverStatus");
        if (found.items.length === 0 && !found.incomplete && discovering.length === 0 && tries > 6) break;
      }
      const offered = new Set(found.items.map(({ label }) => label));
      const misses = expected.filter(({ label }) => !offered.has(label)).map(({ label }) => label);
      // Signatures of the first callables that both have.
      const unequal = [];
      let compared = 0;
      const callables = expected
        .filter(({ label, kind }) => offered.has(label) && (kind === 2 || kind === 3))
        .slice(0, 8);
      for (const { label } of callables) {
        const call = `${expression}.${label}(`;
        const ownCall = `${forTypeScript(expression)}.${label}(`;
        const end = (uri, text, client, line) =>
          client.change(uri, [
            {
              range: { start: { line, character: 0 }, end: { line: line + 1, character: 0 } },
              text: `${text}\n`,
            },
          ]);
        await end(pyUri, call, theirs, head);
        await end(tsUri, ownCall, ours, 2);
        const pyHelp = parameterNames(
          await inTime(theirs.ask("textDocument/signatureHelp", pyUri, head, call.length)),
        );
        const ownHelp = parameterNames(
          await inTime(ours.ask("textDocument/signatureHelp", tsUri, 2, ownCall.length)),
        );
        if (pyHelp.size === 0 && ownHelp.size === 0) continue;
        compared += 1;
        const differs = [...pyHelp]
          .filter((name) => !ownHelp.has(name))
          .concat([...ownHelp].filter((name) => !pyHelp.has(name)));
        if (differs.length > 0) unequal.push(`${label}(${differs.join(", ")})`);
      }
      for (const [client, uri] of [
        [theirs, pyUri],
        [ours, tsUri],
      ]) {
        await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
      }
      totals.members += expected.length;
      totals.offered += expected.length - misses.length;
      totals.signatures += compared;
      totals.equal += compared - unequal.length;
      report.push({ library, expression, members: expected.length, misses, compared, unequal });
      console.log(
        `${expression}: ${expected.length - misses.length}/${expected.length} members, ${compared - unequal.length}/${compared} signatures${misses.length > 0 ? `; misses ${misses.slice(0, 8).join(", ")}` : ""}${unequal.length > 0 ? `; differs ${unequal.slice(0, 4).join("; ")}` : ""}`,
      );
    }
  }
  const share = (part, whole) => `${((100 * part) / whole).toFixed(1)} %`;
  console.log(
    `\n${report.length} probes: ${share(totals.offered, totals.members)} of ${totals.members} members offered, ${share(totals.equal, totals.signatures)} of ${totals.signatures} signatures with equal parameter names`,
  );
  mkdirSync(join(root, "bench", "results"), { recursive: true });
  writeFileSync(join(root, "bench", "results", "probes.json"), JSON.stringify({ totals, report }, null, 2));
  await ours.stop();
  theirs.child.kill();
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
