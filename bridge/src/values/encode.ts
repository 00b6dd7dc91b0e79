/** TypeScript values to the wire. Plain data is checked and given to the engine's own `JSON.stringify` as it is. */
import type { CodecRegistry } from "./codecs.js";
import type { EncodeContext } from "./context.js";
import { isPlainNumber } from "./encode-numbers.js";
import { Encoding } from "./encoding.js";
import { ConversionError } from "./errors.js";
import type { Hint } from "./hints.js";
import { formatPath, type PathStep } from "./path.js";

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
      if (index > 0) text += ",";
      text += this.#text(value, attachments, hint ?? null, "$.args", index);
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
      if (text.length > 1) text += ",";
      text += JSON.stringify(name) + ":" + this.#text(value, attachments, hint ?? null, "$.kwargs", name);
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
        return JSON.stringify(value);
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
      return stringify(encoding.hinted(value, hint, 0), base, step);
    } catch (error) {
      attachments.length = before;
      throw error;
    } finally {
      this.#spare = encoding;
    }
  }
}

function stringify(value: unknown, base: string, step: PathStep | null): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // The engine's strings end at half a gigabyte.
    const path = formatPath(base, step === null ? [] : [step]);
    throw new ConversionError(path, "the value is too big for one message", { cause: error });
  }
}
