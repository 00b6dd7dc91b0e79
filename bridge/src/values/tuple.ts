/** Tuples are frozen arrays that are known here, so they compare, spread and print as arrays and go back as tuples. */

const tuples = new WeakSet<object>();

/** The names of a named tuple's fields, by the array; the class is kept by the runtime. */
const namedTuples = new WeakMap<object, NamedTupleInfo>();

export interface NamedTupleInfo {
  /** The class's name, such as `Point`. */
  readonly name: string;
  readonly fields: readonly string[];
}

/** A value that goes to Python as a `tuple`: a frozen copy of the items. */
export function tuple<const T extends readonly unknown[]>(items: T): Readonly<T> {
  return asTuple([...items]) as unknown as Readonly<T>;
}

/** Freezes the array itself and makes it a tuple. */
export function asTuple<T extends unknown[]>(items: T): Readonly<T> {
  tuples.add(items);
  return Object.freeze(items);
}

/** Makes the array a named tuple: items are also reached by their field's name. */
export function asNamedTuple(items: unknown[], info: NamedTupleInfo): readonly unknown[] {
  info.fields.forEach((field, index) => {
    // `length` and the indices are the array's own and can't be replaced.
    const own = Object.getOwnPropertyDescriptor(items, field);
    if (own === undefined) Object.defineProperty(items, field, { value: items[index], enumerable: false });
  });
  namedTuples.set(items, info);
  return asTuple(items);
}

/** Whether the value is an array that goes to Python as a tuple. */
export function isTuple(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && !Object.isExtensible(value) && tuples.has(value);
}

/** The name and the fields of a named tuple, or `undefined` for any other value. */
export function namedTupleInfo(value: object): NamedTupleInfo | undefined {
  return namedTuples.get(value);
}
