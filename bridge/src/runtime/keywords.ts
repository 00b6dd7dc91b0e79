declare const keywordsOf: unique symbol;

/**
 * Keyword arguments, made by `kw`. In a call they stand last. A callback receives the keywords that Python passed in
 * the same form.
 */
export class Kw<T = Readonly<Record<string, unknown>>> {
  /** Never there at run time; keeps `Kw<A>` and `Kw<B>` apart for TypeScript. */
  declare readonly [keywordsOf]: T;
  readonly values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.values = values;
  }
}

/**
 * Marks keyword arguments: `json.dumps(data, kw({ indent: 2 }))`. A plain object is always a dict, so the two can't be
 * mistaken for each other. A field that is `undefined` is not passed.
 */
export function kw<T>(values: NoInferIn<T>): Kw<T> {
  return new Kw<T>(values as Readonly<Record<string, unknown>>);
}

// `NoInfer` of TypeScript 5.4 and later, under a name of ours so that it reads in the declaration.
type NoInferIn<T> = NoInfer<T>;
