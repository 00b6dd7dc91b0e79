/** The `modules` of a configuration for each library. */
export const LIBRARIES: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
/** npm names of the compilers: 5.9, 6 and 7. */
export const COMPILERS: readonly ["typescript-5.9", "typescript", "typescript-7"];
/** The compiler options of docs/generation.md. */
export const STRICT: Readonly<Record<string, unknown>>;

export interface Generated {
  /** Holds the wrappers in `python`. */
  folder: string;
  seconds: number;
  size: { files: number; declarations: number; code: number };
  /** What `snakebridge generate --json` prints. */
  result: { modules: string[]; omitted: { module: string; reason: string }[] };
}
/** Generates the wrappers of a library with the command line. `place` is a folder inside the checkout. */
export function generateLibrary(
  library: string,
  python: string,
  options?: { cached?: boolean; place?: string },
): Promise<Generated>;

export interface Checked {
  exit: number | null;
  /** Each with file, position, code and text. */
  errors: string[];
  seconds: number;
  megabytes: number;
  instantiations: number;
}
/** Type-checks everything in a folder under the strict flags, the declarations of packages included. */
export function checkLibrary(
  folder: string,
  compiler: string,
  flags?: Readonly<Record<string, unknown>>,
): Promise<Checked>;
