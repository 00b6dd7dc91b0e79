import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ProtocolError } from "../../src/wire/errors.js";
import { FrameDecoder, MAX_HEADER_BYTES, encodeFrame, type Frame } from "../../src/wire/frame.js";

function decode(bytes: Buffer, sizes: readonly number[]): Frame[] {
  const frames: Frame[] = [];
  const decoder = new FrameDecoder((frame) => frames.push(frame));
  let offset = 0;
  for (let turn = 0; offset < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    decoder.push(bytes.subarray(offset, offset + size));
    offset += size;
  }
  decoder.end();
  return frames;
}

const prelude = (header: number, attachments: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(header, 0);
  bytes.writeUInt32LE(attachments, 4);
  return bytes;
};

describe("frames", () => {
  test("come back whole from any chunking", () => {
    const frame = fc.record({
      header: fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue()),
      attachments: fc.array(fc.uint8Array({ maxLength: 9000 }), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(
        fc.array(frame, { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1 }),
        (frames, sizes) => {
          const bytes = Buffer.concat(
            frames.flatMap(({ header, attachments }) => encodeFrame(JSON.stringify(header), attachments)),
          );
          const decoded = decode(bytes, sizes);
          expect(decoded.map((one) => one.header)).toEqual(
            frames.map((one): unknown => JSON.parse(JSON.stringify(one.header))),
          );
          expect(
            decoded.map((one) => one.attachments.map((bytes) => Buffer.from(bytes).toString("hex"))),
          ).toEqual(frames.map((one) => one.attachments.map((bytes) => Buffer.from(bytes).toString("hex"))));
        },
      ),
      { numRuns: 200 },
    );
  });

  test("give each attachment a buffer of its own, so that typed arrays are views", () => {
    const numbers = Float64Array.from({ length: 20_000 }, (_, index) => index / 3);
    const bytes = Buffer.concat(encodeFrame("{}", [new Uint8Array(3), new Uint8Array(numbers.buffer)]));
    const [frame] = decode(bytes, [65_536]);
    const attachment = frame?.attachments[1];
    expect(attachment?.byteOffset).toBe(0);
    expect(attachment?.buffer.byteLength).toBe(numbers.byteLength);
    expect(new Float64Array(attachment?.buffer ?? new ArrayBuffer(0))).toEqual(numbers);
  });

  test("do not copy big attachments on the way out", () => {
    const big = new Uint8Array(1 << 20);
    const buffers = encodeFrame("{}", [big]);
    expect(buffers.at(-1)?.buffer).toBe(big.buffer);
  });
});

describe("malformed frames are protocol errors", () => {
  test.each([
    ["a header over the limit", prelude(MAX_HEADER_BYTES + 1, 0), /limit/],
    ["too many attachments", prelude(2, 70_000), /70000 attachments/],
    ["an empty header", prelude(0, 0), /empty header/],
    [
      "attachments over the limit",
      Buffer.concat([prelude(2, 1), Buffer.from("ffffffffffff0000", "hex")]),
      /limit/,
    ],
    ["a header that is not JSON", Buffer.concat([prelude(3, 0), Buffer.from("{x}")]), /not JSON/],
    ["a header that is no object", Buffer.concat([prelude(2, 0), Buffer.from("[]")]), /not a JSON object/],
  ])("%s", (_name, bytes, message) => {
    for (const size of [1, 5, 4096]) {
      expect(() => decode(bytes, [size])).toThrow(ProtocolError);
      expect(() => decode(bytes, [size])).toThrow(message);
    }
  });

  test("a frame cut off anywhere", () => {
    const whole = Buffer.concat(encodeFrame('{"t":"x"}', [new Uint8Array(5)]));
    for (let length = 1; length < whole.length; length++) {
      expect(() => decode(whole.subarray(0, length), [7])).toThrow(/ended inside a frame/);
    }
    expect(decode(whole, [7])).toHaveLength(1);
  });
});
