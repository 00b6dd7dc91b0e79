declare const keywordsOf: unique symbol;
declare const namesOf: unique symbol;

/**
 * Keyword arguments, made by `kw`. In a call they stand last. A callback receives the keywords that Python passed in
 * the same form.
 */
export class Kw<out T = Readonly<Record<string, unknown>>, out Names = keyof T> {
  /** Never there at run time; keeps `Kw<A>` and `Kw<B>` apart for TypeScript. */
  declare readonly [keywordsOf]: T;
  /** Never there at run time; makes a name that the callee does not know a type error. */
  declare readonly [namesOf]: Names;
  readonly values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.values = values;
  }
}

/**
 * Marks keyword arguments: `json.dumps(data, kw({ indent: 2 }))`. A plain object is always a dict, so the two can't be
 * mistaken for each other. A field that is `undefined` is not passed.
 */
export function kw<const T extends object>(values: T): Kw<T> {
  return new Kw<T>(values as Readonly<Record<string, unknown>>);
}
