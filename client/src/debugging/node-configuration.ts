/** The configuration of Node's own debugger for a program. Pure. */
import type { DebugConfiguration } from "vscode";
import type { Run } from "../commands/run-file.js";

/** @param args what Node is started with: its options, the file it runs, and that file's own arguments */
export function nodeConfiguration(
  run: Pick<Run, "cwd" | "file" | "node">,
  args: readonly string[],
  name: string,
): DebugConfiguration {
  const isOption = (argument: string): boolean => argument.startsWith("--");
  const [program = run.file, ...rest] = args.filter((argument) => !isOption(argument));
  return {
    type: "pwa-node",
    request: "launch",
    name,
    cwd: run.cwd,
    runtimeExecutable: run.node,
    runtimeArgs: args.filter(isOption),
    program,
    args: rest,
    console: "integratedTerminal",
    skipFiles: ["<node_internals>/**"],
  };
}
