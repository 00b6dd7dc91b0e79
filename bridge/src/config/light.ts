import { parseConfigText } from "./document.js";
import type { ConfigFile } from "./schema.js";
import type { Validated } from "./validate.js";

/** The kinds of the settings that running a program reads. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  "": ["object"],
  extends: ["string", "list"],
  python: ["object"],
  "python.environment": ["string"],
  "python.version": ["string"],
  "python.paths": ["list"],
  codecs: ["object"],
  pool: ["object"],
  "pool.size": ["number"],
  "pool.queueLimit": ["number"],
  "pool.imports": ["list"],
  "pool.recycle": ["object"],
  "pool.environmentVariables": ["object"],
  "pool.workingDirectory": ["string"],
  "pool.threads": ["number"],
  "pool.startTimeout": ["number"],
  "pool.unresponsiveAfter": ["number"],
  "pool.logging": ["string"],
};

/** All settings of the parts that are looked at; a test compares them with the schema. */
export const knownKeys: Readonly<Record<string, readonly string[]>> = {
  "": "$schema extends python outDir output naming int missing docs modules used codecs pool".split(" "),
  python: "version environment requirements requirementsFiles excludeNewer paths".split(" "),
  pool: "size queueLimit imports recycle environmentVariables workingDirectory threads startTimeout unresponsiveAfter logging".split(
    " ",
  ),
  "pool.recycle": ["calls", "age", "memory"],
};

/**
 * Reads a file for running a program: a look at the kinds of what it uses instead of the whole schema, whose library takes longer to load than
 * Python to start. Anything odd goes to the complete check, which says what is wrong.
 */
export async function validateLightly(text: string, file: string): Promise<Validated> {
  const document = parseConfigText(text, file);
  const right =
    document.problems.length === 0 &&
    Object.entries(kinds).every(([path, allowed]) => {
      const value = valueAt(document.value, path === "" ? [] : path.split("."));
      return value === undefined ? path !== "" : allowed.includes(kindOf(value));
    }) &&
    Object.entries(knownKeys).every(([path, known]) => {
      const value = valueAt(document.value, path === "" ? [] : path.split("."));
      return kindOf(value) !== "object" || Object.keys(value as object).every((key) => known.includes(key));
    });
  if (right) return { document, value: document.value as ConfigFile, problems: [] };
  const { validateConfigText } = await import("./validate.js");
  return validateConfigText(text, file);
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (current, part) =>
      kindOf(current) === "object" ? (current as Record<string, unknown>)[part] : undefined,
    value,
  );
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "list" : typeof value;
}
