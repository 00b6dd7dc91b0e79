/** What ships, file by file: a new file in the repository can't slip into a package unnoticed, and none can be lost. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { compileFunction } from "node:vm";
import { gunzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { join, posix } from "node:path";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { tarEntries, zipEntries } from "./zip-entries.js";

const root = fileURLToPath(new URL("../../", import.meta.url));

let vsix: Map<string, Buffer>;
let tarball: Map<string, Buffer>;
let tarballName: string;

beforeAll(() => {
  const packed = inject("packed");
  vsix = zipEntries(packed.vsix);
  tarball = tarEntries(gunzipSync(readFileSync(packed.tarball)));
  tarballName = packed.tarball.split(/[\\/]/).at(-1) ?? "";
});

/** The adapter's modules as the repository has them. */
function adapterFiles(): string[] {
  return readdirSync(join(root, "python", "snakebridge_adapter"), { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.endsWith(".py"));
}

const sorted = (names: Iterable<string>): string[] => [...names].sort();

describe("the extension's .vsix", () => {
  it("holds exactly these files", () => {
    const extension = [
      "package.json",
      "package.nls.json",
      "readme.md",
      "changelog.md",
      "LICENSE.txt",
      "THIRD_PARTY_NOTICES.txt",
      "client/out/main.cjs",
      "client/out/open-connection.cjs",
      "client/media/icon.png",
      "client/media/view.svg",
      ...["set-up", "program", "run", "discover", "wrapper"].flatMap((step) =>
        ["dark", "light"].map((theme) => `client/media/walkthrough/${step}-${theme}.png`),
      ),
      `client/library/${tarballName}`,
      "server/out/server.cjs",
      "server/out/typescript.cjs",
      "server/out/runtime.cjs",
      "server/out/babel.cjs",
      "bridge/schema/snakebridge.schema.json",
      "syntaxes/python-in-typescript.tmLanguage.json",
      "syntaxes/python-interpolation.tmLanguage.json",
      ...adapterFiles().map((name) => `python/snakebridge_adapter/${name}`),
    ].map((name) => `extension/${name}`);
    // The standard library's types: thousands of stubs, which have a list of their own upstream.
    const names = [...vsix.keys()].filter((name) => !name.startsWith("extension/bridge/dist/typeshed/"));
    const stubs = vsix.size - names.length;
    expect(stubs).toBeGreaterThan(500);
    expect(vsix.has("extension/bridge/dist/typeshed/LICENSE")).toBe(true);
    expect(sorted(names)).toEqual(sorted(["[Content_Types].xml", "extension.vsixmanifest", ...extension]));
  });

  it("has small pictures", () => {
    const pictures = [...vsix].filter(([name]) => name.endsWith(".png"));
    expect(pictures.length).toBeGreaterThan(10);
    expect(pictures.reduce((sum, [, bytes]) => sum + bytes.length, 0)).toBeLessThan(300_000);
  });

  it("asks VS Code once for its API, which costs a look at the disk each time", () => {
    const source = vsix.get("extension/client/out/main.cjs")?.toString() ?? "";
    const own = createRequire(import.meta.url);
    let asked = 0;
    const ask = (id: string): unknown => {
      if (id !== "vscode") return own(id);
      asked += 1;
      // All of the API that the bundle touches before `activate`.
      return { Disposable: Object };
    };
    const module: { exports: { activate?: unknown } } = { exports: {} };
    compileFunction(source, ["exports", "require", "module"])(module.exports, ask, module);
    expect(module.exports.activate).toBeTypeOf("function");
    expect(asked).toBe(1);
  });

  it("names the projects whose code it holds, with their licences", () => {
    const notices = vsix.get("extension/THIRD_PARTY_NOTICES.txt")?.toString() ?? "";
    for (const name of [
      "typescript",
      "vscode-languageclient",
      "vscode-languageserver",
      "jsonc-parser",
      "zod",
    ]) {
      expect(notices).toMatch(new RegExp(`^ {2}${name} \\d+\\.\\d+`, "m"));
    }
    expect(notices).toMatch(/^ {2}typeshed /m);
    expect(notices).toMatch(/Apache License\s+Version 2\.0/);
    expect(notices).toMatch(/Permission is hereby granted, free of charge/);
  });

  it("carries the same tarball as npm gets", () => {
    const inside = tarEntries(
      gunzipSync(vsix.get(`extension/client/library/${tarballName}`) ?? Buffer.alloc(0)),
    );
    expect(sorted(inside.keys())).toEqual(sorted(tarball.keys()));
  });

  it("loads little at activation: the language client is in the second bundle", () => {
    const main = vsix.get("extension/client/out/main.cjs")?.toString() ?? "";
    expect(main.length).toBeGreaterThan(10_000);
    expect(main.length).toBeLessThan(60_000);
    expect(main).not.toContain("Content-Length");
    expect(main).toMatch(/require\(["']\.\/open-connection\.cjs["']\)/);
  });

  it("shows the marketplace page, not the repository's", () => {
    expect(vsix.get("extension/readme.md")?.toString()).toBe(
      readFileSync(join(root, "client/README.md"), "utf8"),
    );
  });
});

describe("the library's tarball", () => {
  it("holds the built code, the adapter, the schema and the pages that belong to it, and nothing else", () => {
    const allowed = [
      /^package\/(package\.json|README\.md|LICENSE)$/,
      /^package\/dist\/.+\.(js|d\.ts|cjs|d\.cts|py)$/,
      /^package\/dist\/typeshed\/.+$/,
      /^package\/schema\/snakebridge\.schema\.json$/,
      /^package\/dist\/typeshed\/.+$/,
      /^package\/dist\/adapter\/snakebridge_adapter\/.+\.py$/,
    ];
    const surplus = sorted(tarball.keys()).filter((name) => !allowed.some((pattern) => pattern.test(name)));
    expect(surplus).toEqual([]);
  });

  it("keeps the names of classes, which people see in errors", () => {
    const code = [...tarball]
      .filter(([name]) => name.endsWith(".js"))
      .map(([, content]) => content.toString());
    expect(code.join("\n")).toMatch(/\bPythonError = class (PythonError )?extends Error /);
    expect(code.filter((text) => /\bclass (_|\w+\$)|\$\d+ = class\b/.test(text))).toEqual([]);
  });

  it("loads a program's import of it as three files, without any other package", () => {
    const files = new Set(["package/dist/index.js"]);
    const packages: string[] = [];
    for (const file of files) {
      const text = tarball.get(file)?.toString() ?? "";
      for (const [, specifier = ""] of text.matchAll(/^(?:import .*|\} from )"([^"]+)";$/gm)) {
        if (specifier.startsWith(".")) files.add(posix.join(posix.dirname(file), specifier));
        else if (!specifier.startsWith("node:")) packages.push(specifier);
      }
    }
    expect(files.size).toBe(3);
    expect(packages).toEqual([]);
  });

  it("holds the whole adapter", () => {
    const carried = [...tarball.keys()].flatMap((name) => /snakebridge_adapter\/(.+)$/.exec(name)?.[1] ?? []);
    expect(sorted(carried)).toEqual(sorted(adapterFiles()));
  });

  it("points in package.json only to files that it holds", () => {
    const manifest = JSON.parse(tarball.get("package/package.json")?.toString() ?? "{}") as Record<
      string,
      unknown
    >;
    const targets = [
      ...JSON.stringify([manifest["exports"], manifest["bin"], manifest["types"]]).matchAll(
        /:"(\.\/[^"*]+)"/g,
      ),
    ];
    expect(targets.length).toBeGreaterThan(2);
    for (const [, target = ""] of targets) {
      expect([...tarball.keys()]).toContain(`package/${target.slice(2)}`);
    }
  });
});

describe("both", () => {
  it("hold no bytecode, no tests and no path of the machine that packed them", () => {
    const git = execFileSync("git", ["rev-parse", "--show-toplevel"], { cwd: root, encoding: "utf8" }).trim();
    const machine = [git, homedir()].filter((path) => path.length > 4);
    for (const [name, content] of [...vsix, ...tarball]) {
      expect(name).not.toMatch(/__pycache__|\.pyc$|\.test\./);
      // A library whose types are in typeshed may itself have a package called `test`.
      if (!name.includes("/typeshed/")) expect(name).not.toMatch(/\/tests?\//);
      for (const path of machine) expect(content.includes(path), `${name} names ${path}`).toBe(false);
    }
  });
});
