import { execFileSync } from "node:child_process";
import { join } from "node:path";

let uv: string | undefined;

/** Variables with which environments are made in a second, and no package index is asked. */
export function withUv(): NodeJS.ProcessEnv {
  const script = join(import.meta.dirname, "..", "..", "..", "scripts", "test-environment.mjs");
  uv ??= execFileSync(process.execPath, [script, "uv"], { encoding: "utf8" }).trim();
  return { SNAKEBRIDGE_UV: uv, UV_OFFLINE: "1" };
}
