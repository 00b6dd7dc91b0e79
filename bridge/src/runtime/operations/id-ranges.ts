/** Ids on their way to the worker, as the wire writes them: single ids and `[first, last]` ranges. */
export class IdRanges {
  #text = "";
  #first = 0;
  #last = -1;

  get isEmpty(): boolean {
    return this.#last < this.#first;
  }

  /** Neighbours that come one after the other, up or down, make one range. */
  add(id: number): void {
    if (this.isEmpty) {
      this.#first = this.#last = id;
    } else if (id === this.#last + 1) {
      this.#last = id;
    } else if (id === this.#first - 1) {
      this.#first = id;
    } else {
      this.#close();
      this.#first = this.#last = id;
    }
  }

  /** The ids in order of arrival as JSON text; none are left. `undefined` where there were none. */
  take(): string | undefined {
    if (this.isEmpty) return undefined;
    this.#close();
    const text = `[${this.#text}]`;
    this.#text = "";
    this.#first = 0;
    this.#last = -1;
    return text;
  }

  #close(): void {
    const entry = this.#first === this.#last ? `${this.#first}` : `[${this.#first},${this.#last}]`;
    this.#text += this.#text === "" ? entry : `,${entry}`;
  }
}
