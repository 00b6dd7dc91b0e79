import { findConfig } from "../../config/find.js";
import { isReference, openPython, type PyPromise } from "../../index.js";
import type { Context, SharedOptions } from "../context.js";
import { CliError } from "../errors.js";
import { exitCodes } from "../exit-codes.js";
import { parseCallArguments } from "./call-arguments.js";

export interface CallOptions extends SharedOptions {
  readonly name: string;
  readonly args: readonly string[];
  readonly text?: boolean;
}

export async function call(context: Context, options: CallOptions): Promise<undefined> {
  const { name } = options;
  if (!name.includes(".")) {
    throw new CliError(
      exitCodes.usage,
      "USAGE",
      `"${name}" names no function of a module.`,
      `Write the module too, such as json.dumps; for a built-in function builtins.${name}.`,
    );
  }
  const { positional, keywords } = parseCallArguments(options.args, options.text);
  await using python = openPython({
    signal: context.signal,
    // That of the working directory, as for every command. A program's own search begins at its main module, which is this command.
    config: options.config ?? (await findConfig(process.cwd())) ?? false,
    ...(options.python === undefined ? {} : { environment: options.python }),
    // What Python prints must not mix with JSON.
    ...(context.json ? { onOutput: toStandardError } : {}),
  });
  const pending = python.call(name, positional, keywords) as PyPromise<unknown>;
  const value: unknown = await pending;
  let repr: string | undefined;
  // What JSON can't hold is shown as Python writes it.
  if (isReference(value) || !isJson(value)) repr = await pending.$repr();
  if (context.json) context.printJson(repr === undefined ? { value: value ?? null } : { repr });
  else context.print(repr ?? textOf(value));
  return undefined;

  function toStandardError(_stream: string, text: string): void {
    context.stderr.write(text);
  }
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === null || value === undefined ? "None" : JSON.stringify(value, null, 2);
}

/** Plain enough that JSON loses nothing. */
function isJson(value: unknown): boolean {
  if (value === null || value === undefined || typeof value === "string" || typeof value === "boolean")
    return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value !== "object") return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === Object.prototype || prototype === null) && Object.values(value).every(isJson);
}
