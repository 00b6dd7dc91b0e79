/** Binds each command of the manifest to its function; a test compares the two. */
import { commands, type Disposable } from "vscode";
import type { ClientContext, Command } from "../context.js";
import { showFailure } from "../present.js";
import { setUpEnvironment, setUpStepByStep } from "../wizard/set-up.js";
import { callFunction } from "./call-function.js";
import { createProgram } from "./create-program.js";
import { debugWithPython } from "./debug-with-python.js";
import { discoverModule } from "./discover-module.js";
import { generateWrapper, regenerateAll } from "./generate-wrapper.js";
import { insertImport } from "./insert-import.js";
import { installPackage } from "./install-package.js";
import { filterModules, forRow, openSource } from "./modules.js";
import { clean, doctor, reportIssue, validateConfiguration } from "./reports.js";
import { runFile } from "./run-file.js";
import { selectInterpreter } from "./select-interpreter.js";

export const commandTable: Readonly<Record<string, Command>> = {
  "snakebridge.setUpEnvironment": setUpEnvironment,
  "snakebridge.setUpEnvironmentStepByStep": setUpStepByStep,
  "snakebridge.selectInterpreter": selectInterpreter,
  "snakebridge.discoverModule": discoverModule,
  "snakebridge.generateWrapper": generateWrapper,
  "snakebridge.regenerateAll": regenerateAll,
  "snakebridge.installPackage": installPackage,
  "snakebridge.insertImport": insertImport,
  "snakebridge.callFunction": callFunction,
  "snakebridge.runFile": runFile,
  "snakebridge.debugWithPython": debugWithPython,
  "snakebridge.createProgram": createProgram,
  "snakebridge.validateConfiguration": validateConfiguration,
  "snakebridge.clean": clean,
  "snakebridge.doctor": doctor,
  "snakebridge.reportIssue": reportIssue,
  "snakebridge.restartServer": (context) => context.server.restart(),
  "snakebridge.showOutput": ({ log }) => {
    log.show();
  },
  "snakebridge.modules.refresh": ({ modules }) => {
    modules.refresh();
  },
  "snakebridge.modules.filter": filterModules,
  "snakebridge.modules.clearFilter": ({ modules }) => {
    modules.filter = "";
  },
  "snakebridge.modules.openSource": openSource,
  "snakebridge.modules.generateWrapper": forRow(generateWrapper),
  "snakebridge.modules.insertImport": forRow(insertImport),
  "snakebridge.modules.callFunction": forRow(callFunction),
};

/** A command that fails tells the user why; none rejects into nothing. */
export function registerCommands(context: ClientContext): Disposable[] {
  return Object.entries(commandTable).map(([id, run]) =>
    commands.registerCommand(id, async (...args: unknown[]) => {
      try {
        await run(context, ...args);
      } catch (error) {
        await showFailure(context, error);
      }
    }),
  );
}
