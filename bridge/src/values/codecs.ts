/** Conversions that a program registers for classes of its own, in both directions. */

/**
 * How values of one kind travel. A codec may have one direction only.
 *
 * To Python, `encode` gives what is sent instead: anything that can be passed to Python, such as a plain object, a
 * reference, or the pending call that makes the Python object. With `construct`, that value is first handed to a Python
 * function, which makes the object.
 *
 * From Python, an object of the class is handed to the Python function `reduce`, and its result, converted, to `decode`.
 *
 * Python code can register its half itself, by `snakebridge_adapter.register_codec(name, ...)`; then `construct` is `true`
 * and `reduce` is left out.
 */
export interface Codec<T = unknown, Data = unknown> {
  /** The Python class, qualified, such as `shapely.geometry.point.Point`, or the name under which Python registers it. */
  readonly name: string;
  /** The JavaScript class whose instances `encode` takes; subclasses included. */
  readonly class?: abstract new (...args: never[]) => T;
  /** Says which values `encode` takes, where a class can't. */
  readonly matches?: (value: object) => boolean;
  readonly encode?: (value: T) => unknown;
  /** Python source of a function, such as `lambda data: Point(*data)`; `true` where Python registers it. */
  readonly construct?: string | true;
  /** Python source of a function that gives plain data for an object, such as `lambda point: (point.x, point.y)`. */
  readonly reduce?: string;
  readonly decode?: (data: Data) => T;
}

/** What the worker has to know of a codec: its name and the Python source of its two functions. */
export type CodecSource = readonly [name: string, reduce: string | null, construct: string | null];

/** The codecs of a session. */
export class CodecRegistry {
  readonly #byName = new Map<string, Codec>();
  readonly #encoders: Codec[] = [];
  #load: (() => readonly Codec[]) | undefined;

  /** @param load gives the codecs of the project; called when codecs first matter, again where it threw */
  constructor(load?: () => readonly Codec[]) {
    this.#load = load;
  }

  /** Takes in the project's codecs. They come before those that the program registers. @throws what loading throws */
  #complete(): void {
    const load = this.#load;
    if (load === undefined) return;
    this.#load = undefined;
    try {
      for (const codec of load()) this.add(codec);
    } catch (error) {
      this.#load = load;
      throw error;
    }
  }

  /** Adds a codec. The newest that fits a value wins. @throws TypeError where a part that belongs to another is missing */
  add<T, Data = unknown>(codec: Codec<T, Data>): void {
    this.#complete();
    if (codec.encode !== undefined && codec.class === undefined && codec.matches === undefined) {
      throw new TypeError(
        `The codec for ${codec.name} has encode, but neither class nor matches says for what.`,
      );
    }
    if (codec.reduce !== undefined && codec.decode === undefined) {
      throw new TypeError(`The codec for ${codec.name} has reduce, but no decode for what it gives.`);
    }
    const general = codec as unknown as Codec;
    this.#byName.set(codec.name, general);
    if (codec.encode !== undefined) this.#encoders.unshift(general);
  }

  get isEmpty(): boolean {
    return this.#byName.size === 0;
  }

  /**
   * What a worker must be told before it meets values of these codecs: a call of
   * `snakebridge_adapter.codecs.register_source` with each.
   */
  get sources(): readonly CodecSource[] {
    this.#complete();
    const sources: CodecSource[] = [];
    for (const { name, reduce, construct } of this.#byName.values()) {
      const text = typeof construct === "string" ? construct : null;
      if (reduce !== undefined || text !== null) sources.push([name, reduce ?? null, text]);
    }
    return sources;
  }

  forValue(value: object): Codec | undefined {
    for (const codec of this.#encoders) {
      if (codec.class !== undefined && value instanceof codec.class) return codec;
      if (codec.matches?.(value) === true) return codec;
    }
    return undefined;
  }

  named(name: string): Codec | undefined {
    return this.#byName.get(name);
  }
}
