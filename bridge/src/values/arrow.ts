/** Data frames as Arrow tables, through the optional package `apache-arrow`, which loads only when one is there. */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { ConversionError } from "./errors.js";
import { TAG } from "./wire-forms.js";

/** What we use of `apache-arrow`. */
interface ArrowPackage {
  readonly Table: unknown;
  tableFromIPC(bytes: Uint8Array): unknown;
  tableToIPC(table: unknown, type: "stream"): Uint8Array;
}

/** A `string` and no literal, so that bundlers and the type checker leave the optional package alone. */
const PACKAGE: string = "apache-arrow";

let loaded: ArrowPackage | null = null;

/**
 * Loads the optional package `apache-arrow`. Data frames that arrive do that themselves; a program needs it only before it passes a
 * table under a loader such as `tsx`, which keeps modules of its own. @throws ConversionError where it is not installed
 */
export async function loadArrow(): Promise<void> {
  if (loaded !== null) return;
  try {
    loaded = (await import(PACKAGE)) as ArrowPackage;
  } catch (error) {
    throw new ConversionError("$", MISSING, { cause: error });
  }
}

const MISSING =
  'data frames arrive as Arrow tables, which need the package apache-arrow: install it, or ask for $value({ frame: "records" })';

/** Whether an encoded value holds a table and `loadArrow` must be awaited before it is decoded. */
export function needsArrow(encoded: unknown): boolean {
  if (loaded !== null || typeof encoded !== "object" || encoded === null) return false;
  if ((encoded as Record<string, unknown>)[TAG] === "arrow") return true;
  return Object.values(encoded).some(needsArrow);
}

/** The table in an IPC stream. @throws ConversionError where `apache-arrow` has not been loaded */
export function decodeArrowTable(bytes: Uint8Array): unknown {
  if (loaded === null) throw new ConversionError("$", MISSING);
  return loaded.tableFromIPC(bytes);
}

/** Whether the value looks like a table of any copy of `apache-arrow`. */
export function isArrowTable(value: object): boolean {
  const table = value as {
    readonly schema?: unknown;
    readonly batches?: unknown;
    readonly numRows?: unknown;
  };
  return (
    typeof table.numRows === "number" && Array.isArray(table.batches) && typeof table.schema === "object"
  );
}

/**
 * The IPC stream of a table. The package exists once for `import` and once for `require`, and only the copy that made a
 * table can write it.
 */
export function encodeArrowTable(table: object, fail: (problem: string) => never): Uint8Array {
  for (const load of [() => loaded, requireImported, requireCommon]) {
    const arrow = load();
    if (arrow?.Table === table.constructor) return arrow.tableToIPC(table, "stream");
  }
  return fail(
    "the package apache-arrow that made this table was not found; call `await loadArrow()` before, which finds the one that is imported",
  );
}

/** The copy that `import` gives, without waiting for it: `require` of an ES module finds the one that is loaded. */
function requireImported(): ArrowPackage | null {
  try {
    return createRequire(import.meta.url)(fileURLToPath(import.meta.resolve(PACKAGE))) as ArrowPackage;
  } catch {
    return null;
  }
}

function requireCommon(): ArrowPackage | null {
  try {
    return createRequire(import.meta.url)(PACKAGE) as ArrowPackage;
  } catch {
    return null;
  }
}
