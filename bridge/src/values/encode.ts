/** TypeScript values to the wire. Plain data is checked and given to the engine's own `JSON.stringify` as it is. */
import type { CodecRegistry } from "./codecs.js";
import type { EncodeContext } from "./context.js";
import { isPlainNumber } from "./encode-numbers.js";
import { Encoding } from "./encoding.js";
import { ConversionError } from "./errors.js";
import type { Hint } from "./hints.js";
import { formatPath, type PathStep } from "./path.js";
import { MAX_DEPTH } from "./wire-forms.js";

/** Text of which every character could need an escape and still be a string of the engine's. */
const LONG_TEXT = 2 ** 26;

/** The most JSON text of one operation: the engine's strings end at half a gigabyte, and a message adds to it. */
const MAX_TEXT = 2 ** 29 - 2 ** 20;
const TOO_BIG = "the value is too big for one message";

const BEFORE_OTHERS =
  "undefined means that the argument is not passed, but a later one is. Pass the later one in kw({...})";

/** Encodes arguments for one worker. */
export class ValueEncoder {
  readonly #context: EncodeContext;
  readonly #codecs: CodecRegistry;
  /** Kept between calls; taken while it works, since a getter of a value may call Python itself. */
  #spare: Encoding | null;

  constructor(context: EncodeContext, codecs: CodecRegistry) {
    this.#context = context;
    this.#codecs = codecs;
    this.#spare = new Encoding(context, codecs);
  }

  /**
   * The JSON text of a value, taken as it is now. Binary data is added to `attachments`; big arrays are not copied.
   *
   * @param path how errors name the value
   * @throws ConversionError that names the path to what can't be converted
   */
  value(value: unknown, attachments: Uint8Array[], path = "$", hint?: Hint | null): string {
    return this.#text(value, attachments, hint ?? null, path, null);
  }

  /** The JSON text of positional arguments. `undefined` at the end is left out; before others it is an error. */
  positional(
    args: readonly unknown[],
    attachments: Uint8Array[],
    hints?: readonly (Hint | null)[],
    rest?: Hint | null,
  ): string {
    let length = args.length;
    while (length > 0 && args[length - 1] === undefined) length--;
    if (length === 0) return "[]";
    let text = "[";
    for (let index = 0; index < length; index++) {
      const value = args[index];
      if (value === undefined) throw new ConversionError(`$.args[${index}]`, BEFORE_OTHERS);
      const hint = hints !== undefined && index < hints.length ? hints[index] : rest;
      const argument = this.#text(value, attachments, hint ?? null, "$.args", index);
      requireRoom(text, argument, "$.args", index);
      text += index > 0 ? `,${argument}` : argument;
    }
    return text + "]";
  }

  /** The JSON text of keyword arguments. Fields that are `undefined` are left out. */
  keywords(
    kwargs: Readonly<Record<string, unknown>>,
    attachments: Uint8Array[],
    hints?: Readonly<Record<string, Hint>>,
    rest?: Hint | null,
  ): string {
    let text = "{";
    for (const name of Object.keys(kwargs)) {
      const value = kwargs[name];
      if (value === undefined) continue;
      const hint = hints !== undefined && Object.hasOwn(hints, name) ? hints[name] : rest;
      const argument = this.#text(value, attachments, hint ?? null, "$.kwargs", name);
      requireRoom(text, argument, "$.kwargs", name);
      text += `${text.length > 1 ? "," : ""}${JSON.stringify(name)}:${argument}`;
    }
    return text + "}";
  }

  /** Errors name the value by `base` and the step from there; the path is put together only for them. */
  #text(
    value: unknown,
    attachments: Uint8Array[],
    hint: Hint | null,
    base: string,
    step: PathStep | null,
  ): string {
    switch (typeof value) {
      case "string":
        if (value.length < LONG_TEXT) return JSON.stringify(value);
        break;
      case "boolean":
        return value ? "true" : "false";
      case "number":
        if (hint === null && isPlainNumber(value)) return `${value}`;
        break;
      case "object":
        if (value === null) return "null";
        break;
      default:
    }
    const encoding = this.#spare ?? new Encoding(this.#context, this.#codecs);
    this.#spare = null;
    const before = attachments.length;
    try {
      encoding.begin(attachments, base, step);
      return JSON.stringify(encoding.hinted(value, hint, 0));
    } catch (error) {
      attachments.length = before;
      throw isTooMuch(error) ? tooMuch(error, base, step) : error;
    } finally {
      this.#spare = encoding;
    }
  }
}

/** @throws ConversionError where two texts are more than a message of one operation can be */
function requireRoom(text: string, more: string, base: string, step: PathStep): void {
  if (text.length + more.length <= MAX_TEXT) return;
  throw new ConversionError(formatPath(base, [step]), TOO_BIG);
}

/** Whether the engine gave up: its strings end at half a gigabyte, and its stack at some depth. */
function isTooMuch(error: unknown): error is RangeError {
  return error instanceof RangeError && /string length|call stack/.test(error.message);
}

function tooMuch(error: RangeError, base: string, step: PathStep | null): ConversionError {
  const path = formatPath(base, step === null ? [] : [step]);
  const problem = error.message.includes("stack")
    ? `the value is nested too deep for this engine's stack; the limit is ${MAX_DEPTH} levels at most`
    : TOO_BIG;
  return new ConversionError(path, problem, { cause: error });
}
