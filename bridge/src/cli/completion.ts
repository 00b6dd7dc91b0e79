import tab from "@bomb.sh/tab/commander";
import type { Command } from "commander";

/** Adds `snakebridge completion SHELL`, which writes the script for a shell, and what that script asks. */
export function addCompletion(program: Command): void {
  tab(program, { completionCommandName: "completion" });
}
