/** Python's exact and complex numbers. */

/** A `complex`. */
export class Complex {
  readonly re: number;
  readonly im: number;

  constructor(re: number, im = 0) {
    this.re = re;
    this.im = im;
  }

  equals(other: Complex): boolean {
    return this.re === other.re && this.im === other.im;
  }

  /** As Python prints it: `(1+2j)`. */
  toString(): string {
    const sign = this.im < 0 || Object.is(this.im, -0) ? "-" : "+";
    return `(${this.re}${sign}${Math.abs(this.im)}j)`;
  }
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$|^[+-]?(inf|infinity|s?nan\d*)$/i;

/** A `decimal.Decimal`: its exact text. Arithmetic is left to Python, or to a decimal library of your choice. */
export class PyDecimal {
  /** The exact text, such as `1.10`. */
  readonly text: string;

  /** @throws SyntaxError for text that is not a decimal number */
  constructor(text: string | bigint) {
    this.text = String(text);
    if (!DECIMAL.test(this.text))
      throw new SyntaxError(`${JSON.stringify(this.text)} is not a decimal number.`);
  }

  /** The nearest `number`. */
  toNumber(): number {
    const special = /^([+-]?)(inf|s?nan)/i.exec(this.text);
    if (special === null) return Number(this.text);
    if (special[2]?.toLowerCase() !== "inf") return NaN;
    return special[1] === "-" ? -Infinity : Infinity;
  }

  toString(): string {
    return this.text;
  }

  toJSON(): string {
    return this.text;
  }
}

/** A `fractions.Fraction`, in lowest terms with a positive denominator. */
export class PyFraction {
  readonly numerator: bigint;
  readonly denominator: bigint;

  /** @throws RangeError where the denominator is zero */
  constructor(numerator: bigint | number, denominator: bigint | number = 1n) {
    let above = BigInt(numerator);
    let below = BigInt(denominator);
    if (below === 0n) throw new RangeError("The denominator of a fraction can't be zero.");
    if (below < 0n) [above, below] = [-above, -below];
    const divisor = greatestCommonDivisor(above < 0n ? -above : above, below);
    this.numerator = above / divisor;
    this.denominator = below / divisor;
  }

  /** The nearest `number`, as long as both parts have one. */
  toNumber(): number {
    return Number(this.numerator) / Number(this.denominator);
  }

  /** As Python prints it: `1/3`. */
  toString(): string {
    return this.denominator === 1n ? this.numerator.toString() : `${this.numerator}/${this.denominator}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
