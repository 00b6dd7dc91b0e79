/** Environments by uv. */
import { checkCancelled } from "./errors.js";
import { createFailed, installFailed } from "./installer-failures.js";
import { commonSwitches, guarded, withEnv, withFiles } from "./installer-work.js";
import type { Hashes, Installer, WorkOptions } from "./installer.js";
import { normalizedName, type Interpreter } from "./interpreter.js";
import { run, type RunResult } from "./processes.js";

/** uv wants a cache of its own; where it can't have one it takes a folder for this run. */
async function runUv(
  uv: string,
  interpreter: Interpreter,
  args: readonly string[],
  options: WorkOptions,
): Promise<RunResult> {
  const result = await guarded(interpreter, [uv, ...args], options);
  if (result.code === 0 || !/Failed to initialize cache/.test(result.stderr)) return result;
  return await guarded(interpreter, [uv, "--no-cache", ...args], options);
}

/** The installer that works with the program uv. */
export function uvInstaller(uv: string): Installer {
  const quiet = ["--color", "never", "--no-progress"];
  return {
    name: "uv",
    hashesAllPlatforms: true,
    async create(base, environment, options) {
      const args = ["venv", "--allow-existing", "--no-project", "--python", base.path, ...quiet, environment];
      const result = await runUv(uv, base, args, options);
      if (result.code !== 0) throw createFailed("uv", environment, result);
    },
    async install(environment, request, options) {
      const newer = request.excludeNewer === undefined ? [] : ["--exclude-newer", request.excludeNewer];
      await withFiles(request, async (files) => {
        const args = [
          "pip",
          "install",
          "--python",
          environment.path,
          ...quiet,
          ...newer,
          ...commonSwitches(request),
          ...files,
        ];
        const result = await runUv(uv, environment, args, options);
        if (result.code !== 0) throw installFailed("uv", result);
      });
    },
    async uninstall(environment, names, options) {
      const args = ["pip", "uninstall", "--python", environment.path, ...quiet, ...names];
      const result = await runUv(uv, environment, args, options);
      if (result.code !== 0) throw installFailed("uv", result);
    },
    async hashes(environment, request, options) {
      let found: Hashes = {};
      await withFiles(request, async ([, file = ""]) => {
        const how = ["--generate-hashes", "--no-deps", "--no-header", "--no-annotate"];
        const args = ["pip", "compile", file, ...how, "--python", environment.path, ...quiet];
        const result = await runUv(uv, environment, args, { ...options, onLine: undefined });
        if (result.code !== 0) throw installFailed("uv", result);
        found = hashesOfText(result.stdout);
      });
      return found;
    },
    async installPython(version, options) {
      const args = ["python", "install", ...quiet, ...(version === undefined ? [] : [version])];
      checkCancelled(options.signal);
      const result = await run(uv, args, {
        cwd: options.cwd,
        signal: options.signal,
        onLine: options.onLine,
        ...withEnv(options),
      });
      checkCancelled(options.signal);
      if (result.code !== 0) throw installFailed("uv", result);
    },
  };
}

/** The hashes of a requirements file: `name==1.0 \\`, and below it lines of `--hash=sha256:...`. */
function hashesOfText(text: string): Hashes {
  const found: Record<string, string[]> = {};
  let name = "";
  for (const line of text.split(/\r?\n/)) {
    const start = /^([A-Za-z0-9][\w.-]*)/.exec(line);
    if (start !== null) name = normalizedName(start[1] ?? "");
    for (const [, hash = ""] of line.matchAll(/--hash=(sha256:[0-9a-f]{64})/g))
      found[name] = [...(found[name] ?? []), hash].sort();
  }
  return found;
}
