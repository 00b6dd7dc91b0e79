/** Where platforms differ: how a program is started, which paths are the same. Pure. */
import { posix, win32 } from "node:path";

export interface SpawnCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** True where cmd.exe has to find and run it. */
  readonly shell: boolean;
}

/**
 * Windows starts only `.exe` files by itself. A package manager is a `.cmd` file there, which cmd.exe finds by its bare name
 * and for which it takes the command line apart again, so what has spaces is quoted. A path needs no shell, and
 * `C:\Program Files\nodejs\node.exe` would not survive one.
 */
export function spawnCommand(
  program: string,
  args: readonly string[],
  platform: NodeJS.Platform,
): SpawnCommand {
  const bare = !/[\\/]/.test(program) && program !== "node" && !/\.exe$/i.test(program);
  const script = /\.(?:cmd|bat)$/i.test(program);
  if (platform !== "win32" || (!bare && !script)) return { program, args, shell: false };
  return { program: quoted(program), args: args.map(quoted), shell: true };
}

const quoted = (text: string): string =>
  /^[\w.:/\\@=+-]+$/.test(text) ? text : `"${text.replaceAll('"', '""')}"`;

/** True where the path lies below the folder. Windows takes `c:\` and `C:\` for the same. */
export function liesBelow(folder: string, path: string, platform: NodeJS.Platform): boolean {
  const paths = platform === "win32" ? win32 : posix;
  const way = paths.relative(folder, path);
  return way !== "" && way !== ".." && !way.startsWith(`..${paths.sep}`) && !paths.isAbsolute(way);
}
