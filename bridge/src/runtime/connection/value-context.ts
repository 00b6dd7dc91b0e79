/** What the conversion of values asks of a connection: handles, callbacks, errors, and objects known by their id. */
import {
  PyEnumMember,
  isTuple,
  type DecodeContext,
  type EncodeContext,
  type Hint,
  type HintTree,
  type TaggedValue,
  type WireException,
  type WireReference,
} from "../../values/index.js";
import type { CallbackTable } from "../callbacks/callbacks.js";
import { signatureOf } from "../callbacks/callback-signature.js";
import { CountedObjects } from "./counted-objects.js";
import { handleOf, type Handle } from "../handles/handle.js";
import { Kw } from "../operations/keywords.js";
import { PythonError } from "../errors/python-error.js";
import { Reference } from "../handles/reference.js";

export interface ValueHome {
  readonly callbacks: CallbackTable;
  /** The form of a handle as an argument. @throws for a handle of another worker */
  encodeHandle(handle: Handle): TaggedValue;
  receiveReference(form: WireReference): Reference;
  receiveException(form: WireException): unknown;
  release(id: number, count: number): void;
}

type HostFunction = (...args: unknown[]) => unknown;

export class ValueContext implements EncodeContext, DecodeContext {
  readonly #home: ValueHome;
  readonly #enumMembers: CountedObjects<PyEnumMember>;
  readonly #enumIds = new WeakMap<PyEnumMember, number>();
  readonly #tupleClasses = new WeakMap<object, number>();
  readonly #tuples: FinalizationRegistry<number>;

  constructor(home: ValueHome) {
    this.#home = home;
    this.#enumMembers = new CountedObjects((id, count) => {
      home.release(id, count);
    });
    this.#tuples = new FinalizationRegistry((id) => {
      home.release(id, 1);
    });
  }

  encode(value: object, hint?: HintTree | null): TaggedValue | undefined {
    if (typeof value === "function") {
      const handle = handleOf(value);
      if (handle !== undefined) return this.#home.encodeHandle(handle);
      return this.#home.callbacks.function(value as HostFunction, signatureOf(value), hint?.call);
    }
    if (value instanceof Error) return this.#encodeError(value);
    if (value instanceof PyEnumMember) return this.#byId(this.#enumIds.get(value));
    if (isTuple(value)) return this.#byId(this.#tupleClasses.get(value));
    return this.#encodeIterable(value, hint?.item);
  }

  explain(value: object): string | undefined {
    return value instanceof Kw ? "kw({...}) is no value: keyword arguments stand last in a call" : undefined;
  }

  #byId(id: number | undefined): TaggedValue | undefined {
    return id === undefined ? undefined : { $: "ref", id };
  }

  #encodeError(error: Error): TaggedValue {
    const handle = error instanceof PythonError ? handleOf(error.reference) : undefined;
    if (handle instanceof Reference && error instanceof PythonError) {
      handle.error = error;
      return this.#home.encodeHandle(handle);
    }
    return this.#home.callbacks.error(error);
  }

  #encodeIterable(value: object, item: Hint | undefined): TaggedValue | undefined {
    const iterable = value as Partial<AsyncIterable<unknown> & Iterable<unknown> & Iterator<unknown>>;
    if (iterable[Symbol.asyncIterator] !== undefined) {
      const iterator = (value as AsyncIterable<unknown>)[Symbol.asyncIterator]();
      return this.#home.callbacks.iterator(iterator, true, item);
    }
    // An iterator, such as a generator's, and not any class whose instances can be iterated.
    if (typeof iterable[Symbol.iterator] === "function" && typeof iterable.next === "function") {
      return this.#home.callbacks.iterator(iterable as Iterator<unknown>, false, item);
    }
    return undefined;
  }

  reference(form: WireReference): unknown {
    return this.#home.receiveReference(form).proxy;
  }

  exception(form: WireException): unknown {
    return this.#home.receiveException(form);
  }

  enumMember(id: number, create: () => PyEnumMember): PyEnumMember {
    const member = this.#enumMembers.receive(id, create);
    this.#enumIds.set(member, id);
    return member;
  }

  namedTuple(id: number, tuple: readonly unknown[]): void {
    this.#tupleClasses.set(tuple, id);
    this.#tuples.register(tuple, id);
  }
}
