/**
 * The file of one cached description: an index, a pack of symbols and a pack of docstrings, found by byte offsets. A
 * reader parses the index and then only the symbols that it is asked for.
 *
 * Layout, little-endian: 8 bytes magic, 16 bytes that are new for every file written, then three `u32` lengths and the
 * `u32` CRC of the index, then index, symbols and docstrings.
 */
import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import type { Evidence, SentMember, SentModuleMember, SharedMember } from "./answer.js";
import { briefOf, type Brief } from "./brief.js";
import { CorruptCacheError } from "./errors.js";
import type { AliasDefinition, ModuleDescription } from "./model.js";
import { summaryOf } from "./summary.js";

/** Its number is raised whenever this file or `summary.ts` changes what is written. */
export const MAGIC = Buffer.from("SBDESC4\n", "latin1");
export const HEADER_LENGTH = 40;

/** Byte offset and length in a section, and the CRC of these bytes. */
export type Span = readonly [offset: number, length: number, crc: number];

/** One name of a module as the index knows it. */
export interface IndexEntry extends Brief {
  readonly kind: SentModuleMember["kind"];
  readonly summary?: string;
  /** Own public members of a class, separated by spaces, for search. */
  readonly members?: string;
  /** Absent for a lazy name: there is nothing to read of it. */
  readonly span?: Span;
}

/** A description without its members. */
export type DescriptionHead = Omit<ModuleDescription, "members" | "aliases">;

export interface PackIndex {
  /** What the description was made for and by; see `cache-key.ts`. */
  readonly key: string;
  readonly head: DescriptionHead;
  readonly evidence: Evidence;
  readonly entries: readonly IndexEntry[];
  /** Names of which no more is known than that they are there, separated by spaces: some libraries have thousands. */
  readonly lazy?: string;
  readonly shared: readonly Span[];
  readonly aliases?: Span;
  /** CRC of the docstrings as a whole. */
  readonly docsCrc: number;
}

export interface PackContent {
  readonly key: string;
  readonly head: DescriptionHead;
  readonly evidence: Evidence;
  readonly members: readonly SentModuleMember[];
  readonly shared: readonly SentMember[];
  readonly aliases?: Readonly<Record<string, AliasDefinition>>;
}

/** Where a docstring stands in its section. */
export type DocSpan = readonly [offset: number, length: number];

class Section {
  readonly #parts: Buffer[] = [];
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(text: string): Span {
    const bytes = Buffer.from(text, "utf8");
    const offset = this.#length;
    this.#parts.push(bytes);
    this.#length += bytes.length;
    return [offset, bytes.length, crc32(bytes)];
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts, this.#length);
  }
}

/** Writes a description as the bytes of its file. */
export function writePack(content: PackContent): Buffer {
  const symbols = new Section();
  const docs = new Section();
  const known = new Map<string, DocSpan>();
  const doc = (text: string): DocSpan => {
    let span = known.get(text);
    if (span === undefined) {
      const [offset, length] = docs.add(text);
      span = [offset, length];
      known.set(text, span);
    }
    return span;
  };
  const [told, lazy] = [content.members.filter(isTold), content.members.filter((member) => !isTold(member))];
  const entries = told.map((member) => entryOf(member, symbols.add(textOf(member, doc))));
  const shared = content.shared.map((member) => symbols.add(textOf(member, doc)));
  const aliases = content.aliases === undefined ? undefined : symbols.add(JSON.stringify(content.aliases));
  const docBytes = docs.bytes();
  const index: PackIndex = {
    key: content.key,
    head: content.head,
    evidence: content.evidence,
    entries,
    ...(lazy.length === 0 ? {} : { lazy: lazy.map(({ name }) => name).join(" ") }),
    shared,
    ...(aliases === undefined ? {} : { aliases }),
    docsCrc: crc32(docBytes),
  };
  const indexBytes = Buffer.from(JSON.stringify(index), "utf8");
  const header = Buffer.alloc(HEADER_LENGTH);
  MAGIC.copy(header);
  randomBytes(16).copy(header, 8);
  header.writeUInt32LE(indexBytes.length, 24);
  header.writeUInt32LE(symbols.length, 28);
  header.writeUInt32LE(docBytes.length, 32);
  header.writeUInt32LE(crc32(indexBytes), 36);
  return Buffer.concat([header, indexBytes, symbols.bytes(), docBytes]);
}

/** False for a name that was not loaded: it has nothing but its name. */
function isTold(member: SentModuleMember): boolean {
  return member.kind !== "value" || member.lazy !== true;
}

function entryOf(member: SentModuleMember, span: Span): IndexEntry {
  const summary = summaryOf(member.doc);
  return {
    ...briefOf(member),
    kind: member.kind,
    ...(summary === "" ? {} : { summary }),
    ...(member.kind === "class" ? { members: ownNames(member.members) } : {}),
    span,
  };
}

function ownNames(members: readonly (SentMember | SharedMember)[]): string {
  const names: string[] = [];
  for (const member of members) {
    if ("shared" in member || member.name.startsWith("_") || "inheritedFrom" in member) continue;
    names.push(member.name);
  }
  return names.join(" ");
}

/** The symbol as JSON in which every docstring is a span of the docstrings' section. */
function textOf(symbol: SentModuleMember | SentMember, doc: (text: string) => DocSpan): string {
  return JSON.stringify(withSpans(symbol, doc));
}

/** Parameters and fields keep their docstrings: they are short, and needed with the signature. */
function withSpans(
  symbol: SentModuleMember | SentMember,
  doc: (text: string) => DocSpan,
): Readonly<Record<string, unknown>> {
  const spanned = symbol.doc === undefined ? symbol : { ...symbol, doc: doc(symbol.doc) };
  if (symbol.kind !== "class") return { ...spanned };
  const { constructor_, members } = symbol;
  return {
    ...spanned,
    ...(constructor_ === undefined ? {} : { constructor_: withSpans(constructor_, doc) }),
    members: members.map((member) => ("shared" in member ? member : withSpans(member, doc))),
  };
}

/** Lengths of the sections, and what tells this file from a later one of the same name. */
export interface PackHeader {
  readonly build: string;
  readonly index: number;
  readonly symbols: number;
  readonly docs: number;
  readonly indexCrc: number;
}

/** @throws CorruptCacheError where the bytes are not the start of a cached description of `size` bytes */
export function readHeader(bytes: Buffer, size: number, file: string): PackHeader {
  if (bytes.length < HEADER_LENGTH || !bytes.subarray(0, 8).equals(MAGIC)) {
    throw new CorruptCacheError(file, "not a description");
  }
  const header: PackHeader = {
    build: bytes.toString("hex", 8, 24),
    index: bytes.readUInt32LE(24),
    symbols: bytes.readUInt32LE(28),
    docs: bytes.readUInt32LE(32),
    indexCrc: bytes.readUInt32LE(36),
  };
  if (HEADER_LENGTH + header.index + header.symbols + header.docs !== size) {
    throw new CorruptCacheError(file, "its length is wrong");
  }
  return header;
}

/** @throws CorruptCacheError where the bytes are not those that were written */
export function parseChecked(bytes: Buffer, crc: number, file: string): unknown {
  if (crc32(bytes) !== crc) throw new CorruptCacheError(file, "its checksum is wrong");
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    throw new CorruptCacheError(file, "it is not JSON", { cause: error });
  }
}
