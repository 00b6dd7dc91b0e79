import type { Command } from "../context.js";
import { noNode, planRun, savedFile } from "./run-file.js";
import { requireTrust } from "../trust.js";
import { startDebugging } from "../running/debug.js";

/** Runs the open file under Node's debugger with Python's debugger beside it, both in one session. */
export const debugWithPython: Command = async (context, resource) => {
  if (!(await requireTrust())) return;
  const file = await savedFile(resource);
  if (file === undefined) return;
  const run = await planRun(file);
  if (run.runner.kind === "no-node") throw noNode(run.node);
  await startDebugging(context, run);
};
