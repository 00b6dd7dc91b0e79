/** The fields with a meaning beyond their type: paths, and texts in which environment variables are replaced. */

/** A pattern of a path in the document; `*` is any key or index. */
type FieldPattern = readonly string[];

interface PathField {
  readonly field: FieldPattern;
  /** Interpreters and environments may lie anywhere; what we read and write otherwise stays in the workspace. */
  readonly place: "workspace" | "anywhere";
}

const pathFields: readonly PathField[] = [
  { field: ["outDir"], place: "workspace" },
  { field: ["used", "*"], place: "workspace" },
  { field: ["python", "environment"], place: "anywhere" },
  { field: ["python", "requirementsFiles", "*"], place: "workspace" },
  { field: ["python", "paths", "*"], place: "workspace" },
  { field: ["codecs", "*", "module"], place: "workspace" },
  { field: ["pool", "workingDirectory"], place: "workspace" },
];

const variableFields: readonly FieldPattern[] = [
  ["python", "environment"],
  ["python", "paths", "*"],
  ["pool", "environmentVariables", "*"],
  ["pool", "workingDirectory"],
];

/** `${env:NAME}`, or with what to take where it is not set, `${env:NAME:-default}`. */
export const variableForm = /\$\{env:([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

function matches(path: readonly (string | number)[], field: FieldPattern): boolean {
  return path.length === field.length && field.every((part, index) => part === "*" || part === path[index]);
}

/** Where the path in a field may lead; undefined where the field is no path. */
export function placeOfPath(path: readonly (string | number)[]): "workspace" | "anywhere" | undefined {
  return pathFields.find(({ field }) => matches(path, field))?.place;
}

/** True where environment variables are replaced. */
export function takesVariables(path: readonly (string | number)[]): boolean {
  return variableFields.some((field) => matches(path, field));
}

/** The places of texts with `${env:...}` in fields that don't replace it. */
export function misplacedVariables(value: unknown): (string | number)[][] {
  const found: (string | number)[][] = [];
  forEachText(value, [], (text, path) => {
    if (text.includes("${env:") && !takesVariables(path)) found.push([...path]);
  });
  return found;
}

/** Visits every text in a value with its path. */
export function forEachText(
  value: unknown,
  path: readonly (string | number)[],
  visit: (text: string, path: readonly (string | number)[]) => void,
): void {
  if (typeof value === "string") visit(value, path);
  else if (Array.isArray(value)) value.forEach((item, index) => forEachText(item, [...path, index], visit));
  else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) forEachText(item, [...path, key], visit);
  }
}
