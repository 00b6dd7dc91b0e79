/** Reads parts of a cached description's file. What is asked for at once opens the file anew, so none is kept open. */
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { crc32 } from "node:zlib";
import { CorruptCacheError } from "./errors.js";
import {
  HEADER_LENGTH,
  parseChecked,
  readHeader,
  type DocSpan,
  type PackHeader,
  type PackIndex,
  type Span,
} from "./pack.js";

// Most indexes fit into the first read.
const FIRST_READ = 64 * 1024;

export class PackFile {
  readonly path: string;
  readonly header: PackHeader;
  readonly index: PackIndex;
  #docs: WeakRef<Buffer> | null = null;
  /** The file while several parts are read from it. */
  #open: number | null = null;

  /**
   * Opens a file and reads its index.
   *
   * @throws CorruptCacheError, or the system's error where the file can't be read (`ENOENT`)
   */
  constructor(path: string) {
    this.path = path;
    const file = openSync(path, "r");
    try {
      const { size } = fstatSync(file);
      const first = Buffer.allocUnsafe(Math.min(size, FIRST_READ));
      readFully(file, first, 0, path);
      this.header = readHeader(first, size, path);
      const end = HEADER_LENGTH + this.header.index;
      let index = first.subarray(HEADER_LENGTH, end);
      if (first.length < end) {
        index = Buffer.allocUnsafe(this.header.index);
        first.copy(index, 0, HEADER_LENGTH);
        readFully(file, index.subarray(first.length - HEADER_LENGTH), first.length, path);
      }
      this.index = parseChecked(index, this.header.indexCrc, path) as PackIndex;
    } finally {
      closeSync(file);
    }
  }

  /** Does several reads for which the file is opened once: a class may have hundreds of shared members. */
  atOnce<T>(read: () => T): T {
    if (this.#open !== null) return read();
    const file = openSync(this.path, "r");
    try {
      const start = Buffer.allocUnsafe(HEADER_LENGTH);
      readFully(file, start, 0, this.path);
      if (start.toString("hex", 8, 24) !== this.header.build) {
        throw new CorruptCacheError(this.path, "another process has replaced it");
      }
      this.#open = file;
      return read();
    } finally {
      this.#open = null;
      closeSync(file);
    }
  }

  /** One value of the symbols' section. @throws CorruptCacheError, also where the file was replaced meanwhile */
  symbol([offset, length, crc]: Span): unknown {
    const bytes = this.#read(HEADER_LENGTH + this.header.index + offset, length);
    return parseChecked(bytes, crc, this.path);
  }

  /** One docstring. @throws CorruptCacheError, also where the file was replaced meanwhile */
  doc([offset, length]: DocSpan): string {
    let docs = this.#docs?.deref();
    if (docs === undefined) {
      docs = this.#read(HEADER_LENGTH + this.header.index + this.header.symbols, this.header.docs);
      if (crc32(docs) !== this.index.docsCrc) {
        throw new CorruptCacheError(this.path, "its checksum is wrong");
      }
      this.#docs = new WeakRef(docs);
    }
    return docs.toString("utf8", offset, offset + length);
  }

  #read(position: number, length: number): Buffer {
    if (this.#open === null) return this.atOnce(() => this.#read(position, length));
    const bytes = Buffer.allocUnsafe(length);
    readFully(this.#open, bytes, position, this.path);
    return bytes;
  }
}

function readFully(file: number, into: Buffer, position: number, path: string): void {
  let done = 0;
  while (done < into.length) {
    const count = readSync(file, into, done, into.length - done, position + done);
    if (count === 0) throw new CorruptCacheError(path, "it is cut off");
    done += count;
  }
}
