#!/usr/bin/env node
/** The command `snakebridge`. Loads what a command needs only when it runs. */
import { CommanderError } from "commander";
import { exitCodes } from "./exit-codes.js";
import { createProgram, HELP_HINT } from "./program.js";

const args = process.argv.slice(2);
const json = args.includes("--json");
const program = createProgram({ quiet: json });
try {
  if (args[0] === "completion" || args[0] === "complete") {
    const { addCompletion } = await import("./completion.js");
    addCompletion(program);
  }
  await program.parseAsync(args, { from: "user" });
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  // Help and the version are no errors; commander has written what there is to say.
  process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
  if (json && error.exitCode !== 0) process.stdout.write(`${JSON.stringify(usageReport(error), null, 2)}\n`);
}

/** A wrong command line as every other error is told. */
function usageReport({ message }: CommanderError): object {
  const what = message.replace(/^error: /, "").replaceAll("\n", " ");
  return { error: { code: "USAGE", message: what, fix: HELP_HINT } };
}
