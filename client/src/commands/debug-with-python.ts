import { basename } from "node:path";
import { debug, Uri } from "vscode";
import type { Command } from "../context.js";
import { debugType } from "../debugging/debugging.js";
import { folderOf } from "../folders.js";
import { requireTrust } from "../trust.js";
import { savedFile } from "./run-file.js";

/** Runs the given or the open file under Node's debugger with Python's below it, both in one session. */
export const debugWithPython: Command = async (_context, resource) => {
  if (!(await requireTrust())) return;
  const program = await savedFile(resource);
  if (program === undefined) return;
  const configuration = { type: debugType, request: "launch", name: basename(program), program };
  await debug.startDebugging(folderOf(Uri.file(program)), configuration);
};
