/**
 * The Python environments that tests use: made once, kept in a cache folder under a name that holds the hash of
 * their requirements, and shared by every checkout of this user.
 *
 *   node scripts/test-environment.mjs             prints the interpreter with the libraries of test/environment/libraries.txt
 *   node scripts/test-environment.mjs wrappers      the one with the whole libraries of the long test of wrappers: several gigabytes
 *   node scripts/test-environment.mjs tools       the one with Ruff
 *   node scripts/test-environment.mjs uv          the program uv
 *   node scripts/test-environment.mjs adapter     one line for each supported Python of this machine
 */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const windows = process.platform === "win32";
const supported = { lowest: [3, 9], highest: [3, 14] };

/** The folder that outlives a checkout: `SNAKEBRIDGE_CACHE`, or the user's cache folder. */
export function cacheFolder() {
  if (process.env.SNAKEBRIDGE_CACHE) return process.env.SNAKEBRIDGE_CACHE;
  const base = windows
    ? (process.env.LOCALAPPDATA ?? join(homedir(), "AppData", "Local"))
    : process.platform === "darwin"
      ? join(homedir(), "Library", "Caches")
      : (process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"));
  return join(base, "snakebridge-dev");
}

/** Every supported CPython found on PATH and in pyenv, one for each minor version, newest first. */
export function findPythons() {
  const names = ["python3", "python", ...minorVersions().map((minor) => `python3.${minor}`)];
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const pyenv = join(process.env.PYENV_ROOT ?? join(homedir(), ".pyenv"), "versions");
  if (existsSync(pyenv)) for (const version of readdirSync(pyenv)) folders.push(join(pyenv, version, "bin"));
  const found = new Map();
  for (const folder of folders) {
    for (const name of names) {
      const path = join(folder, windows ? `${name}.exe` : name);
      if (!existsSync(path)) continue;
      const answer = spawnSync(
        path,
        ["-c", "import sys, ensurepip; print(sys.version_info[0], sys.version_info[1], sys.executable)"],
        { encoding: "utf8", timeout: 20_000 },
      );
      const match = /^(\d+) (\d+) (.+)$/m.exec(answer.stdout ?? "");
      if (answer.status !== 0 || !match) continue;
      const minor = Number(match[2]);
      if (Number(match[1]) !== 3 || minor < supported.lowest[1] || minor > supported.highest[1]) continue;
      // The first of each version wins, so PATH's order decides.
      if (!found.has(minor)) found.set(minor, { version: `3.${minor}`, path: match[3].trim() });
    }
  }
  return [...found.values()].sort((a, b) => Number(b.version.slice(2)) - Number(a.version.slice(2)));
}

function minorVersions() {
  const all = [];
  for (let minor = supported.highest[1]; minor >= supported.lowest[1]; minor--) all.push(minor);
  return all;
}

/** The interpreter that the tests with libraries use: the machine's own `python3` if it is supported. */
function preferredPython() {
  const pythons = findPythons();
  const first = pythons[0];
  if (!first) {
    throw new Error(
      "No Python 3.9 to 3.14 with venv was found on PATH. Install one (on Debian: apt-get install python3 python3-venv) and run this again.",
    );
  }
  // Libraries publish wheels for the newest Python last, so one from the middle is the safer choice.
  return pythons.find((python) => ["3.11", "3.12", "3.13"].includes(python.version)) ?? first;
}

function run(command, args) {
  // The caller reads paths from stdout, so what pip and uv print goes to stderr.
  execFileSync(command, args, {
    stdio: ["ignore", 2, 2],
    env: { ...process.env, UV_PYTHON_DOWNLOADS: "never" },
  });
}

export function interpreterOf(environment) {
  return windows ? join(environment, "Scripts", "python.exe") : join(environment, "bin", "python");
}

/** uv installs an environment in seconds where pip takes a minute; it comes from PyPI like everything else. */
function uv() {
  const folder = join(cacheFolder(), "uv");
  const path = windows ? join(folder, "Scripts", "uv.exe") : join(folder, "bin", "uv");
  if (existsSync(join(folder, ".complete"))) return path;
  rmSync(folder, { recursive: true, force: true });
  run(preferredPython().path, ["-m", "venv", folder]);
  run(interpreterOf(folder), ["-m", "pip", "install", "--quiet", "uv"]);
  writeFileSync(join(folder, ".complete"), "");
  return path;
}

/** Makes the environment for a requirements file unless the cache has it, and returns its interpreter. */
export function ensureEnvironment(name, python) {
  const requirements = join(root, "test", "environment", `${name}.txt`);
  const hash = createHash("sha256")
    .update(readFileSync(requirements))
    .update(python.path)
    .digest("hex")
    .slice(0, 12);
  const folder = join(cacheFolder(), "environments", `${name}-${python.version}-${hash}`);
  const complete = join(folder, ".complete");
  if (existsSync(complete)) return interpreterOf(folder);
  withLock(`${folder}.lock`, () => {
    if (existsSync(complete)) return;
    rmSync(folder, { recursive: true, force: true });
    const tool = uv();
    run(tool, ["venv", "--quiet", "--python", python.path, folder]);
    run(tool, [
      "pip",
      "install",
      "--quiet",
      "--python",
      interpreterOf(folder),
      "--requirement",
      requirements,
    ]);
    writeFileSync(complete, "");
  });
  return interpreterOf(folder);
}

/** A lock folder; one older than fifteen minutes was left by a process that died. */
function withLock(lock, action) {
  mkdirSync(join(lock, ".."), { recursive: true });
  const deadline = Date.now() + 15 * 60_000;
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > 15 * 60_000 || Date.now() > deadline) rmSync(lock, { recursive: true, force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
    }
  }
  try {
    action();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

/** The interpreter with real libraries, for tests; `SNAKEBRIDGE_TEST_PYTHON` overrides it. */
export function testPython() {
  return process.env.SNAKEBRIDGE_TEST_PYTHON ?? ensureEnvironment("libraries", preferredPython());
}

/** The interpreter with the libraries whose wrappers the long test makes; `SNAKEBRIDGE_WRAPPERS_PYTHON` overrides it. */
export function wrappersPython() {
  return process.env.SNAKEBRIDGE_WRAPPERS_PYTHON ?? ensureEnvironment("wrappers", preferredPython());
}

export function toolsPython() {
  return ensureEnvironment("tools", preferredPython());
}

/** An environment with pytest and Hypothesis for every supported Python of this machine. */
export function adapterPythons() {
  return findPythons().map((python) => ({
    version: python.version,
    path: ensureEnvironment("adapter", python),
  }));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const what = process.argv[2] ?? "libraries";
  if (what === "libraries") console.log(testPython());
  else if (what === "wrappers") console.log(wrappersPython());
  else if (what === "tools") console.log(toolsPython());
  else if (what === "uv") console.log(uv());
  else if (what === "adapter")
    for (const python of adapterPythons()) console.log(`${python.version} ${python.path}`);
  else {
    console.error(
      `test-environment: unknown name "${what}"; one of libraries, wrappers, tools, adapter, uv.`,
    );
    process.exit(2);
  }
}
