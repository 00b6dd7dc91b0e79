/** Whether the codecs of a configuration are where it says. Nothing of the project is run for that. */
import { readdir, readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { File, Node } from "@babel/types";
import type { ConfigDocument } from "./document.js";
import type { ConfigProblem } from "./problems.js";
import type { CodecSettings } from "./schema.js";
import { suggest } from "./suggest.js";

/** @param codecs with absolute paths */
export async function codecProblems(
  codecs: Readonly<Record<string, CodecSettings>>,
  document: ConfigDocument,
): Promise<ConfigProblem[]> {
  const problems: ConfigProblem[] = [];
  for (const [name, { module, export: wanted = "default" }] of Object.entries(codecs)) {
    const path = ["codecs", name];
    const text = await readFile(module, "utf8").catch(() => undefined);
    if (text === undefined) {
      const nearby = await readdir(dirname(module)).catch(() => []);
      const near = suggest(basename(module), nearby);
      problems.push(
        document.problemAt(
          "missing-file",
          [...path, "module"],
          `There is no file ${module}.${near === undefined ? "" : ` Did you mean "${near}"?`}`,
        ),
      );
      continue;
    }
    const exported = await exportsOf(text);
    if (exported === undefined || exported.includes(wanted)) continue;
    const near = suggest(wanted, exported);
    const offered = exported.length === 0 ? "nothing" : exported.join(", ");
    problems.push(
      document.problemAt(
        "unknown-export",
        [...path, "export"],
        `${basename(module)} exports no ${wanted}, but ${offered}.${near === undefined ? "" : ` Did you mean "${near}"?`}`,
        { suggestion: near },
      ),
    );
  }
  return problems;
}

/** The names that a module exports; undefined where its text doesn't tell. */
async function exportsOf(text: string): Promise<string[] | undefined> {
  const { parse } = await import("@babel/parser");
  let file: File;
  try {
    file = parse(text, { sourceType: "module", errorRecovery: true, plugins: ["typescript", "decorators"] });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // The program that uses it says what is wrong in it.
    return undefined;
  }
  const names: string[] = [];
  for (const statement of file.program.body) {
    if (statement.type === "ExportAllDeclaration") return undefined;
    if (statement.type === "ExportDefaultDeclaration") names.push("default");
    if (statement.type !== "ExportNamedDeclaration") continue;
    names.push(
      ...statement.specifiers.map(({ exported }) => ("name" in exported ? exported.name : exported.value)),
    );
    const { declaration } = statement;
    if (declaration?.type === "VariableDeclaration")
      names.push(...declaration.declarations.flatMap(({ id }) => nameOf(id)));
    else if (declaration?.type === "FunctionDeclaration" || declaration?.type === "ClassDeclaration")
      names.push(...(declaration.id ? [declaration.id.name] : []));
  }
  // `module.exports` gives names as it runs.
  return names.length === 0 && /\b(?:module\.exports|exports)\b/.test(text) ? undefined : names;
}

function nameOf(id: Node): string[] {
  return id.type === "Identifier" ? [id.name] : [];
}
