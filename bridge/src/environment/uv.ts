import { stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import which from "which";

/** The program `uv`: named by `SNAKEBRIDGE_UV` (empty: don't use uv), on PATH, or where its installers put it. */
export async function findUv(env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  const named = env["SNAKEBRIDGE_UV"];
  if (named !== undefined) return named === "" ? undefined : named;
  const onPath = await which("uv", { path: env["PATH"] ?? env["Path"] ?? "", nothrow: true });
  if (onPath !== null) return onPath;
  const program = process.platform === "win32" ? "uv.exe" : "uv";
  for (const folder of [join(homedir(), ".local", "bin"), join(homedir(), ".cargo", "bin")]) {
    const path = join(folder, program);
    if ((await stat(path).catch(() => undefined))?.isFile() === true) return path;
  }
  return undefined;
}
