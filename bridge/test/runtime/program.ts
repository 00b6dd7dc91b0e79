/** Programs of their own, for what the test runner would disturb: unhandled rejections, and what keeps Node alive. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { adapterPath } from "../test-python.js";

/** The path of a file of the library. */
export const source = (file: string): string => fileURLToPath(new URL(`../../src/${file}`, import.meta.url));
const tsx = fileURLToPath(new URL("../../../node_modules/tsx/dist/cli.mjs", import.meta.url));

/** How a program ended, and what it printed. */
export interface Outcome {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs a program that has `python`, a session, and prints each unhandled rejection. */
export function runProgram(program: string): Promise<Outcome> {
  const text = `
    import { Session } from ${JSON.stringify(source("runtime/sessions/session.ts"))};
    import { OwnWorker } from ${JSON.stringify(source("runtime/sessions/own-worker.ts"))};
    process.on("unhandledRejection", (error) => console.log("unhandled", error.name));
    const python = new Session(new OwnWorker({ python: "python3", adapterPath: ${JSON.stringify(adapterPath)} }));
    async function main() { ${program} }
    void main();
  `;
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [tsx, "--input-type=module", "--eval", text],
      { timeout: 60_000 },
      (error, output, errors) => {
        resolve({
          code: error === null ? 0 : ((error.code as unknown as number | null) ?? null),
          output,
          errors,
        });
      },
    );
    child.stdin?.end();
  });
}
