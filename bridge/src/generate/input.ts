/** What the generator is given and what it gives back. Pure data: the command line reads and writes. */
import type { ClassDescription, ModuleDescription } from "../description/model.js";
import type { GenerationReport } from "./report.js";

export interface GenerateInput {
  modules: readonly ModuleInput[];
  /**
   * Classes that the modules' types name but that none of them exports, described one by one. Without its description
   * such a class is an opaque reference. `GenerationReport.wanted` lists what a further round could describe.
   */
  classes?: readonly ClassDescription[];
  /** Codecs of the project, by the qualified name of their Python class. */
  codecs?: Readonly<Record<string, CodecPlace>>;
  /** `"js"`: `.js` with `.d.ts`. `"ts"`: `.ts`. */
  output?: "js" | "ts";
  /** How `.ts` files import each other: `.ts` where the project allows it. */
  specifiers?: ".js" | ".ts";
  /** Name and version for the first line of each file: `snakebridge 0.3.0`. */
  generator: string;
  /** Folder of the output as the first line shows it, relative to the project: `src/python`. */
  outDir?: string;
}

/** Where the type of a codec can be read. */
export interface CodecPlace {
  /** The module without an ending, relative to the output folder, with `/`. */
  readonly module: string;
  /** How it is imported: `.js`, `.mjs`, `.ts`. */
  readonly extension: string;
  /** `default`, or the name of the export; undefined for a module without types. */
  readonly export: string | undefined;
}

export interface ModuleInput {
  description: ModuleDescription;
  options?: ModuleOptions;
}

/** Settings of one module, from `snakebridge.json` or the command line. */
export interface ModuleOptions {
  /** Only these names (`--used`). A dotted name keeps its first part. */
  only?: readonly string[];
  /** Names left out: `"Foo"`, or a member of a class, `"Foo.bar"`. */
  exclude?: readonly string[];
  /** Python name to exported name; wins over `naming`. */
  rename?: Readonly<Record<string, string>>;
  /** `"camel"`: `loadModel` for `load_model`. Default: as Python spells them. */
  naming?: "python" | "camel";
  /** How Python's `int` arrives. `"bigint"`: always as `bigint`. */
  int?: "number" | "bigint";
  /** What TypeScript makes of a type that nobody declared. Default `"any"`. */
  missing?: "any" | "unknown";
  /** How much of the docstrings goes into the wrapper. Default `"full"`. */
  docs?: "full" | "summary" | "none";
  /**
   * TypeScript types that can't be known, by name in the module: `"load.return"`, `"load.path"`, `"C.size"`,
   * `"C.get.key"`. A return's or a property's is what awaiting gives.
   */
  types?: Readonly<Record<string, string>>;
}

export interface GeneratedFile {
  /** Relative to the output folder, with `/`. */
  path: string;
  text: string;
  /** The module it wraps. */
  module: string;
}

export interface GenerateResult {
  /** Sorted by path. */
  files: readonly GeneratedFile[];
  report: GenerationReport;
}
