/**
 * Objects of ours that stand for objects in Python, by object id, and held weakly: the same one for the same Python
 * object as long as somebody holds it. The worker keeps the Python object until the count of its sendings comes back.
 */
export class CountedObjects<T extends object> {
  readonly #live = new Map<number, { readonly weak: WeakRef<T>; readonly count: Count }>();
  readonly #collected: FinalizationRegistry<Count>;

  /** @param release takes the counts of objects that nobody holds any more */
  constructor(release: (id: number, count: number) => void) {
    this.#collected = new FinalizationRegistry((count) => {
      // A later object for the same id has a count of its own.
      if (this.#live.get(count.id)?.count === count) this.#live.delete(count.id);
      release(count.id, count.received);
    });
  }

  /** The object for an id that was just received once more. */
  receive(id: number, create: () => T): T {
    const known = this.#live.get(id);
    const object = known?.weak.deref();
    if (known !== undefined && object !== undefined) {
      known.count.received += 1;
      return object;
    }
    const created = create();
    const count: Count = { id, received: 1 };
    this.#live.set(id, { weak: new WeakRef(created), count });
    this.#collected.register(created, count, created);
    return created;
  }

  /** Gives an object up before it is collected. @returns how often it was received */
  remove(id: number, object: T): number {
    const known = this.#live.get(id);
    if (known?.weak.deref() !== object) return 0;
    this.#collected.unregister(object);
    this.#live.delete(id);
    return known.count.received;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const { weak } of this.#live.values()) {
      const object = weak.deref();
      if (object !== undefined) yield object;
    }
  }
}

interface Count {
  readonly id: number;
  received: number;
}
