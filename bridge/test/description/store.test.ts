import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { CallableSymbol, ClassSymbol, ModuleMember } from "../../src/description/index.js";
import { modules, openStore, temporaryFolder } from "./places.js";

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

describe("search", () => {
  test("ranks names before summaries", async () => {
    const store = openStore();
    await store.describe("numpy.linalg");
    const found = store.search("matrix norm").map((result) => result.name);
    expect(found.slice(0, 2)).toEqual(["matrix_norm", "norm"]);
    expect(store.search("norm")[0]?.name).toBe("norm");
    expect(store.search("no such thing at all")).toEqual([]);
  });

  test("finds members of classes behind names of modules", async () => {
    const store = openStore();
    await store.describe("collections");
    const results = store.search("most_common");
    expect(results[0]).toMatchObject({ module: "collections", name: "Counter.most_common", kind: "member" });
  });
});
