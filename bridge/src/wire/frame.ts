/**
 * Frames: a JSON header and raw binary attachments on a pipe. The layout and its limits are in `docs/wire.md`.
 * Nothing here knows what a message means.
 */
import { Buffer } from "node:buffer";
import { ProtocolError } from "./errors.js";

/** Limits of one frame. A frame that breaks one is a protocol error. */
export const MAX_HEADER_BYTES = 2 ** 30;
export const MAX_ATTACHMENTS = 65_536;
export const MAX_ATTACHMENT_BYTES = 16 * 2 ** 30;

const FIXED_PRELUDE_BYTES = 8;

/** Headers shorter than this are copied behind their prelude, which makes the usual frame one buffer and one write. */
const JOINED_HEADER_BYTES = 64 * 1024;

/** Smaller attachments are joined into the buffer before them, since a vector of tiny buffers costs more than the copy. */
const JOINED_ATTACHMENT_BYTES = 4 * 1024;

/** A frame as it arrives: the parsed header, and each attachment in an `ArrayBuffer` of its own. */
export interface Frame {
  readonly header: Readonly<Record<string, unknown>>;
  readonly attachments: readonly Uint8Array<ArrayBuffer>[];
}

/**
 * Lays a frame out as the buffers of one gathered write. Big attachments are not copied: the caller must leave them
 * unchanged until they are written.
 *
 * @param header the header as JSON text
 * @throws ProtocolError where the frame would break a limit
 */
export function encodeFrame(header: string, attachments: readonly Uint8Array[] = []): Buffer[] {
  const headerBytes = Buffer.byteLength(header);
  if (headerBytes > MAX_HEADER_BYTES) {
    throw new ProtocolError(
      `The message's header has ${headerBytes} bytes; the limit is ${MAX_HEADER_BYTES}.`,
    );
  }
  if (attachments.length === 0) return [headerOnlyFrame(header, headerBytes)];
  checkAttachments(attachments);
  const preludeBytes = FIXED_PRELUDE_BYTES + 8 * attachments.length;
  const joined = headerBytes <= JOINED_HEADER_BYTES;
  const first = Buffer.allocUnsafe(joined ? preludeBytes + headerBytes : preludeBytes);
  first.writeUInt32LE(headerBytes, 0);
  first.writeUInt32LE(attachments.length, 4);
  attachments.forEach((attachment, index) => {
    writeLength(first, attachment.byteLength, FIXED_PRELUDE_BYTES + 8 * index);
  });
  const buffers = [first];
  if (joined) first.write(header, preludeBytes, "utf8");
  else buffers.push(Buffer.from(header, "utf8"));
  appendAttachments(buffers, attachments);
  return buffers;
}

function headerOnlyFrame(header: string, headerBytes: number): Buffer {
  const frame = Buffer.allocUnsafe(FIXED_PRELUDE_BYTES + headerBytes);
  frame.writeUInt32LE(headerBytes, 0);
  frame.writeUInt32LE(0, 4);
  frame.write(header, FIXED_PRELUDE_BYTES, "utf8");
  return frame;
}

function checkAttachments(attachments: readonly Uint8Array[]): void {
  if (attachments.length > MAX_ATTACHMENTS) {
    throw new ProtocolError(
      `The message has ${attachments.length} attachments; the limit is ${MAX_ATTACHMENTS}.`,
    );
  }
  let total = 0;
  for (const attachment of attachments) total += attachment.byteLength;
  if (total > MAX_ATTACHMENT_BYTES) {
    throw new ProtocolError(
      `The message's attachments have ${total} bytes; the limit is ${MAX_ATTACHMENT_BYTES}.`,
    );
  }
}

function writeLength(target: Buffer, length: number, offset: number): void {
  target.writeUInt32LE(length % 2 ** 32, offset);
  target.writeUInt32LE(Math.floor(length / 2 ** 32), offset + 4);
}

function appendAttachments(buffers: Buffer[], attachments: readonly Uint8Array[]): void {
  let small: Uint8Array[] = [];
  const flush = (): void => {
    if (small.length > 0) buffers.push(Buffer.concat(small));
    small = [];
  };
  for (const attachment of attachments) {
    if (attachment.byteLength <= JOINED_ATTACHMENT_BYTES) {
      small.push(attachment);
      continue;
    }
    flush();
    buffers.push(Buffer.from(attachment.buffer, attachment.byteOffset, attachment.byteLength));
  }
  flush();
}

type State = "prelude" | "lengths" | "header" | "attachments";

/**
 * Takes bytes in any chunking and hands over whole frames. Attachments go straight into their own `ArrayBuffer`, so typed
 * arrays over them need no second copy.
 */
export class FrameDecoder {
  readonly #onFrame: (frame: Frame) => void;
  #state: State = "prelude";
  /** Bytes of the current part (prelude, lengths, header) that came in chunks too short for it. */
  #partial: Buffer | null = null;
  #filled = 0;
  #needed = FIXED_PRELUDE_BYTES;
  #headerBytes = 0;
  #attachmentCount = 0;
  #header: Readonly<Record<string, unknown>> = {};
  #lengths: number[] = [];
  #attachments: Uint8Array<ArrayBuffer>[] = [];
  #failed = false;

  constructor(onFrame: (frame: Frame) => void) {
    this.#onFrame = onFrame;
  }

  /**
   * Takes the next bytes. The chunk may be reused by the caller afterwards.
   * @throws ProtocolError for a frame that breaks a limit or is not JSON; the decoder takes nothing more after that
   */
  push(chunk: Buffer): void {
    if (this.#failed) return;
    try {
      let offset = 0;
      while (offset < chunk.length) offset = this.#take(chunk, offset);
    } catch (error) {
      if (error instanceof ProtocolError) this.#failed = true;
      throw error;
    }
  }

  /** Says that the stream has ended. @throws ProtocolError where that cuts a frame off */
  end(): void {
    if (this.#failed) return;
    if (this.#state === "prelude" && this.#filled === 0) return;
    this.#failed = true;
    throw new ProtocolError(`The stream ended inside a frame (in its ${this.#state}).`);
  }

  #take(chunk: Buffer, offset: number): number {
    if (this.#state === "attachments") return this.#takeAttachment(chunk, offset);
    const available = chunk.length - offset;
    if (this.#state === "prelude" && this.#partial === null && available > FIXED_PRELUDE_BYTES) {
      const end = this.#takeWhole(chunk, offset);
      if (end > offset) return end;
    }
    if (this.#partial === null && available >= this.#needed) {
      const end = offset + this.#needed;
      this.#finishPart(chunk, offset, end);
      return end;
    }
    this.#partial ??= Buffer.allocUnsafeSlow(this.#needed);
    const copied = chunk.copy(this.#partial, this.#filled, offset, offset + this.#needed - this.#filled);
    this.#filled += copied;
    if (this.#filled === this.#needed) this.#finishPart(this.#partial, 0, this.#needed);
    return offset + copied;
  }

  /** Hands over a frame that lies in the chunk as a whole and has no attachments, as most do. @returns its end, or `start` */
  #takeWhole(chunk: Buffer, start: number): number {
    const headerBytes = chunk.readUInt32LE(start);
    const from = start + FIXED_PRELUDE_BYTES;
    const end = from + headerBytes;
    if (headerBytes === 0 || end > chunk.length || chunk.readUInt32LE(start + 4) !== 0) return start;
    this.#onFrame({ header: parseHeader(chunk, from, end), attachments: NO_ATTACHMENTS });
    return end;
  }

  #finishPart(buffer: Buffer, start: number, end: number): void {
    this.#partial = null;
    this.#filled = 0;
    switch (this.#state) {
      case "prelude":
        this.#readPrelude(buffer, start);
        return;
      case "lengths":
        this.#readLengths(buffer, start);
        return;
      case "header":
        this.#header = parseHeader(buffer, start, end);
        this.#beginAttachments();
        return;
      case "attachments":
        return;
    }
  }

  #readPrelude(buffer: Buffer, start: number): void {
    this.#headerBytes = buffer.readUInt32LE(start);
    this.#attachmentCount = buffer.readUInt32LE(start + 4);
    if (this.#headerBytes > MAX_HEADER_BYTES) {
      throw new ProtocolError(
        `A frame announces a header of ${this.#headerBytes} bytes; the limit is ${MAX_HEADER_BYTES}.`,
      );
    }
    if (this.#headerBytes === 0) throw new ProtocolError("A frame announces an empty header.");
    if (this.#attachmentCount > MAX_ATTACHMENTS) {
      throw new ProtocolError(
        `A frame announces ${this.#attachmentCount} attachments; the limit is ${MAX_ATTACHMENTS}.`,
      );
    }
    this.#lengths = [];
    if (this.#attachmentCount > 0) this.#expect("lengths", 8 * this.#attachmentCount);
    else this.#expect("header", this.#headerBytes);
  }

  #readLengths(buffer: Buffer, start: number): void {
    let total = 0;
    for (let index = 0; index < this.#attachmentCount; index++) {
      const at = start + 8 * index;
      const length = buffer.readUInt32LE(at) + buffer.readUInt32LE(at + 4) * 2 ** 32;
      total += length;
      this.#lengths.push(length);
    }
    if (total > MAX_ATTACHMENT_BYTES) {
      throw new ProtocolError(
        `A frame announces ${total} bytes of attachments; the limit is ${MAX_ATTACHMENT_BYTES}.`,
      );
    }
    this.#expect("header", this.#headerBytes);
  }

  #expect(state: State, bytes: number): void {
    this.#state = state;
    this.#needed = bytes;
  }

  #beginAttachments(): void {
    this.#attachments = [];
    this.#state = "attachments";
    this.#nextAttachment();
  }

  /** Makes room for the next attachment that has bytes, or hands the finished frame over. */
  #nextAttachment(): void {
    while (this.#attachments.length < this.#lengths.length) {
      const length = this.#lengths[this.#attachments.length] ?? 0;
      this.#attachments.push(allocate(length));
      this.#filled = 0;
      if (length > 0) return;
    }
    const frame: Frame = { header: this.#header, attachments: this.#attachments };
    this.#header = {};
    this.#attachments = [];
    this.#filled = 0;
    this.#expect("prelude", FIXED_PRELUDE_BYTES);
    this.#onFrame(frame);
  }

  #takeAttachment(chunk: Buffer, offset: number): number {
    const target = this.#attachments[this.#attachments.length - 1];
    if (target === undefined) throw new ProtocolError("The decoder lost its place in a frame.");
    const end = Math.min(chunk.length, offset + target.byteLength - this.#filled);
    const part = offset === 0 && end === chunk.length ? chunk : chunk.subarray(offset, end);
    target.set(part, this.#filled);
    this.#filled += end - offset;
    if (this.#filled === target.byteLength) this.#nextAttachment();
    return end;
  }
}

const NO_ATTACHMENTS: readonly Uint8Array<ArrayBuffer>[] = [];

function parseHeader(buffer: Buffer, start: number, end: number): Readonly<Record<string, unknown>> {
  let header: unknown;
  try {
    header = JSON.parse(buffer.toString("utf8", start, end));
  } catch (error) {
    throw new ProtocolError("A frame's header is not JSON.", { cause: error });
  }
  if (typeof header !== "object" || header === null || Array.isArray(header)) {
    throw new ProtocolError("A frame's header is not a JSON object.");
  }
  return header as Readonly<Record<string, unknown>>;
}

function allocate(length: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(length);
  } catch (error) {
    throw new ProtocolError(`There is no memory for an attachment of ${length} bytes.`, { cause: error });
  }
}
