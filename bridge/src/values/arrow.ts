/** Data frames as Arrow tables, through the optional package `apache-arrow`, which loads only when one is there. */
import { createRequire } from "node:module";
import { ConversionError } from "./errors.js";
import { TAG } from "./wire-forms.js";

/** What we use of `apache-arrow`. */
interface ArrowPackage {
  tableFromIPC(bytes: Uint8Array): unknown;
  tableToIPC(table: unknown, type: "stream"): Uint8Array;
}

let loaded: ArrowPackage | null = null;

/** Loads `apache-arrow` once. @throws ConversionError where it is not installed */
export async function loadArrow(): Promise<void> {
  if (loaded !== null) return;
  try {
    // Named by a variable, so that bundlers and the type checker leave an optional package alone.
    const name = "apache-arrow";
    loaded = (await import(name)) as ArrowPackage;
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

export function isArrowTable(value: object): boolean {
  return (
    Object.prototype.toString.call(value) === "[object Table]" && "schema" in value && "batches" in value
  );
}

/** The IPC stream of a table that the program made with its own `apache-arrow`. */
export function encodeArrowTable(table: object, fail: (problem: string) => never): Uint8Array {
  const arrow = loaded ?? requireArrow();
  if (arrow === null) return fail("an Arrow table needs the package apache-arrow, which was not found");
  return arrow.tableToIPC(table, "stream");
}

/** A program that holds a table has the package; from where we are it can be found unless it is bundled. */
function requireArrow(): ArrowPackage | null {
  try {
    return createRequire(import.meta.url)("apache-arrow") as ArrowPackage;
  } catch {
    return null;
  }
}
