import type { z } from "zod";
import { parseConfigText, type ConfigDocument } from "./document.js";
import { misplacedVariables } from "./fields.js";
import type { ConfigProblem } from "./problems.js";
import { configSchema, type ConfigFile } from "./schema.js";
import { suggest } from "./suggest.js";

/** What a file says, or what is wrong with it. `value` is set only where nothing is. */
export interface Validated {
  readonly document: ConfigDocument;
  readonly value: ConfigFile | undefined;
  readonly problems: readonly ConfigProblem[];
}

/** Checks one file's text by itself: JSON, keys, types, values. What it extends and its paths are `loadConfig`'s. */
export function validateConfigText(text: string, file: string): Validated {
  const document = parseConfigText(text, file);
  const problems = [...document.problems];
  if (problems.some(({ code }) => code === "syntax")) return { document, value: undefined, problems };
  const result = configSchema.safeParse(document.value);
  if (!result.success)
    problems.push(...result.error.issues.flatMap((issue) => problemsOf(issue, [], document)));
  for (const path of misplacedVariables(document.value)) {
    problems.push(
      document.problemAt(
        "variable-not-allowed",
        path,
        "Environment variables are not replaced here; write the value itself.",
      ),
    );
  }
  problems.sort((one, other) => one.offset - other.offset);
  return { document, value: result.success && problems.length === 0 ? result.data : undefined, problems };
}

type Issue = z.core.$ZodIssue;
type Path = (string | number)[];

function problemsOf(issue: Issue, before: Path, document: ConfigDocument): ConfigProblem[] {
  const path = [...before, ...issue.path.filter((part) => typeof part !== "symbol")];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(key, path, document));
    case "invalid_union":
      return inUnion(issue, path, document);
    case "invalid_key":
      return [
        document.problemAt(
          "wrong-value",
          path,
          `"${String(path.at(-1))}" can't stand here: ${issue.issues[0]?.message ?? "not a valid name"}.`,
          { on: "key" },
        ),
      ];
    case "invalid_type":
      return [
        document.problemAt(
          "wrong-type",
          path,
          `${nameOf(path)} must be ${article(issue.expected)}, not ${kindOf(valueAt(document.value, path))}.`,
        ),
      ];
    case "invalid_value":
      return [wrongChoice(issue.values, path, document)];
    case "too_small":
    case "too_big":
      return [document.problemAt("wrong-value", path, `${nameOf(path)} ${limitOf(issue)}.`)];
    default:
      return [
        document.problemAt(
          "wrong-value",
          path,
          `${JSON.stringify(valueAt(document.value, path))} is not right for ${nameOf(path)}: ${issue.message}.`,
        ),
      ];
  }
}

function unknownKey(key: string, path: Path, document: ConfigDocument): ConfigProblem {
  const known = keysAt(path);
  const suggestion = suggest(key, known);
  const hint = suggestion === undefined ? `It can be ${oneOf(known)}.` : `Did you mean "${suggestion}"?`;
  return document.problemAt(
    "unknown-key",
    [...path, key],
    `Unknown key "${key}"${path.length === 0 ? "" : ` in ${nameOf(path)}`}. ${hint}`,
    {
      suggestion,
      on: "key",
    },
  );
}

/** Of several forms the one that was meant is that whose kind fits what stands there. */
function inUnion(
  issue: Extract<Issue, { code: "invalid_union" }>,
  path: Path,
  document: ConfigDocument,
): ConfigProblem[] {
  const forms = issue.errors.filter(
    (issues) =>
      !issues.some(
        ({ code, path: inner }) =>
          inner.length === 0 && (code === "invalid_type" || code === "invalid_value"),
      ),
  );
  const [meant] = forms;
  if (meant !== undefined) return meant.flatMap((inner) => problemsOf(inner, path, document));
  const choices = issue.errors.flatMap((issues) =>
    issues.flatMap((inner) => (inner.code === "invalid_value" ? inner.values : [])),
  );
  const given = valueAt(document.value, path);
  if (typeof given === "string" && choices.some((choice) => typeof choice === "string"))
    return [wrongChoice(choices, path, document)];
  const kinds = issue.errors.flatMap((issues) =>
    issues.flatMap((inner) =>
      inner.code === "invalid_type"
        ? [article(inner.expected)]
        : inner.code === "invalid_value"
          ? inner.values.map((value) => JSON.stringify(value))
          : [],
    ),
  );
  return [
    document.problemAt(
      "wrong-type",
      path,
      `${nameOf(path)} must be ${oneOf(kinds, false)}, not ${kindOf(given)}.`,
    ),
  ];
}

function wrongChoice(values: readonly unknown[], path: Path, document: ConfigDocument): ConfigProblem {
  const given = valueAt(document.value, path);
  const names = values.filter((value) => typeof value === "string");
  const suggestion = typeof given === "string" ? suggest(given, names) : undefined;
  const hint = suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`;
  const message = `${nameOf(path)} must be ${oneOf(
    values.map((value) => JSON.stringify(value)),
    false,
  )}, not ${JSON.stringify(given)}.${hint}`;
  return document.problemAt("wrong-value", path, message, { suggestion });
}

function limitOf(issue: Extract<Issue, { code: "too_small" | "too_big" }>): string {
  if (issue.code === "too_small") {
    if (issue.origin === "string") return "must not be empty";
    return issue.inclusive === false
      ? `must be more than ${issue.minimum}`
      : `must be at least ${issue.minimum}`;
  }
  return `must be at most ${issue.maximum}`;
}

/** The keys that the schema knows at a place. */
function keysAt(path: Path): string[] {
  let schema: z.core.$ZodType | undefined = configSchema;
  for (const part of path) schema = step(schema, part);
  return Object.keys(shapeOf(schema) ?? {});
}

function step(schema: z.core.$ZodType | undefined, part: string | number): z.core.$ZodType | undefined {
  const shape = shapeOf(schema);
  if (shape !== undefined) return shape[part];
  const { def } = inner(schema)?._zod ?? {};
  if (def?.type === "record") return (def as z.core.$ZodRecordDef).valueType;
  if (def?.type === "array") return (def as z.core.$ZodArrayDef).element;
  return undefined;
}

/** The object's own schema behind `optional` and among a union's forms. */
function inner(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  const { def } = schema?._zod ?? {};
  if (def?.type === "optional") return inner((def as z.core.$ZodOptionalDef).innerType);
  if (def?.type === "union")
    return (def as z.core.$ZodUnionDef).options
      .map(inner)
      .find((option) => option?._zod.def.type === "object");
  return schema;
}

function shapeOf(schema: z.core.$ZodType | undefined): Readonly<Record<string, z.core.$ZodType>> | undefined {
  const { def } = inner(schema)?._zod ?? {};
  return def?.type === "object" ? (def as z.core.$ZodObjectDef).shape : undefined;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (current, part) =>
      typeof current === "object" && current !== null
        ? (current as Record<string | number, unknown>)[part]
        : undefined,
    value,
  );
}

function nameOf(path: Path): string {
  if (path.length === 0) return "the file";
  return path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join("");
}

function article(kind: string): string {
  const words: Readonly<Record<string, string>> = {
    object: "an object",
    record: "an object",
    array: "a list",
    int: "a whole number",
    boolean: "true or false",
    null: "null",
  };
  return words[kind] ?? `a ${kind}`;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string") return "a string";
  return typeof value === "object" ? "an object" : JSON.stringify(value);
}

function oneOf(names: readonly string[], quote = true): string {
  const shown = [...new Set(names)].map((name) => (quote ? `"${name}"` : name));
  return shown.length < 2
    ? (shown[0] ?? "nothing else")
    : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1) ?? ""}`;
}
