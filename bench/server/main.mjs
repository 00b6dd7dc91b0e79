/**
 * `npm run bench:server`: the bundled server driven over stdio with recorded typing, TypeScript's own incremental reparse of the same
 * edits in the same run, start-up, memory, and a library that was never seen. Prints a table and writes `bench/results/server.json`.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { cpus, loadavg, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { buildServer } from "../../server/build.mjs";
import { testPython } from "../../scripts/test-environment.mjs";
import { percentile, startServer } from "./client.mjs";
import { places, program, typed } from "./documents.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const ts = createRequire(join(root, "server", "package.json"))("typescript");
const python = testPython();
const temporary = mkdtempSync(join(tmpdir(), "snakebridge-bench-"));
const cache = join(temporary, "cache");

function server(cacheDirectory = cache) {
  return startServer({
    command: process.execPath,
    args: [join(root, "server", "out", "server.cjs"), "--stdio"],
    folder: temporary,
    settings: { snakebridge: { interpreter: python } },
    initializationOptions: { adapterPath: join(root, "python"), cacheDirectory },
  });
}

const uriOf = (name) => pathToFileURL(join(temporary, name)).toString();

const complete = (list) => !list.isIncomplete && list.items.length > 0;
const visible = (list) => list.items.length > 0;

/** Asks until the members are there, as a client does that hears that a description is ready. */
async function completeWhenReady(client, uri, line, character, enough = complete) {
  for (;;) {
    const ready = client.heard("snakebridge/descriptionReady");
    const list = await client.ask("textDocument/completion", uri, line, character, {
      context: { triggerKind: 1 },
    });
    if (list && enough(list)) return list;
    await ready;
  }
}

/** The typing session: each key is one change and the requests that an editor sends with it. */
async function typing(lines) {
  const client = await server();
  const text = program(lines);
  const uri = uriOf(`typing-${lines}.ts`);
  await client.open(uri, "typescript", `${text}np.\n`);
  await completeWhenReady(client, uri, text.split("\n").length - 1, 3);
  const times = { completion: [], hover: [], "signature help": [], "text sync": [], reparse: [] };
  let file = ts.createSourceFile(
    "document.ts",
    `${text}np.\n`,
    { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    true,
  );
  let content = `${text}np.\n`;
  // The session once to warm both up, then twice for the figures.
  for (let round = 0; round < 3; round += 1) {
    for (const place of places(content)) {
      const line = place + 1;
      const insert = (at, added) => {
        const start = ts.getPositionOfLineAndCharacter(file, at.line, at.character);
        content = content.slice(0, start) + added + content.slice(start);
        return ts.createTextChangeRange(ts.createTextSpan(start, 0), added.length);
      };
      const key = async (at, added, character) => {
        const range = insert(at, added);
        const before = performance.now();
        file = ts.updateSourceFile(file, content, range);
        const reparse = performance.now() - before;
        await client.change(uri, [{ range: { start: at, end: at }, text: added }]);
        const began = performance.now();
        await client.ask("textDocument/completion", uri, line, character, { context: { triggerKind: 1 } });
        const completion = performance.now() - began;
        const asked = async (method) => {
          const start = performance.now();
          await client.ask(method, uri, line, character);
          return performance.now() - start;
        };
        const hover = await asked("textDocument/hover");
        const help = await asked("textDocument/signatureHelp");
        if (round > 0) {
          times.reparse.push(reparse);
          times.completion.push(completion);
          times.hover.push(hover);
          times["signature help"].push(help);
        }
      };
      await key({ line, character: 0 }, "\n", 0);
      for (const [index, letter] of [...typed].entries()) {
        await key({ line, character: index }, letter, index + 1);
      }
    }
  }
  // Sync alone: changes of which nothing is asked, then one cheap question that comes behind them.
  for (let round = 0; round < 50; round += 1) {
    const idle = performance.now();
    await client.connection.sendRequest("snakebridge/serverStatus");
    const alone = performance.now() - idle;
    const at = { line: 3, character: 0 };
    const began = performance.now();
    for (let change = 0; change < 10; change += 1) {
      await client.change(uri, [{ range: { start: at, end: at }, text: "x" }]);
    }
    await client.connection.sendRequest("snakebridge/serverStatus");
    times["text sync"].push(Math.max(0, performance.now() - began - alone) / 10);
    await client.change(uri, [{ range: { start: at, end: { line: 3, character: 10 } }, text: "" }]);
  }
  // Nobody types for a moment.
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  const { residentMemory } = await client.connection.sendRequest("snakebridge/serverStatus");
  await client.stop();
  const result = { lines, memory: residentMemory };
  for (const [name, values] of Object.entries(times)) {
    result[name] = { p50: percentile(values, 0.5), p95: percentile(values, 0.95) };
  }
  return result;
}

/** What Node, TypeScript's parser and the parsed file take by themselves: the floor of the server's memory. */
function floor(lines) {
  const script = `
    const ts = require(${JSON.stringify(join(root, "node_modules", "typescript"))});
    const text = require("node:fs").readFileSync(0, "utf8");
    globalThis.file = ts.createSourceFile("a.ts", text, { languageVersion: 99 }, true);
    gc({ type: "major", execution: "sync", flavor: "last-resort" });
    console.log(process.memoryUsage.rss());`;
  const flags = ["--expose-gc", "--max-semi-space-size=4"];
  return Number(
    execFileSync(process.execPath, [...flags, "-e", script], { input: program(lines), encoding: "utf8" }),
  );
}

/** From `didOpen` to members, with the description in the cache. */
async function firstCompletion() {
  const fromOpen = [];
  const fromStart = [];
  for (let round = 0; round < 6; round += 1) {
    const start = performance.now();
    const client = await server();
    const uri = uriOf("first.ts");
    const text = program(200);
    // An editor opens a document a moment after the server is up.
    if (round % 2 === 0) await client.connection.sendRequest("snakebridge/environment", {});
    const opened = performance.now();
    await client.open(uri, "typescript", `${text}np.\n`);
    await completeWhenReady(client, uri, text.split("\n").length - 1, 3);
    const end = performance.now();
    if (round % 2 === 0) fromOpen.push(end - opened);
    else fromStart.push(end - start);
    await client.stop();
  }
  return { fromOpen: percentile(fromOpen, 0.5), fromStart: percentile(fromStart, 0.5) };
}

/** A library that no cache knows: from the last key of its name to its members. */
async function neverSeen() {
  const client = await server(mkdtempSync(join(temporary, "empty-")));
  const uri = uriOf("cold.ts");
  await client.open(
    uri,
    "typescript",
    `import { python } from "snakebridge";\nconst np = python.module("");\n`,
  );
  await client.connection.sendRequest("snakebridge/installedModules", {});
  const at = { line: 1, character: 26 };
  const began = performance.now();
  await client.change(uri, [{ range: { start: at, end: at }, text: "numpy" }]);
  const end = { line: 2, character: 0 };
  await client.change(uri, [{ range: { start: end, end }, text: "np." }]);
  await completeWhenReady(client, uri, 2, 3, visible);
  const names = performance.now() - began;
  await completeWhenReady(client, uri, 2, 3);
  const signatures = performance.now() - began;
  await client.stop();
  return { names, signatures };
}

const row = (name, value, goal, met) => `| ${name} | ${value} | ${goal} | ${met ? "yes" : "no"} |`;
const ms = (value) => `${value.toFixed(1)} ms`;
const mib = (value) => `${Math.round(value / 1024 / 1024)} MiB`;

try {
  await buildServer();
  const load = loadavg()[0];
  const cold = [await neverSeen(), await neverSeen(), await neverSeen()];
  // Also fills the cache, as an earlier session has: what follows is the second start and later ones.
  const first = await firstCompletion();
  const sessions = [await typing(2_000), await typing(20_000)];
  const rows = [];
  for (const session of sessions) {
    const limit = session.reparse.p95 + 5;
    for (const feature of ["completion", "hover", "signature help"]) {
      const { p50, p95 } = session[feature];
      rows.push(
        row(
          `${feature}, ${session.lines} lines, p95 (median ${ms(p50)})`,
          ms(p95),
          `reparse p95 ${ms(session.reparse.p95)} + 5 ms`,
          p95 <= limit,
        ),
      );
    }
    rows.push(
      row(
        `text sync, ${session.lines} lines, p95`,
        ms(session["text sync"].p95),
        "1 ms",
        session["text sync"].p95 <= 1,
      ),
    );
    const most = session.lines > 2_000 ? 220 : 150;
    rows.push(
      row(
        `resident memory, ${session.lines} lines`,
        mib(session.memory),
        `${most} MB`,
        session.memory <= most * 1e6,
      ),
      row(
        `of it, what Node and TypeScript's parser take with that file by themselves`,
        mib(floor(session.lines)),
        "(reported)",
        true,
      ),
    );
  }
  rows.push(
    row("first completion from `didOpen`, warm cache", ms(first.fromOpen), "150 ms", first.fromOpen <= 150),
  );
  rows.push(row("first completion from process start, warm cache", ms(first.fromStart), "(reported)", true));
  const [names, signatures] = ["names", "signatures"].map((part) =>
    percentile(
      cold.map((times) => times[part]),
      0.5,
    ),
  );
  rows.push(row("numpy never seen: members visible", ms(names), "1500 ms", names <= 1_500));
  rows.push(row("numpy never seen: with their signatures", ms(signatures), "(reported)", true));
  const table = ["| what | measured | goal | met |", "| --- | --- | --- | --- |", ...rows].join("\n");
  console.log(
    `${table}\n\nNode ${process.version}, ${cpus().length} cores, load before the run ${load.toFixed(1)}`,
  );
  mkdirSync(join(root, "bench", "results"), { recursive: true });
  writeFileSync(
    join(root, "bench", "results", "server.json"),
    JSON.stringify({ load, sessions, first, cold }, null, 2),
  );
} finally {
  rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
}
