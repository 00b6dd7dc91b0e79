/** Remembers look-ups for a moment: the store checks files on each one, and a keystroke makes many. */

const lifetime = 1_000;

export class PeekCache<Value> {
  private readonly entries = new Map<string, { value: Value | undefined; until: number }>();
  private readonly read: (name: string) => Value | undefined;

  constructor(read: (name: string) => Value | undefined) {
    this.read = read;
  }

  get(name: string): Value | undefined {
    const now = performance.now();
    const entry = this.entries.get(name);
    if (entry && entry.until > now) {
      return entry.value;
    }
    const value = this.read(name);
    this.entries.set(name, { value, until: now + lifetime });
    return value;
  }

  set(name: string, value: Value): void {
    this.entries.set(name, { value, until: performance.now() + lifetime });
  }

  values(): Value[] {
    return [...this.entries.values()].flatMap(({ value }) => (value === undefined ? [] : [value]));
  }

  clear(): void {
    this.entries.clear();
  }
}
