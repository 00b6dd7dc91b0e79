import { execFile } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import type { CallableSymbol, ClassSymbol, ModuleMember } from "../../src/description/index.js";
import { GatheredEvidence } from "../../src/description/evidence.js";
import { adapterPath } from "../test-python.js";
import { modules, openStore, python, temporaryFolder, typeshed } from "./places.js";

const index = new URL("../../src/description/index.ts", import.meta.url).href;
const tsx = fileURLToPath(new URL("../../../node_modules/tsx/dist/cli.mjs", import.meta.url));

function callable(member: ModuleMember | undefined): CallableSymbol {
  if (member?.kind !== "callable") throw new Error(`not a callable: ${JSON.stringify(member)}`);
  return member;
}

function cls(member: ModuleMember | undefined): ClassSymbol {
  if (member?.kind !== "class") throw new Error(`not a class: ${JSON.stringify(member)}`);
  return member;
}

/** Files of the cache. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

describe("a description", () => {
  test("of the standard library has declared types, docs and places", async () => {
    const store = openStore();
    const json = await store.describe("json");
    expect(json.standardLibrary).toBe(true);
    expect(json.submodules.map((submodule) => submodule.name)).toContain("json.tool");
    const dumps = callable(json.member("dumps"));
    expect(dumps.doc).toMatch(/^Serialize ``obj`` to a JSON formatted ``str``\./);
    expect(dumps.location?.file).toMatch(/json[/\\]__init__\.py$/);
    const [signature] = dumps.signatures;
    expect(signature?.returns).toEqual({ kind: "ref", name: "str" });
    expect(signature?.params.find((parameter) => parameter.name === "skipkeys")).toEqual({
      name: "skipkeys",
      kind: "keyword-only",
      optional: true,
      default: "False",
      literal: false,
      type: { kind: "ref", name: "bool" },
      source: "stub",
    });
  });

  test("of numpy.linalg has overloads and says which distribution it is from", async () => {
    const store = openStore();
    const linalg = await store.describe("numpy.linalg");
    expect(linalg.distribution).toBe("numpy");
    expect(linalg.version).toMatch(/^\d+\.\d+/);
    const norm = callable(linalg.member("norm"));
    expect(norm.signatures.length).toBeGreaterThan(1);
    expect(norm.signatures[0]?.params.map((parameter) => parameter.name)).toEqual([
      "x",
      "ord",
      "axis",
      "keepdims",
    ]);
  });

  test("tells own members of a class from inherited ones, and substitutes type arguments", async () => {
    const store = openStore();
    const counter = cls((await store.describe("collections")).member("Counter"));
    expect(counter.typeParams?.map((parameter) => parameter.name)).toEqual(["_T"]);
    const get = counter.members.find((member) => member.name === "get");
    expect(get).toMatchObject({ inheritedFrom: "dict", kind: "callable" });
    const [signature] = (get as CallableSymbol).signatures;
    expect(signature?.returns).toEqual({
      kind: "union",
      items: [{ kind: "ref", name: "int" }, { kind: "none" }],
    });
    const own = counter.members.find((member) => member.name === "most_common");
    expect(own).not.toHaveProperty("inheritedFrom");
  });

  test("of a class that only stubs know", async () => {
    const store = openStore();
    const { class: found } = await store.describeClass("_typeshed.SupportsRead");
    expect(found.flavour).toBe("protocol");
    expect(found.members.map((member) => member.name)).toEqual(["read"]);
    expect(store.peekClass("_typeshed.SupportsRead")?.class).toEqual(found);
  });

  test("of one class by its qualified name", async () => {
    const store = openStore();
    const { class: found, stdlib } = await store.describeClass("datetime.datetime");
    expect(stdlib).toBe(true);
    expect(found.mro).toEqual(["datetime.date"]);
    const now = found.members.find((member) => member.name === "now");
    expect(now).toMatchObject({ flavour: "classmethod" });
  });
});

describe("the cache", () => {
  test("answers without Python once a module is described, also in another process's store", async () => {
    const cacheFolder = temporaryFolder();
    const first = openStore({ cacheFolder });
    expect(first.peek("random")).toBeUndefined();
    const described = await first.describe("random");
    // This interpreter would fail to start: what follows can only come from the disk.
    const second = openStore({ cacheFolder });
    const peeked = second.peek("random");
    expect(peeked?.names).toEqual(described.names);
    expect(peeked?.description()).toEqual(described.description());
  });

  test("notices a change of a user's module", async () => {
    const folder = modules({ "settings_of_mine.py": "def first(a: int) -> str: ...\n" });
    const store = openStore({ sysPath: [folder] });
    expect((await store.describe("settings_of_mine")).names).toEqual(["first"]);
    const file = join(folder, "settings_of_mine.py");
    writeFileSync(file, "def second(a: int) -> str: ...\n\n");
    utimesSync(file, new Date(), new Date(Date.now() + 5_000));
    expect(store.peek("settings_of_mine")).toBeUndefined();
    expect((await store.describe("settings_of_mine")).names).toEqual(["second"]);
  });

  test("notices a change of a file that a user's package imports", async () => {
    const folder = modules({
      "shop_of_mine/__init__.py": "from .cart import *\n",
      "shop_of_mine/cart.py": "def first(): ...\n",
    });
    const store = openStore({ sysPath: [folder] });
    expect((await store.describe("shop_of_mine")).names).toEqual(["cart", "first"]);
    const file = join(folder, "shop_of_mine/cart.py");
    writeFileSync(file, "def second(): ...\ndef third(): ...\n");
    expect((await store.describe("shop_of_mine")).names).toEqual(["cart", "second", "third"]);
  });

  test("notices a stub that appears beside a user's module", async () => {
    const folder = modules({ "typed_later.py": "def f(a): ...\n" });
    const store = openStore({ sysPath: [folder] });
    expect(
      callable((await store.describe("typed_later")).member("f")).signatures[0]?.returns,
    ).toBeUndefined();
    writeFileSync(join(folder, "typed_later.pyi"), "def f(a: int) -> str: ...\n");
    expect(callable((await store.describe("typed_later")).member("f")).signatures[0]?.returns).toEqual({
      kind: "ref",
      name: "str",
    });
  });

  test("notices an upgrade of a package while a process that imported it is at hand", async () => {
    const folder = modules({});
    const site = join(folder, "site-packages");
    const install = (version: string, name: string) => {
      rmSync(site, { recursive: true, force: true });
      const files = {
        "upgraded/__init__.py": `def of_${name}() -> int: ...\n`,
        "upgraded/part.py": `from . import of_${name}\ndef part_of_${name}() -> int: ...\n`,
        [`upgraded-${version}.dist-info/METADATA`]: `Metadata-Version: 2.1\nName: upgraded\nVersion: ${version}\n`,
      };
      const record = `upgraded-${version}.dist-info/RECORD`;
      const listed = [...Object.keys(files), record].map((path) => `${path},,\n`).join("");
      for (const [path, text] of Object.entries({ ...files, [record]: listed })) {
        mkdirSync(dirname(join(site, path)), { recursive: true });
        writeFileSync(join(site, path), text);
      }
    };
    install("1.0", "first");
    const store = openStore({ sysPath: [site] });
    const before = await store.describe("upgraded");
    expect([before.version, before.names]).toEqual(["1.0", ["of_first"]]);
    install("2.0", "second");
    // Nobody asked for this one yet, so that only the process itself could be out of date.
    const part = await store.describe("upgraded.part");
    expect([part.version, part.names]).toEqual(["2.0", ["of_second", "part_of_second"]]);
    expect((await store.describe("upgraded")).names).toContain("of_second");
  });

  test("looks at each file once before a request, however many descriptions it is part of", () => {
    const folder = modules({ "one.py": "", "two.py": "" });
    const file = (name: string) => {
      const { size, mtimeMs } = statSync(join(folder, name));
      return { path: join(folder, name), size, time: Math.trunc(mtimeMs) };
    };
    const gathered = new GatheredEvidence();
    for (let count = 0; count < 100; count++)
      gathered.add({ files: [file("one.py"), file("two.py")], absent: [join(folder, "one.pyi")] });
    expect([gathered.size, gathered.stillHolds()]).toEqual([3, true]);
    // What an answer says of a file that changed since the first one does not make the first one true.
    writeFileSync(join(folder, "two.py"), "changed = True\n");
    gathered.add({ files: [file("two.py")] });
    expect([gathered.size, gathered.stillHolds()]).toEqual([3, false]);
  });

  test("keeps names that were not loaded in little room, each in its place", async () => {
    const names = Array.from({ length: 2000 }, (_, index) => `lazy_${String(index).padStart(4, "0")}`);
    const source = [
      `__all__ = ${JSON.stringify([...names, "here", "zeta"])}`,
      "def here(): ...",
      "def zeta(): ...",
      "def __getattr__(name):",
      "    if name in __all__: return len",
      "    raise AttributeError(name)",
    ].join("\n");
    const options = { sysPath: [modules({ "very_lazy.py": source })], cacheFolder: temporaryFolder() };
    const described = await openStore(options).describe("very_lazy");
    expect(described.names).toEqual(["here", ...names, "zeta"]);
    const cached = openStore(options).peek("very_lazy");
    expect(cached?.names).toEqual(described.names);
    expect(cached?.entries[7]).toEqual({ name: "lazy_0006", kind: "value" });
    expect(cached?.member("lazy_0006")).toEqual({ name: "lazy_0006", kind: "value", lazy: true });
    expect(cached?.description()).toEqual(described.description());
    // A byte more than the name itself, beside the place in `exports`.
    expect(filesIn(options.cacheFolder).map((file) => statSync(file).size < 60_000)).toEqual([true]);
  });

  test("belongs to the describer that made it: with other source nothing of it is used", async () => {
    const cacheFolder = temporaryFolder();
    const other = temporaryFolder();
    cpSync(join(adapterPath, "snakebridge_adapter"), join(other, "snakebridge_adapter"), {
      recursive: true,
      filter: (path) => !path.includes("__pycache__"),
    });
    const same = openStore({ cacheFolder, adapterPath: other });
    await openStore({ cacheFolder }).describe("math");
    expect(same.peek("math")).toBeDefined();
    const changed = temporaryFolder();
    cpSync(other, changed, { recursive: true });
    appendFileSync(join(changed, "snakebridge_adapter/describe/merge.py"), "\n# changed\n");
    const store = openStore({ cacheFolder, adapterPath: changed });
    expect(store.peek("math")).toBeUndefined();
    expect((await store.describe("math")).names).toContain("sqrt");
    expect(filesIn(cacheFolder)).toHaveLength(2);
  });

  test("does not keep what the describer itself failed at, and tells it", async () => {
    const cacheFolder = temporaryFolder();
    const broken = temporaryFolder();
    cpSync(join(adapterPath, "snakebridge_adapter"), join(broken, "snakebridge_adapter"), {
      recursive: true,
    });
    const file = join(broken, "snakebridge_adapter/describe/module.py");
    const text = readFileSync(file, "utf8");
    writeFileSync(
      file,
      text.replace(
        "    namespace = vars(module)\n    value",
        "    if name == 'sqrt':\n        raise ValueError('bug')\n$&",
      ),
    );
    const store = openStore({ cacheFolder, adapterPath: broken });
    const math = await store.describe("math");
    expect(math.description().skipped).toEqual([{ name: "sqrt", reason: "ValueError: bug", internal: true }]);
    expect(math.names).toContain("sin");
    expect(filesIn(cacheFolder)).toEqual([]);
  });

  test("makes corrupt files anew", async () => {
    const cacheFolder = temporaryFolder();
    await openStore({ cacheFolder }).describe("math");
    const [file, ...others] = filesIn(cacheFolder);
    expect(others).toEqual([]);
    if (file === undefined) throw new Error("no file in the cache");
    const whole = readFileSync(file);
    const damages: (() => void)[] = [
      () => truncateSync(file, 1_000),
      () => writeFileSync(file, "something else"),
      () => writeFileSync(file, ""),
      () => {
        const bytes = Buffer.from(whole);
        bytes.writeUInt8(bytes.readUInt8(200) ^ 1, 200);
        writeFileSync(file, bytes);
      },
    ];
    for (const damage of damages) {
      damage();
      const store = openStore({ cacheFolder });
      expect(store.peek("math")).toBeUndefined();
      expect(existsSync(file)).toBe(false);
      expect((await store.describe("math")).names).toContain("sqrt");
    }
  });

  test("survives damage to a symbol that is met while reading", async () => {
    const cacheFolder = temporaryFolder();
    await openStore({ cacheFolder }).describe("math");
    const [file] = filesIn(cacheFolder);
    if (file === undefined) throw new Error("no file in the cache");
    const bytes = readFileSync(file);
    const at = bytes.lastIndexOf('"name":"sqrt"');
    bytes.write("X", at + 8);
    writeFileSync(file, bytes);
    const store = openStore({ cacheFolder });
    expect(store.peek("math")?.member("sqrt")).toBeUndefined();
    expect(store.peek("math")).toBeUndefined();
    expect((await store.describe("math")).member("sqrt")?.kind).toBe("callable");
  });

  test("a description opened before another process replaced its file still answers", async () => {
    const cacheFolder = temporaryFolder();
    const store = openStore({ cacheFolder });
    const before = await store.describe("math");
    const other = openStore({ cacheFolder });
    await other.describe("math", { refresh: true });
    expect(before.member("sqrt")?.kind).toBe("callable");
  });

  test("works from memory where its folder can't be made", async () => {
    const parent = temporaryFolder();
    writeFileSync(join(parent, "file"), "");
    const store = openStore({ cacheFolder: join(parent, "file", "cache") });
    const math = await store.describe("math");
    expect(callable(math.member("sqrt")).signatures).toHaveLength(1);
    expect(store.cache.writeProblem).toBeInstanceOf(Error);
    chmodSync(parent, 0o755);
  });

  test("works from memory where the disk is full or its folder is read-only, and says so", async () => {
    const cacheFolder = temporaryFolder();
    const store = openStore({ cacheFolder });
    await store.describe("math");
    const [file] = filesIn(cacheFolder);
    if (file === undefined) throw new Error("no file in the cache");
    // A folder that can't be written, for every user: a file stands where the environment's folder should be.
    const folder = dirname(file);
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "");
    const again = openStore({ cacheFolder });
    expect((await again.describe("math")).member("sqrt")?.kind).toBe("callable");
    expect(again.cache.writeProblem).toBeInstanceOf(Error);
    // Room again: the next description is kept.
    rmSync(folder);
    await again.describe("random");
    expect(again.cache.writeProblem).toBeNull();
    expect(filesIn(cacheFolder)).toHaveLength(1);
  });

  test("leaves no half-written file of its own behind", async () => {
    const cacheFolder = temporaryFolder();
    const store = openStore({ cacheFolder });
    await Promise.all(["math", "json", "random"].map((name) => store.describe(name)));
    expect(filesIn(cacheFolder).every((file) => file.endsWith(".description"))).toBe(true);
  });

  test("is shared by processes that write the same descriptions at once", async () => {
    const cacheFolder = temporaryFolder();
    const script = `
      import { DescriptionStore } from ${JSON.stringify(index)};
      const store = new DescriptionStore(JSON.parse(process.env.STORE_OPTIONS));
      for (const name of ["math", "json", "math"]) {
        const described = await store.describe(name, { refresh: true });
        for (const each of described.names) if (described.member(each) === undefined) throw new Error(each);
      }
      await store.close();
    `;
    const program = join(temporaryFolder(), "writes.mts");
    writeFileSync(program, script);
    const options = JSON.stringify({ python, adapterPath, typeshed, cacheFolder });
    const env = { ...process.env, STORE_OPTIONS: options };
    await Promise.all([1, 2].map(() => promisify(execFile)(process.execPath, [tsx, program], { env })));
    const reader = openStore({ cacheFolder });
    expect(reader.peek("math")?.member("sqrt")?.kind).toBe("callable");
    expect(reader.peek("json")?.exports.slice(0, 2)).toEqual(["dump", "dumps"]);
    expect(filesIn(cacheFolder)).toHaveLength(2);
  });

  test("stays below its limit, the oldest going first", async () => {
    const cacheFolder = temporaryFolder();
    const store = openStore({ cacheFolder, cacheLimit: 150_000 });
    await store.describe("math");
    const [math] = filesIn(cacheFolder);
    if (math === undefined) throw new Error("no file in the cache");
    utimesSync(math, new Date(0), new Date(0));
    await store.describe("random");
    await store.describe("collections");
    expect(existsSync(math)).toBe(false);
    expect(store.cache.size()).toBeLessThanOrEqual(200_000);
  });

  test("clear removes descriptions and nothing else", async () => {
    const cacheFolder = temporaryFolder();
    writeFileSync(join(cacheFolder, "mine.txt"), "");
    const store = openStore({ cacheFolder });
    await store.describe("math");
    expect(store.cache.clear()).toBe(1);
    expect(filesIn(cacheFolder)).toEqual([join(cacheFolder, "mine.txt")]);
  });

  test("several stores may describe the same module at once", async () => {
    const cacheFolder = temporaryFolder();
    const stores = [openStore({ cacheFolder }), openStore({ cacheFolder })];
    const [left, right] = await Promise.all(stores.map((store) => store.describe("json")));
    expect(left?.description()).toEqual(right?.description());
    expect(filesIn(cacheFolder)).toHaveLength(1);
  });
});

describe("what is installed", () => {
  test("is listed with distribution and version, without importing", async () => {
    const store = openStore();
    expect(store.peekInstalled()).toBeUndefined();
    const installed = await store.installedModules();
    const numpy = installed.find((module) => module.name === "numpy");
    expect(numpy).toMatchObject({ distribution: "numpy", package: true });
    expect(numpy?.version).toMatch(/^\d/);
    expect(installed.find((module) => module.name === "json")).toEqual({
      name: "json",
      stdlib: true,
      package: true,
    });
    expect(store.peekInstalled()).toEqual(installed);
  });

  test("includes submodules on request, and a user's own modules", async () => {
    const folder = modules({
      "shop/__init__.py": "raise SystemExit\n",
      "shop/cart.py": "",
      "shop/_private.py": "",
    });
    const store = openStore({ sysPath: [folder] });
    expect(await store.submodules("shop")).toEqual(["shop.cart"]);
    expect((await store.installedModules()).find((module) => module.name === "shop")).toEqual({
      name: "shop",
      package: true,
    });
    expect(await store.submodules("numpy.linalg")).toContain("numpy.linalg.lapack_lite");
  });
});
