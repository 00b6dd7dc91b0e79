/**
 * The codecs that a program's `snakebridge.json` names. Looked up while the first call is made, since its arguments are converted at once; so
 * everything here is synchronous. The configuration as a whole is read and checked when the worker starts.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import type * as Jsonc from "jsonc-parser";
import { configOfProgram, workspaceOfSync } from "./config/of-program.js";
import { isInsideSync } from "./config/inside.js";
import type { ConfigFile } from "./config/schema.js";
import type { Codec } from "./values/index.js";
import { SnakeBridgeError } from "./wire/errors.js";

/** A codec of `snakebridge.json` can't be loaded, or is none. */
export class CodecNotLoadedError extends SnakeBridgeError {
  /** The module that was to export it. */
  readonly module: string;
  constructor(name: string, module: string, why: string, cause?: unknown) {
    super("CODEC_NOT_LOADED", `The codec for ${name} in ${module} can't be used: ${why}`, { cause });
    this.module = module;
  }
}

const require = createRequire(import.meta.url);

/** @throws {CodecNotLoadedError} */
export function projectCodecs(config: string | false | undefined): Codec[] {
  if (config === false) return [];
  const file = config === undefined ? configOfProgram() : resolve(config);
  if (file === undefined) return [];
  // Looked for only where something is named: every program comes by here when it starts.
  let found: string | undefined;
  const workspace = (): string => (found ??= workspaceOfSync(dirname(file)));
  return Object.entries(namedIn(file, workspace, [])).map(
    ([name, { module, export: exported = "default" }]) => {
      // The complete check says the same, but only after the module would have run.
      if (!isInsideSync(module, workspace()))
        throw new CodecNotLoadedError(
          name,
          module,
          `it leads out of the workspace ${workspace()}. Paths stay inside it.`,
        );
      return load(name, module, exported);
    },
  );
}

/** The codecs of a file and its bases, by the rule of `extends`; faults are told by the complete check. */
function namedIn(
  file: string,
  workspace: () => string,
  below: readonly string[],
): NonNullable<ConfigFile["codecs"]> {
  const text = below.includes(file) ? "" : textOf(file);
  // Most projects have none, and reading JSON with comments takes a library.
  if (!text.includes('"codecs"') && !text.includes('"extends"')) return {};
  const { parse } = require("jsonc-parser") as typeof Jsonc;
  const content = (parse(text, [], { allowTrailingComma: true }) ?? {}) as ConfigFile;
  const bases: unknown[] = [content.extends].flat();
  const folder = dirname(file);
  const inherited = bases
    .filter((base) => typeof base === "string")
    .map((base) => resolve(folder, base))
    .filter((base) => isInsideSync(base, workspace()))
    .map((base) => namedIn(base, workspace, [...below, file]));
  // Nobody has checked the file yet.
  const named: Readonly<Record<string, unknown>> = content.codecs ?? {};
  const own = Object.entries(named).map(([name, codec]) => {
    const { module, ...settings } = (codec ?? {}) as { readonly module?: unknown };
    if (typeof module !== "string") throw new CodecNotLoadedError(name, file, "it names no module.");
    return [name, { ...settings, module: resolve(folder, module) }];
  });
  return Object.assign({}, ...inherited, Object.fromEntries(own)) as NonNullable<ConfigFile["codecs"]>;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function load(name: string, module: string, exported: string): Codec {
  let found: Readonly<Record<string, unknown>>;
  try {
    found = require(module) as Record<string, unknown>;
  } catch (error) {
    throw new CodecNotLoadedError(name, module, reasonOf(error), error);
  }
  const codec = found[exported];
  if (codec === undefined) {
    // Which of them was meant, `snakebridge validate` says: measuring names takes a library that every program would load.
    const offered = Object.keys(found).join(", ") || "nothing";
    throw new CodecNotLoadedError(name, module, `it exports no ${exported}, but ${offered}.`);
  }
  if (!isCodec(codec))
    throw new CodecNotLoadedError(
      name,
      module,
      `${exported} is no codec: an object with encode, decode or both.`,
    );
  if (codec.name !== name)
    throw new CodecNotLoadedError(
      name,
      module,
      `${exported} is for ${codec.name}. Name that class in snakebridge.json, or correct the codec's name.`,
    );
  return codec;
}

function isCodec(value: unknown): value is Codec {
  if (typeof value !== "object" || value === null || !("name" in value)) return false;
  return "encode" in value || "decode" in value;
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "MODULE_NOT_FOUND") return "it is not there, or something that it imports.";
  if (code === "ERR_REQUIRE_ASYNC_MODULE")
    return "it, or something that it imports, awaits at its top level, and codecs are needed at once.";
  return `${message}${/\.[cm]?ts$/.test(message) ? " Node strips types from 22.18 on; for older ones name the compiled file." : ""}`;
}
