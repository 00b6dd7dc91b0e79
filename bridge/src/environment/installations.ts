/** The interpreters that are installed on this machine, whoever installed them, in the order in which we look. */
import { readdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, parse, resolve } from "node:path";
import which from "which";
import type { Candidate, SearchOptions } from "./candidates.js";
import { firstFile, interpretersOfInstallation, isFile } from "./layout.js";
import { canStart, interpreterNames, launcherPaths, newestFirst, pyenvFolder } from "./platforms.js";
import { run } from "./processes.js";
import { findUv } from "./uv.js";

export async function* installations(
  options: SearchOptions,
  env: NodeJS.ProcessEnv,
): AsyncGenerator<Candidate> {
  yield* pinned(options, env);
  yield* onPath(env);
  yield* launcher(options);
  yield* pyenv(env);
  yield* managedByUv(options, env);
  yield* usualFolders();
}

/** `.python-version` of the project or a folder above it, as pyenv and uv read it. */
async function* pinned(options: SearchOptions, env: NodeJS.ProcessEnv): AsyncGenerator<Candidate> {
  const found = await pinnedVersion(options.folder);
  if (found === undefined) {
    yield { source: ".python-version", path: undefined, why: "no such file", binding: false };
    return;
  }
  const versions = await pyenvVersions(env);
  const match = versions.find(({ name }) => name === found.version || name.startsWith(`${found.version}.`));
  let path = match === undefined ? undefined : await firstFile(interpretersOfInstallation(match.folder));
  const uv = path === undefined ? await findUv(env) : undefined;
  if (uv !== undefined) path = await askUv(uv, found.version, options);
  yield {
    source: ".python-version",
    path,
    why: `${found.file} asks for Python ${found.version}`,
    binding: false,
  };
}

async function pinnedVersion(folder: string): Promise<{ file: string; version: string } | undefined> {
  const { root } = parse(resolve(folder));
  for (let current = resolve(folder); ; current = dirname(current)) {
    const file = join(current, ".python-version");
    const text = await readFile(file, "utf8").catch(() => undefined);
    const version = text
      ?.split(/\r?\n/)
      .map((line) => line.trim())
      .find((line) => /^\d/.test(line));
    if (version !== undefined) return { file, version };
    if (current === root) return undefined;
  }
}

async function* onPath(env: NodeJS.ProcessEnv): AsyncGenerator<Candidate> {
  const path = env["PATH"] ?? env["Path"] ?? "";
  for (const name of interpreterNames(process.platform)) {
    const found = await which(name, {
      path,
      all: true,
      nothrow: true,
      ...(env["PATHEXT"] === undefined ? {} : { pathExt: env["PATHEXT"] }),
    });
    for (const each of (found ?? []).filter((path) => canStart(path, process.platform)))
      yield { source: "PATH", path: each, why: `${name} is on PATH`, binding: false };
  }
}

/** `py -0p` lists what the Windows launcher knows, newest first. */
async function* launcher(options: SearchOptions): AsyncGenerator<Candidate> {
  if (process.platform !== "win32") return;
  const answer = await run("py", ["-0p"], { timeout: 10_000, signal: options.signal });
  for (const path of launcherPaths(answer.stdout)) {
    yield {
      source: "Python launcher",
      path,
      why: "the Python launcher (py) knows it",
      binding: false,
    };
  }
}

async function* pyenv(env: NodeJS.ProcessEnv): AsyncGenerator<Candidate> {
  for (const { name, folder } of await pyenvVersions(env)) {
    const path = await firstFile(interpretersOfInstallation(folder));
    if (path !== undefined) yield { source: "pyenv", path, why: `pyenv has version ${name}`, binding: false };
  }
}

async function pyenvVersions(env: NodeJS.ProcessEnv): Promise<{ name: string; folder: string }[]> {
  const folder = join(pyenvFolder(env, homedir(), process.platform), "versions");
  const entries = await readdir(folder).catch(() => []);
  return entries
    .filter((name) => /^\d/.test(name))
    .sort((one, other) => other.localeCompare(one, "en", { numeric: true }))
    .map((name) => ({ name, folder: join(folder, name) }));
}

async function* managedByUv(options: SearchOptions, env: NodeJS.ProcessEnv): AsyncGenerator<Candidate> {
  const uv = await findUv(env);
  if (uv === undefined) return;
  yield { source: "uv", path: await askUv(uv, undefined, options), why: "uv knows it", binding: false };
}

async function askUv(
  uv: string,
  version: string | undefined,
  options: SearchOptions,
): Promise<string | undefined> {
  const wanted = version === undefined ? [] : [version];
  const answer = await run(uv, ["python", "find", "--system", "--no-python-downloads", ...wanted], {
    cwd: options.folder,
    timeout: 20_000,
    signal: options.signal,
    ...(options.env === undefined ? {} : { env: options.env }),
  });
  const path = answer.stdout.trim();
  return answer.code === 0 && path !== "" ? path : undefined;
}

/** Programs started from a desktop often have a short PATH. */
async function* usualFolders(): AsyncGenerator<Candidate> {
  const folders: Partial<Record<NodeJS.Platform, string[]>> = {
    darwin: [
      "/opt/homebrew/bin/python3",
      "/usr/local/bin/python3",
      "/Library/Frameworks/Python.framework/Versions/Current/bin/python3",
    ],
    linux: ["/usr/bin/python3", "/usr/local/bin/python3"],
    win32: await windowsInstallations(),
  };
  for (const path of folders[process.platform] ?? []) {
    if (await isFile(path))
      yield { source: "usual folders", path, why: "installed in a usual folder", binding: false };
  }
}

async function windowsInstallations(): Promise<string[]> {
  const local = process.env["LOCALAPPDATA"];
  if (process.platform !== "win32" || local === undefined) return [];
  const folder = join(local, "Programs", "Python");
  const entries = await readdir(folder).catch(() => []);
  return newestFirst(entries).map((name) => join(folder, name, "python.exe"));
}
