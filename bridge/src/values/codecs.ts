/** Conversions that a program registers for classes of its own, in both directions. */

/**
 * How values of one kind travel. A codec may have one direction only.
 *
 * To Python, `encode` gives what is sent instead: anything that can be passed to Python, such as a plain object, a
 * reference, or the pending call that makes the Python object. With `construct`, that value is first handed to the
 * Python function which `construct` evaluates to.
 *
 * From Python, an object whose exact class is `pythonType` is handed to the Python function which `reduce` evaluates to,
 * and its result, converted, to `decode`.
 */
export interface Codec<T = unknown, Data = unknown> {
  /** The Python class, qualified: `shapely.geometry.point.Point`. Names the codec as well. */
  readonly pythonType: string;
  /** The JavaScript class whose instances `encode` takes; subclasses included. */
  readonly class?: abstract new (...args: never[]) => T;
  /** Says which values `encode` takes, where a class can't. */
  readonly matches?: (value: object) => boolean;
  readonly encode?: (value: T) => unknown;
  /** Python source of a function that makes the object of what `encode` gave, such as `lambda data: Point(*data)`. */
  readonly construct?: string;
  /** Python source of a function that gives plain data for an object, such as `lambda point: (point.x, point.y)`. */
  readonly reduce?: string;
  readonly decode?: (data: Data) => T;
}

/** The codecs of a session. */
export class CodecRegistry {
  readonly #byType = new Map<string, Codec>();
  readonly #encoders: Codec[] = [];

  /** Adds a codec. The newest that fits a value wins. @throws TypeError where a part that belongs to another is missing */
  add<T, Data>(codec: Codec<T, Data>): void {
    if (codec.encode !== undefined && codec.class === undefined && codec.matches === undefined) {
      throw new TypeError(
        `The codec for ${codec.pythonType} has encode, but neither class nor matches says for what.`,
      );
    }
    if ((codec.reduce === undefined) !== (codec.decode === undefined)) {
      throw new TypeError(`The codec for ${codec.pythonType} needs reduce and decode together.`);
    }
    const general = codec as unknown as Codec;
    this.#byType.set(codec.pythonType, general);
    if (codec.encode !== undefined) this.#encoders.unshift(general);
  }

  get isEmpty(): boolean {
    return this.#byType.size === 0;
  }

  [Symbol.iterator](): Iterator<Codec> {
    return this.#byType.values();
  }

  forValue(value: object): Codec | undefined {
    for (const codec of this.#encoders) {
      if (codec.class !== undefined && value instanceof codec.class) return codec;
      if (codec.matches?.(value) === true) return codec;
    }
    return undefined;
  }

  forType(pythonType: string): Codec | undefined {
    return this.#byType.get(pythonType);
  }
}
