/** The text of *Doctor*: which Python, why that one, what is missing, how to put it right. */
import type { EnvironmentStatus, InterpreterChoice, TextReport } from "../../protocol/index.js";

export function doctorText(
  folder: string,
  status: EnvironmentStatus,
  interpreters: readonly InterpreterChoice[],
  configuration: TextReport,
): TextReport {
  const lines = [`Folder: ${folder}`, `Node: ${process.version} on ${process.platform} ${process.arch}`, ""];
  if (status.state === "ready") {
    lines.push(`Python: ${status.version ?? ""} at ${status.interpreter ?? ""}`, `  ${status.reason ?? ""}`);
    lines.push(`  ${(status.packages ?? []).length} packages installed`);
  } else {
    lines.push(`Python: ${status.problem ?? "none"}`);
  }
  lines.push("", "Interpreters, in the order in which they are considered:");
  for (const choice of interpreters) {
    const mark = choice.current ? "*" : choice.problem === undefined ? "-" : "x";
    lines.push(
      `  ${mark} ${choice.path} ${choice.version ?? ""} (${choice.origin})${choice.problem === undefined ? "" : `: ${choice.problem}`}`,
    );
  }
  lines.push("", "Configuration:", ...configuration.text.split("\n").map((line) => `  ${line}`));
  return { ok: status.state === "ready" && configuration.ok, text: lines.join("\n") };
}
