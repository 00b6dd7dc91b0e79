import { Buffer } from "node:buffer";
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { BOOTSTRAP } from "../../src/pool/bootstrap.js";
import { WorkerProcess } from "../../src/pool/worker.js";
import { ProtocolError } from "../../src/wire/errors.js";
import { FrameDecoder, encodeFrame } from "../../src/wire/frame.js";
import { adapterPath } from "../test-python.js";

/** Starts a real adapter, sends it these bytes, and gives its frames and its exit code. */
async function feed(
  bytes: Buffer,
  end = false,
): Promise<{ readonly code: number; readonly frames: Readonly<Record<string, unknown>>[] }> {
  const child = spawn("python3", ["-c", BOOTSTRAP, adapterPath], {
    stdio: ["ignore", "inherit", "inherit", "pipe", "pipe"],
  });
  const frames: Readonly<Record<string, unknown>>[] = [];
  const decoder = new FrameDecoder(({ header }) => frames.push(header));
  (child.stdio[4] as Readable).on("data", (chunk: Buffer) => decoder.push(chunk));
  const input = child.stdio[3] as Writable;
  // The worker may be gone before everything is written.
  input.on("error", () => undefined);
  input.write(encodeFrame(JSON.stringify({ t: "init", protocol: 1 }))[0]);
  input.write(bytes);
  if (end) input.end();
  const [code] = (await once(child, "close")) as [number];
  return { code, frames };
}

const prelude = (header: number, attachments: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(header, 0);
  bytes.writeUInt32LE(attachments, 4);
  return bytes;
};
const framed = (text: string): Buffer => Buffer.concat(encodeFrame(text));

describe("a worker that can't read a message says so and exits with code 70", () => {
  test.each([
    ["a header over the limit", prelude(2 ** 30 + 1, 0)],
    ["too many attachments", prelude(2, 70_000)],
    [
      "attachments over the limit",
      Buffer.concat([prelude(2, 1), Buffer.from("ffffffffffff0000", "hex"), Buffer.from("{}")]),
    ],
    ["a header that is not JSON", framed("{x}")],
    ["a header with a word that JSON has not", framed('{"t":NaN}')],
    ["a header that is no object", framed("[1]")],
    ["an unknown message", framed('{"t":"what"}')],
    ["a batch without operations", framed('{"t":"batch"}')],
    ["bytes that are not UTF-8", Buffer.concat([prelude(2, 0), Buffer.from("fffe", "hex")])],
  ])("%s", async (_name, bytes) => {
    const { code, frames } = await feed(bytes);
    expect(frames.at(-1)).toMatchObject({ t: "fatal", phase: "protocol" });
    expect(code).toBe(70);
  });

  test("a frame that is cut off", async () => {
    const { code, frames } = await feed(framed('{"t":"ping","n":1}').subarray(0, 15), true);
    expect(frames.map(({ t }) => t)).toEqual(["hello", "fatal"]);
    expect(code).toBe(70);
  });

  test("the end of the file between frames is no error", async () => {
    const { code, frames } = await feed(framed('{"t":"ping","n":1}'), true);
    expect(frames.map(({ t }) => t)).toEqual(["hello", "pong"]);
    expect(code).toBe(0);
  });
});

test("the host learns of it as a protocol error", async () => {
  const worker = new WorkerProcess({ python: "python3", adapterPath, onOutput: () => undefined });
  await worker.ready;
  worker.send("{x}");
  const loss = await worker.lost;
  expect(loss).toBeInstanceOf(ProtocolError);
  expect(loss.message).toMatch(/could not read a message.*JSON/);
});
