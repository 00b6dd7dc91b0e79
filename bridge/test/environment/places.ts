/** Folders, interpreters and wheels for the tests of environments. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { chooseInterpreter } from "../../src/environment/index.js";

/** A folder with a space and a letter beyond ASCII in its name, removed after the test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "snake brücke-")));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

let base: Promise<string> | undefined;

/** This machine's interpreter from which environments are made. */
export function basePython(): Promise<string> {
  base ??= chooseInterpreter({ folder: tmpdir(), purpose: "make", needsVenv: true }).then(
    (choice) => choice.interpreter.path,
  );
  return base;
}

/** Variables under which the search sees nothing of this machine but what a test puts there. */
export function bareEnvironment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { PATH: "", PYENV_ROOT: "/nowhere", SNAKEBRIDGE_UV: "", HOME: "/nowhere", ...more };
}

/** Writes a file with its folders; returns its path. */
export function write(path: string, text: string, executable = false): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  if (executable) chmodSync(path, 0o755);
  return path;
}

/** Puts a link to an interpreter into a folder for PATH. */
export function link(target: string, path: string): string {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
  return path;
}

/** An environment without pip: made in a tenth of a second. */
export function quickEnvironment(python: string, path: string): string {
  execFileSync(python, ["-m", "venv", "--without-pip", path]);
  return path;
}

/** Builds a wheel of one module and returns the requirement that installs it, without any index. */
export async function wheel(
  folder: string,
  name: string,
  version: string,
  source = "",
  requires: string[] = [],
  tag = "py3-none-any",
): Promise<string> {
  const file = join(folder, `${name}-${version}-${tag}.whl`);
  const metadata = [
    `Metadata-Version: 2.1`,
    `Name: ${name}`,
    `Version: ${version}`,
    ...requires.map((each) => `Requires-Dist: ${each}`),
    "",
  ];
  const info = `${name}-${version}.dist-info`;
  const files = {
    [`${name}.py`]: source,
    [`${info}/METADATA`]: metadata.join("\n"),
    [`${info}/WHEEL`]: `Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: ${tag}\n`,
  };
  const program = `
import json, sys, zipfile
target, info, files = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
with zipfile.ZipFile(target, "w") as archive:
    for path, text in files.items():
        archive.writestr(path, text)
    archive.writestr(info + "/RECORD", "".join(path + ",,\\n" for path in [*files, info + "/RECORD"]))
`;
  execFileSync(await basePython(), ["-c", program, file, info, JSON.stringify(files)]);
  return `${name} @ file://${encodeURI(file)}`;
}
