import { dirname, resolve } from "node:path";
import type { ConfigDocument } from "./document.js";
import { placeOfPath, takesVariables, variableForm } from "./fields.js";
import { isInside } from "./inside.js";
import type { ConfigProblem } from "./problems.js";
import type { ConfigFile } from "./schema.js";

/** What the meaning of a file depends on. */
export interface Surroundings {
  /** The workspace, absolute. */
  readonly workspace: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The file's settings with environment variables replaced and paths made absolute, relative to the file. Done before merging, since each
 * path counts from the file that says it.
 */
export async function resolveFile(
  value: ConfigFile,
  document: ConfigDocument,
  surroundings: Surroundings,
): Promise<{ value: ConfigFile; problems: ConfigProblem[] }> {
  const problems: ConfigProblem[] = [];
  const folder = dirname(document.file);
  const visit = async (node: unknown, path: readonly (string | number)[]): Promise<unknown> => {
    if (typeof node === "string") return await resolveText(node, path);
    if (Array.isArray(node))
      return await Promise.all(node.map((item, index) => visit(item, [...path, index])));
    if (typeof node !== "object" || node === null) return node;
    const entries = await Promise.all(
      Object.entries(node).map(async ([key, item]) => [key, await visit(item, [...path, key])] as const),
    );
    return Object.fromEntries(entries);
  };
  const resolveText = async (text: string, path: readonly (string | number)[]): Promise<string> => {
    const replaced = takesVariables(path)
      ? replaceVariables(text, path, document, surroundings.env, problems)
      : text;
    const place = placeOfPath(path);
    if (place === undefined) return replaced;
    const absolute = resolve(folder, replaced);
    if (place === "workspace" && !(await isInside(absolute, surroundings.workspace)))
      problems.push(outside(document, path, replaced, surroundings.workspace));
    return absolute;
  };
  const resolved = (await visit(value, [])) as ConfigFile;
  // Paths are looked at side by side, so their problems come in any order.
  return { value: resolved, problems: problems.sort((one, other) => one.offset - other.offset) };
}

/** The problem of a path that leads out of the workspace. */
export function outside(
  document: ConfigDocument,
  path: readonly (string | number)[],
  text: string,
  workspace: string,
): ConfigProblem {
  return document.problemAt(
    "outside-workspace",
    path,
    `"${text}" leads out of the workspace ${workspace}. Paths stay inside it.`,
  );
}

function replaceVariables(
  text: string,
  path: readonly (string | number)[],
  document: ConfigDocument,
  env: NodeJS.ProcessEnv,
  problems: ConfigProblem[],
): string {
  return text.replaceAll(variableForm, (_, name: string, otherwise: string | undefined) => {
    const value = env[name];
    if (value !== undefined && value !== "") return value;
    if (otherwise !== undefined) return otherwise;
    problems.push(
      document.problemAt(
        "variable-not-set",
        path,
        `The environment variable ${name} is not set. Set it, or say what to take instead: \${env:${name}:-default}.`,
      ),
    );
    return "";
  });
}
