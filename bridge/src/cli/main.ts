#!/usr/bin/env node
/** The command `snakebridge`. Loads what a command needs only when it runs. */
import { CommanderError } from "commander";
import { exitCodes } from "./exit-codes.js";
import { createProgram } from "./program.js";

const args = process.argv.slice(2);
const program = createProgram();
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
}
