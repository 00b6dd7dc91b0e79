import { readFileSync, readdirSync } from "node:fs";
import { runInThisContext } from "node:vm";
import { halfToNumber, numberToHalf } from "../../src/values/half-floats.js";
import * as values from "../../src/values/index.js";

/** One row of a file in `test/vectors/`, whose README says what the fields mean. */
export interface Vector {
  readonly name: string;
  readonly wire: string;
  readonly attachments?: readonly string[];
  readonly python: string;
  readonly typescript: string;
  readonly directions: readonly ("toHost" | "toPython")[];
  readonly deep?: boolean;
}

const folder = new URL("../../../test/vectors/", import.meta.url);

export const topics = readdirSync(folder).filter((file) => file.endsWith(".json"));

export function vectorsOf(topic: string): readonly Vector[] {
  return JSON.parse(readFileSync(new URL(topic, folder), "utf8")) as Vector[];
}

const names: Readonly<Record<string, unknown>> = {
  ...values,
  half(numbers: readonly number[]): unknown {
    const { Float16Array } = globalThis as { Float16Array?: { from(numbers: readonly number[]): unknown } };
    return (
      Float16Array?.from(numbers) ??
      Float32Array.from(numbers, (number) => halfToNumber(numberToHalf(number)))
    );
  },
};

/** The vectors are ours; their expressions are the shortest exact way to say what a value is. */
export function evaluate(expression: string): unknown {
  return runInThisContext(`({${Object.keys(names).join()}}) => (${expression})`)(names);
}
