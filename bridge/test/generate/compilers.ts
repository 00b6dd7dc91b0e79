/** Compiles and runs programs and wrappers: with the three TypeScript versions that wrappers support, on real Nodes. */
import { spawn } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { COMPILERS, STRICT } from "../../../scripts/wrappers.mjs";
import type { GeneratedFile } from "../../src/generate/index.js";
import { adapterPath } from "../test-python.js";

const require = createRequire(import.meta.url);
export const root = fileURLToPath(new URL("../../..", import.meta.url));
const bridge = join(root, "bridge");

export const compilers = COMPILERS;
export type Compiler = (typeof COMPILERS)[number];

/** A new folder inside the checkout, so that what the package depends on is found. */
export function workFolder(): string {
  mkdirSync(join(root, ".cache"), { recursive: true });
  return mkdtempSync(join(root, ".cache", "wrappers-"));
}

function compilerPath(compiler: Compiler): string {
  return join(dirname(require.resolve(`${compiler}/package.json`)), "bin", "tsc");
}

/** Puts the package `snakebridge`, compiled from the sources of now, into a folder's `node_modules`. */
export async function installPackage(folder: string): Promise<void> {
  const target = join(folder, "node_modules", "snakebridge");
  mkdirSync(join(target, "dist"), { recursive: true });
  copyFileSync(join(bridge, "package.json"), join(target, "package.json"));
  symlinkSync(adapterPath, join(target, "dist", "adapter"));
  const project = join(folder, "tsconfig.package.json");
  writeFileSync(
    project,
    JSON.stringify({
      extends: join(bridge, "tsconfig.json"),
      compilerOptions: {
        rootDir: join(bridge, "src"),
        outDir: join(target, "dist"),
        composite: false,
        incremental: false,
        tsBuildInfoFile: null,
        declaration: true,
        declarationMap: false,
        sourceMap: false,
        // The build checks the types of the sources; here only the wrappers' are in question.
        noCheck: true,
        typeRoots: [join(root, "node_modules/@types")],
      },
      include: [],
      files: ["index.ts", "wrapper.ts", "runtime/typed/index.ts"].map((file) => join(bridge, "src", file)),
    }),
  );
  const { exit, output } = await run([compilerPath("typescript"), "-p", project]);
  if (exit !== 0) throw new Error(`The package snakebridge could not be compiled:\n${output}`);
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
}

export function writeFiles(folder: string, files: readonly Pick<GeneratedFile, "path" | "text">[]): void {
  for (const { path, text } of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

export interface Compilation {
  readonly exit: number | null;
  /** Each with file, position, code and text. */
  readonly errors: readonly string[];
  readonly output: string;
  readonly milliseconds: number;
}

export interface CompileOptions {
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly arguments?: readonly string[];
}

/** Type-checks everything in a folder under the strict flags, the declarations of packages included. */
export async function compile(
  folder: string,
  compiler: Compiler,
  options: CompileOptions = {},
): Promise<Compilation> {
  const project = join(folder, `tsconfig.${compiler}.json`);
  writeFileSync(
    project,
    JSON.stringify({
      compilerOptions: {
        ...STRICT,
        // A program of a test may name what it does not use.
        noUnusedLocals: false,
        allowImportingTsExtensions: true,
        ...options.flags,
      },
      include: ["**/*.ts"],
    }),
  );
  const started = performance.now();
  const { exit, output } = await run([compilerPath(compiler), "-p", project, ...(options.arguments ?? [])]);
  const errors = output.split("\n").filter((line) => line.includes("error TS"));
  return { exit, errors, output, milliseconds: performance.now() - started };
}

/** The Nodes of this machine: the one that runs the tests, and those on PATH. */
export function nodes(): string[] {
  const found = new Set([process.execPath]);
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    const path = join(folder, "node");
    if (folder.startsWith("/") && !folder.includes("node_modules") && existsSync(path)) found.add(path);
  }
  return [...found];
}

export interface Run {
  readonly exit: number | null;
  readonly output: string;
}

export interface RunOptions {
  readonly node?: string;
  readonly cwd?: string;
  /** Beside this process's own. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs Node to its end; the output is both streams. */
export function run(
  args: readonly string[],
  { node = process.execPath, cwd = root, env = {} }: RunOptions = {},
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, ["--max-old-space-size=6144", ...args], {
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NODE_NO_WARNINGS: "1", ...env },
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.on("error", reject);
    child.on("close", (exit) => {
      resolve({ exit, output });
    });
  });
}
