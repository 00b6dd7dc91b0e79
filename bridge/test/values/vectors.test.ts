import { Buffer } from "node:buffer";
import { describe, expect, test } from "vitest";
import { CodecRegistry, ValueDecoder, ValueEncoder } from "../../src/values/index.js";
import { picture } from "./picture.js";
import { evaluate, topics, vectorsOf } from "./vectors.js";

const foreign = (): never => {
  throw new Error("No vector needs the runtime.");
};
const decoder = new ValueDecoder(
  { reference: foreign, exception: foreign, enumMember: foreign, namedTuple: foreign },
  new CodecRegistry(),
);
const encoder = new ValueEncoder({ encode: () => undefined }, new CodecRegistry());

describe.each(topics)("%s", (topic) => {
  const vectors = vectorsOf(topic);

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
