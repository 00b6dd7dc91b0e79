import type { PackSource } from "./described-module.js";
import { HEADER_LENGTH, parseChecked, readHeader, type PackIndex } from "./pack.js";

/** A description that could not be written to disk, read from its bytes. */
export function memoryPack(bytes: Buffer): PackSource {
  const name = "in memory";
  const header = readHeader(bytes, bytes.length, name);
  const symbols = HEADER_LENGTH + header.index;
  const docs = symbols + header.symbols;
  const index = parseChecked(bytes.subarray(HEADER_LENGTH, symbols), header.indexCrc, name) as PackIndex;
  return {
    index,
    symbol: ([offset, length, crc]) =>
      parseChecked(bytes.subarray(symbols + offset, symbols + offset + length), crc, name),
    atOnce: (read) => read(),
    doc: ([offset, length]) => bytes.toString("utf8", docs + offset, docs + offset + length),
  };
}
