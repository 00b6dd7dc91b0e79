/** Compiles programs and wrappers with the three TypeScript versions that wrappers support, under the strict flags. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { GeneratedFile } from "../../src/generate/index.js";

const require = createRequire(import.meta.url);
export const root = fileURLToPath(new URL("../../..", import.meta.url));
const bridge = join(root, "bridge");

/** npm names of the compilers: 5.9, 6 and 7. */
export const compilers = ["typescript-5.9", "typescript", "typescript-7"] as const;
export type Compiler = (typeof compilers)[number];

export interface Compilation {
  readonly exit: number | null;
  /** Each with file, position, code and text. */
  readonly errors: readonly string[];
  readonly output: string;
  readonly milliseconds: number;
}

function compilerPath(compiler: Compiler): string {
  return join(dirname(require.resolve(`${compiler}/package.json`)), "bin", "tsc");
}

/** The declarations of `snakebridge` as its package ships them, emitted from the sources of now. */
export async function emitDeclarations(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const project = join(folder, "tsconfig.json");
  writeFileSync(
    project,
    JSON.stringify({
      extends: join(bridge, "tsconfig.json"),
      compilerOptions: {
        rootDir: join(bridge, "src"),
        outDir: folder,
        composite: false,
        incremental: false,
        tsBuildInfoFile: null,
        emitDeclarationOnly: true,
        declarationMap: false,
        typeRoots: [join(root, "node_modules/@types")],
      },
      include: [],
      files: ["index.ts", "runtime/wrapper.ts", "runtime/typed/index.ts"].map((file) =>
        join(bridge, "src", file),
      ),
    }),
  );
  const { exit, output } = await run([compilerPath("typescript"), "-p", project]);
  if (exit !== 0) throw new Error(`The declarations of snakebridge could not be emitted:\n${output}`);
}

export function writeFiles(folder: string, files: readonly Pick<GeneratedFile, "path" | "text">[]): void {
  for (const { path, text } of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}

export interface CompileOptions {
  readonly declarations: string;
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly arguments?: readonly string[];
}

/** Type-checks everything in a folder. */
export async function compile(
  folder: string,
  compiler: Compiler,
  options: CompileOptions,
): Promise<Compilation> {
  if (!existsSync(join(folder, "package.json")))
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  const project = join(folder, `tsconfig.${compiler}.json`);
  const at = (path: string): string[] => [join(options.declarations, path)];
  writeFileSync(
    project,
    JSON.stringify({
      compilerOptions: {
        target: "ES2022",
        lib: ["ES2023"],
        module: "nodenext",
        moduleResolution: "nodenext",
        types: ["node"],
        typeRoots: [join(root, "node_modules/@types")],
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        noPropertyAccessFromIndexSignature: true,
        isolatedModules: true,
        verbatimModuleSyntax: true,
        erasableSyntaxOnly: true,
        allowImportingTsExtensions: true,
        skipLibCheck: false,
        noEmit: true,
        paths: {
          snakebridge: at("index.d.ts"),
          "snakebridge/typed": at("runtime/typed/index.d.ts"),
          "snakebridge/wrapper": at("runtime/wrapper.d.ts"),
        },
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

function run(args: readonly string[]): Promise<{ exit: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--max-old-space-size=6144", ...args], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.on("error", reject);
    child.on("close", (exit) => resolve({ exit, output }));
  });
}
