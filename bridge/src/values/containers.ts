/** Python's containers that JavaScript has no word for. */

/** A `frozenset`: a `Set` that can't be changed, and that goes back as a `frozenset`. */
export class FrozenSet<T> extends Set<T> {
  #sealed = false;

  constructor(items?: Iterable<T>) {
    super();
    for (const item of items ?? []) super.add(item);
    this.#sealed = true;
  }

  /** @throws TypeError always */
  override add(value: T): this {
    // The engine may call `add` while it constructs.
    if (this.#sealed) throw new TypeError("A frozenset can't be changed.");
    return super.add(value);
  }

  /** @throws TypeError always */
  override delete(): boolean {
    throw new TypeError("A frozenset can't be changed.");
  }

  /** @throws TypeError always */
  override clear(): void {
    throw new TypeError("A frozenset can't be changed.");
  }
}

type Integer = number | bigint;

/** A `range`. Iterating gives `number`s where the bounds are numbers. */
export class PyRange implements Iterable<Integer> {
  readonly start: Integer;
  readonly stop: Integer;
  readonly step: Integer;

  /** @throws RangeError where the step is zero or a bound is not an integer */
  constructor(start: Integer, stop: Integer, step: Integer = 1) {
    for (const part of [start, stop, step]) {
      if (typeof part === "number" && !Number.isSafeInteger(part))
        throw new RangeError("A range takes safe integers or bigints.");
    }
    if (Number(step) === 0) throw new RangeError("The step of a range can't be zero.");
    this.start = start;
    this.stop = stop;
    this.step = step;
  }

  /** How many items it has; a `bigint` only where a `number` can't say it exactly. */
  get length(): Integer {
    const [start, stop, step] = [BigInt(this.start), BigInt(this.stop), BigInt(this.step)];
    const span = step > 0n ? stop - start : start - stop;
    const size = step > 0n ? step : -step;
    const length = span <= 0n ? 0n : (span + size - 1n) / size;
    return length <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(length) : length;
  }

  *[Symbol.iterator](): Iterator<Integer> {
    const exact = [this.start, this.stop, this.step].some((part) => typeof part === "bigint");
    const [start, stop, step] = [BigInt(this.start), BigInt(this.stop), BigInt(this.step)];
    for (let at = start; step > 0n ? at < stop : at > stop; at += step) yield exact ? at : Number(at);
  }

  /** As Python prints it: `range(0, 10)`. */
  toString(): string {
    const step = Number(this.step) === 1 ? "" : `, ${this.step}`;
    return `range(${this.start}, ${this.stop}${step})`;
  }
}

/** A `slice`, as in `items[1:10:2]`. Made by `slice`. */
export class PySlice {
  readonly start: unknown;
  readonly stop: unknown;
  readonly step: unknown;

  constructor(start: unknown, stop: unknown, step: unknown) {
    this.start = start;
    this.stop = stop;
    this.step = step;
  }

  toString(): string {
    const part = (value: unknown): string => (value === null ? "None" : `${value as number}`);
    return `slice(${part(this.start)}, ${part(this.stop)}, ${part(this.step)})`;
  }
}

/**
 * A slice, with the arguments of Python's `slice`: `slice(stop)` or `slice(start, stop, step)`; `null` leaves a part
 * open.
 */
export function slice(
  ...parts: readonly [stop: unknown] | readonly [start: unknown, stop: unknown, step?: unknown]
): PySlice {
  if (parts.length === 1) return new PySlice(null, parts[0] ?? null, null);
  const [start, stop, step] = parts;
  return new PySlice(start ?? null, stop ?? null, step ?? null);
}

class Ellipsis {
  toString(): string {
    return "...";
  }
}

/** Python's `...`, as in `array[..., 0]`. */
export const ELLIPSIS: Readonly<Ellipsis> = Object.freeze(new Ellipsis());
export type PyEllipsis = typeof ELLIPSIS;
