/** Runs the built command line as a user does: in a process, in a folder of its own, with a cache of its own. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, realpathSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder, write } from "../environment/places.js";

const bridge = join(import.meta.dirname, "..", "..");
const builtProgram = join(bridge, "dist", "cli", "main.js");

/** Sees all that was written so far and may end the command. */
export type Watcher = (text: string, kill: (signal: NodeJS.Signals) => void) => void;

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** How a command is run, where that differs. */
export interface More {
  env?: NodeJS.ProcessEnv;
  node?: string;
  /** The file of the command, where it is reached by another path. */
  program?: string;
  onStdout?: Watcher;
}

/** A command under way. */
export interface Running {
  kill: (signal: NodeJS.Signals) => void;
  ended: Promise<Outcome>;
}

export interface Folder {
  path: string;
  cache: string;
  run: (...args: string[]) => Promise<Outcome>;
  /** As `run`, with variables of its own. */
  runWith: (more: More, ...args: string[]) => Promise<Outcome>;
  /** A command that is left running. */
  start: (more: More, ...args: string[]) => Running;
  write: (name: string, content: unknown) => string;
  read: (name: string) => string;
  has: (name: string) => boolean;
}

/** A project's folder. `snakebridge` resolves in it, as after `npm install`. */
export function projectFolder(files: Record<string, unknown> = {}): Folder {
  const path = temporaryFolder();
  const cache = join(temporaryFolder(), "cache");
  mkdirSync(join(path, ".git"));
  mkdirSync(join(path, "node_modules"));
  symlinkSync(bridge, join(path, "node_modules", "snakebridge"));
  const folder: Folder = {
    path,
    cache,
    run: (...args) => folder.runWith({}, ...args),
    runWith: (more, ...args) => folder.start(more, ...args).ended,
    start: ({ env = {}, node = process.execPath, program = builtProgram, onStdout }, ...args) =>
      start(
        node,
        [program, ...args],
        path,
        { ...plainEnvironment(), XDG_CACHE_HOME: cache, ...env },
        onStdout,
      ),
    write: (name, content) =>
      write(join(path, name), typeof content === "string" ? content : JSON.stringify(content)),
    read: (name) => readFileSync(join(path, name), "utf8"),
    has: (name) => existsSync(join(path, name)),
  };
  for (const [name, content] of Object.entries(files)) folder.write(name, content);
  return folder;
}

/** Variables of the machine that would change what is found. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  for (const name of ["VIRTUAL_ENV", "CONDA_PREFIX", "SNAKEBRIDGE_PYTHON", "FORCE_COLOR", "NO_COLOR", "CI"])
    Reflect.deleteProperty(env, name);
  return env;
}

function start(
  node: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  onStdout?: Watcher,
): Running {
  const child = spawn(node, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  const kill = (signal: NodeJS.Signals) => child.kill(signal);
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data: Buffer) => {
    stdout += data.toString();
    onStdout?.(stdout, kill);
  });
  child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
  const ended = new Promise<Outcome>((resolve) => {
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
  return { kill, ended };
}

/** False for a process that is gone, or dead and not yet reaped. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** The machine's own Node, beside the one that runs the tests: the library supports older ones than the tools do. */
export function systemNode(): string {
  for (const folder of (process.env["PATH"] ?? "").split(":")) {
    const path = join(folder, "node");
    if (existsSync(path) && !folder.includes("node_modules")) return realpathSync(path);
  }
  return process.execPath;
}
