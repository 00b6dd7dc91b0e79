/** Keeps the end of a text stream: what a process wrote last before it died. */
export class OutputTail {
  readonly #lines: number;
  readonly #characters: number;
  #text = "";

  constructor(lines = 20, characters = 8_000) {
    this.#lines = lines;
    this.#characters = characters;
  }

  add(text: string): void {
    this.#text = (this.#text + text).slice(-this.#characters);
  }

  /** The last lines, without the final line break. */
  toString(): string {
    return this.#text.trimEnd().split("\n").slice(-this.#lines).join("\n");
  }
}
