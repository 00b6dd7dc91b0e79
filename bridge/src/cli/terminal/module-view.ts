import {
  returnText,
  signatureText,
  type DescribedModule,
  type ModuleMember,
  type SearchResult,
} from "../../description/index.js";
import { summaryOf } from "../../description/summary.js";
import { behindName } from "./python-text.js";
import type { Style } from "./style.js";
import { cut, fold, table } from "./table.js";

/** How a module is shown. */
export interface View {
  readonly style: Style;
  /** Columns of the terminal. */
  readonly width: number;
}

const groups = [
  ["functions", "callable"],
  ["classes", "class"],
  ["values", "value"],
  ["types", "alias"],
] as const;

/** A module's API: groups of names with their signatures and what they are for. */
export function moduleTree(described: DescribedModule, view: View & { readonly all: boolean }): string {
  const { style, width, all } = view;
  const parts = [head(described, view)];
  for (const [title, kind] of groups) {
    const entries = described.entries.filter((entry) => entry.kind === kind);
    const members = entries.flatMap((entry) => described.member(entry.name) ?? []);
    if (members.length === 0) continue;
    const body = all ? whole(members, style) : overview(described, members, view);
    parts.push(`${style.bold(title)} ${style.dim(String(members.length))}\n${body}`);
  }
  const submodules = described.submodules.map(({ name }) => shortName(name, described.module));
  if (submodules.length > 0) {
    parts.push(
      `${style.bold("submodules")} ${style.dim(String(submodules.length))}\n${columns(submodules, width)}`,
    );
  }
  if (!all && parts.length > 1) {
    const hint = "--all shows whole signatures and members of classes, --search finds names.";
    parts.push(style.dim(fold(hint, width)));
  }
  return parts.join("\n\n");
}

/** What a search found, best first. */
export function searchList(
  described: DescribedModule,
  results: readonly SearchResult[],
  query: string,
  view: View & { readonly memberOf: (result: SearchResult) => ModuleMember | undefined },
): string {
  const { style, width } = view;
  if (results.length === 0)
    return `${head(described, view)}\n\nNothing in ${described.module} fits "${query}".`;
  const kinds = 2 + "function".length + 2;
  const left = Math.min(52, Math.floor((width - kinds) * 0.5));
  const rows = results.map((result) => {
    const { module, name, kind, summary = "" } = result;
    const full = module === described.module ? name : `${shortName(module, described.module)}.${name}`;
    const member = view.memberOf(result);
    const behind = member === undefined ? "" : nameTail(member, left - full.length);
    return [
      style.dim(kind === "callable" ? "function" : kind),
      `${full}${style.dim(behind)}`,
      cut(plain(summary), Math.max(12, width - kinds - left - 2)),
    ];
  });
  return `${head(described, view)}\n\n${table(rows, "  ")}`;
}

function head(described: DescribedModule, { style, width }: View): string {
  const { module, distribution, version = "", python, standardLibrary, file = "" } = described;
  const from = standardLibrary
    ? "standard library"
    : distribution === undefined
      ? file
      : `${distribution} ${version}`;
  const first = `${style.bold(module)} ${style.dim(`${from}, Python ${python}`)}`;
  const summary = plain(summaryOf(withoutHeading(described.doc)));
  return summary === "" ? first : `${first}\n${cut(summary, width)}`;
}

/** Docstrings of modules often begin with a heading in reStructuredText, which only repeats the name. */
function withoutHeading(doc: string | undefined): string | undefined {
  return doc?.replace(/^\s*\S[^\n]*\n[=\-~*]{3,}[^\S\n]*\n/, "");
}

/** reStructuredText's marks of code are noise on a terminal. */
function plain(text: string): string {
  return text.replaceAll("``", "");
}

/** One line a name: with its signature, as far as there is room, and what it is for. */
function overview(
  described: DescribedModule,
  members: readonly ModuleMember[],
  { style, width }: View,
): string {
  const entries = new Map(described.entries.map((entry) => [entry.name, entry]));
  const left = Math.min(46, Math.floor(width * 0.5));
  const rows = members.map((member) => {
    const entry = entries.get(member.name);
    const deprecated = entry?.deprecated === true ? style.yellow("deprecated ") : "";
    const summary = cut(plain(entry?.summary ?? ""), Math.max(20, width - left - 4));
    return [
      `${member.name}${style.dim(nameTail(member, left - member.name.length))}`,
      `${deprecated}${summary}`,
    ];
  });
  return table(rows, "  ");
}

/** What stands behind a name; the type of the result only where all of it fits. */
function nameTail(member: ModuleMember, room: number): string {
  if (room < 6) return "";
  const behind = behindName(member, false);
  const returns = member.kind === "callable" && member.signatures[0] ? returnText(member.signatures[0]) : "";
  if (behind.length + returns.length <= room) return behind + returns;
  return cut(behind, room);
}

/** Every signature whole, and the members of classes. */
function whole(members: readonly ModuleMember[], { bold, dim, yellow }: Style): string {
  const lines: string[] = [];
  for (const member of members) {
    const { deprecated } = member;
    const mark =
      deprecated === undefined
        ? ""
        : ` ${yellow(`deprecated${deprecated.message === "" ? "" : `: ${deprecated.message}`}`)}`;
    if (member.kind === "callable" && member.signatures.length > 0) {
      for (const signature of member.signatures)
        lines.push(`  ${bold(member.name)}${signatureText(signature)}${mark}`);
    } else lines.push(`  ${bold(member.name)}${behindName(member, true)}${mark}`);
    if (member.kind !== "class") continue;
    for (const inner of member.members) {
      if (inner.kind === "class" || inner.name.startsWith("__") || "inheritedFrom" in inner) continue;
      if (inner.kind === "callable") lines.push(`    ${inner.name}${dim(behindName(inner, true))}`);
      else lines.push(`    ${inner.name}`);
    }
  }
  return lines.join("\n");
}

/** Names in columns, as `ls` writes them. */
function columns(names: readonly string[], width: number): string {
  const widest = Math.max(...names.map((name) => name.length)) + 2;
  const perLine = Math.max(1, Math.floor((width - 2) / widest));
  const lines: string[] = [];
  for (let start = 0; start < names.length; start += perLine) {
    const cells = names.slice(start, start + perLine).map((name) => name.padEnd(widest));
    lines.push(`  ${cells.join("")}`.trimEnd());
  }
  return lines.join("\n");
}

function shortName(module: string, inside: string): string {
  return module.startsWith(`${inside}.`) ? module.slice(inside.length + 1) : module;
}
