import { Buffer } from "node:buffer";
import { readFileSync, readdirSync } from "node:fs";
import { runInThisContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { halfToNumber, numberToHalf } from "../../src/values/half-floats.js";
import * as values from "../../src/values/index.js";
import { CodecRegistry, ValueDecoder, ValueEncoder } from "../../src/values/index.js";
import { picture } from "./picture.js";

interface Vector {
  readonly name: string;
  readonly wire: string;
  readonly attachments?: readonly string[];
  readonly typescript: string;
  readonly directions: readonly ("toHost" | "toPython")[];
}

const folder = new URL("../../../test/vectors/", import.meta.url);
const topics = readdirSync(folder).filter((file) => file.endsWith(".json"));

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
function evaluate(expression: string): unknown {
  return runInThisContext(`({${Object.keys(names).join()}}) => (${expression})`)(names);
}

const foreign = (): never => {
  throw new Error("No vector of this folder needs the runtime.");
};
const decoder = new ValueDecoder(
  { reference: foreign, exception: foreign, enumMember: foreign, namedTuple: foreign },
  new CodecRegistry(),
);
const encoder = new ValueEncoder({ encode: () => undefined }, new CodecRegistry());

describe.each(topics)("%s", (topic) => {
  const vectors = JSON.parse(readFileSync(new URL(topic, folder), "utf8")) as Vector[];

  test.each(vectors.filter(({ directions }) => directions.includes("toHost")))(
    "$name, to the host",
    (vector) => {
      const attachments = (vector.attachments ?? []).map((hex) => new Uint8Array(Buffer.from(hex, "hex")));
      const decoded = decoder.value(JSON.parse(vector.wire), attachments);
      expect(picture(decoded)).toBe(picture(evaluate(vector.typescript)));
    },
  );

  test.each(vectors.filter(({ directions }) => directions.includes("toPython")))(
    "$name, to Python",
    (vector) => {
      const attachments: Uint8Array[] = [];
      const text = encoder.value(evaluate(vector.typescript), attachments);
      expect(JSON.parse(text)).toEqual(JSON.parse(vector.wire));
      expect(attachments.map((bytes) => Buffer.from(bytes).toString("hex"))).toEqual(
        vector.attachments ?? [],
      );
    },
  );
});
