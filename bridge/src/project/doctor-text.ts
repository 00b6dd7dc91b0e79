import type { DoctorCheck } from "./doctor-check.js";
import type { DoctorReport } from "./doctor.js";

/** How the parts of a report are set off; plain where there are no colours. */
export interface DoctorStyle {
  readonly title: (text: string) => string;
  readonly detail: (text: string) => string;
  readonly fix: (text: string) => string;
  readonly mark: (status: DoctorCheck["status"], mark: string) => string;
  /** Breaks a line that is too long, further lines indented. */
  readonly fold?: (text: string, indent: string) => string;
}

const plain: DoctorStyle = {
  title: (text) => text,
  detail: (text) => text,
  fix: (text) => text,
  mark: (_, mark) => mark,
};
const marks: Readonly<Record<DoctorCheck["status"], string>> = {
  ok: "✓",
  warning: "!",
  problem: "✗",
  information: "·",
};

/** The report as text, for a terminal or a document. */
export function doctorText(report: DoctorReport, style: DoctorStyle = plain): string {
  const lines: string[] = [];
  const fold = style.fold ?? ((text: string) => text);
  const below = "    ";
  const folded = (text: string): string => fold(text, below);
  for (const { title, checks } of report.sections) {
    lines.push(style.title(title));
    for (const check of checks) {
      lines.push(
        `  ${style.mark(check.status, marks[check.status])} ${folded(check.title.replaceAll("\n", `\n${below}`))}`,
      );
      for (const line of check.detail?.split("\n") ?? []) lines.push(below + style.detail(folded(line)));
      if (check.fix !== undefined) lines.push(below + style.fix(folded(`fix: ${check.fix}`)));
    }
    lines.push("");
  }
  const problems = count(report, "problem");
  const warnings = count(report, "warning");
  const verdict = problems > 0 ? number(problems, "problem") : "No problem";
  lines.push(`${verdict}${warnings > 0 ? `, ${number(warnings, "warning")}` : ""}.`);
  return lines.join("\n");
}

function count(report: DoctorReport, status: DoctorCheck["status"]): number {
  return report.sections.reduce(
    (sum, { checks }) => sum + checks.filter((check) => check.status === status).length,
    0,
  );
}

function number(count: number, word: string): string {
  return `${count} ${count === 1 ? word : `${word}s`}`;
}
