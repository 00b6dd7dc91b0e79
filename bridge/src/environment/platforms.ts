/** What differs between Windows and the others in where Pythons are. Pure, with the platform as a parameter, so that all of it is tested everywhere. */
import { posix, win32 } from "node:path";

/** Joins a path as a platform writes it. */
function joinOn(platform: NodeJS.Platform, ...parts: readonly string[]): string {
  return platform === "win32" ? win32.join(...parts) : posix.join(...parts);
}

/** The interpreter of an environment. */
export function interpreterOfEnvironment(environment: string, platform: NodeJS.Platform): string {
  return platform === "win32"
    ? joinOn(platform, environment, "Scripts", "python.exe")
    : joinOn(platform, environment, "bin", "python");
}

/** The interpreters that an installation (not an environment) may hold: Windows and conda put it at the top. */
export function interpretersOfInstallationOn(folder: string, platform: NodeJS.Platform): string[] {
  return platform === "win32"
    ? [joinOn(platform, folder, "python.exe"), joinOn(platform, folder, "Scripts", "python.exe")]
    : [joinOn(platform, folder, "bin", "python3"), joinOn(platform, folder, "bin", "python")];
}

/** The names by which interpreters are installed: the plain one first, then the newest. */
export function interpreterNames(platform: NodeJS.Platform): string[] {
  const minors = [14, 13, 12, 11, 10, 9];
  return platform === "win32"
    ? ["python", "python3"]
    : ["python3", "python", ...minors.map((minor) => `python3.${minor}`)];
}

/** Windows starts no `.bat` or `.cmd` without a shell; pyenv's shims are such, and its versions are found by themselves. */
export function canStart(path: string, platform: NodeJS.Platform): boolean {
  return platform !== "win32" || !/\.(?:bat|cmd)$/i.test(path);
}

/** The interpreters in what `py -0p` writes, in its order: ` -V:3.12 *        C:\\Program Files\\Python312\\python.exe`. */
export function launcherPaths(output: string): string[] {
  return [...output.matchAll(/([A-Za-z]:\\[^\r\n]+?\.exe)\s*$/gm)].map(([, path = ""]) => path);
}

/** The folder of pyenv, which on Windows is a program of its own. */
export function pyenvFolder(env: NodeJS.ProcessEnv, home: string, platform: NodeJS.Platform): string {
  const named = env["PYENV_ROOT"] ?? env["PYENV"];
  if (named !== undefined) return named;
  return platform === "win32"
    ? joinOn(platform, home, ".pyenv", "pyenv-win")
    : joinOn(platform, home, ".pyenv");
}

/** Names with versions in them, the newest first: `Python313`, `Python310`, `Python39`. */
export function newestFirst(names: readonly string[]): string[] {
  const version = (name: string): number => Number(/\d+$/.exec(name.replaceAll(".", ""))?.[0] ?? 0);
  const minor = (name: string): number => Number(String(version(name)).slice(1));
  return [...names].sort((one, other) => minor(other) - minor(one));
}
