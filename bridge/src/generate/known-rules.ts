/** Rules for Python types that every program knows: how each is written as an argument, as a value and as a pending result. */
import type { GlobalType } from "./scope.js";

/** What a rule may use to write itself. */
export interface Writer {
  typed(name: string): string;
  global(name: GlobalType): string;
  /** The type argument at `index` in one of the three forms. */
  arg(index: number): string;
  value(index: number): string;
  pending(index: number): string;
  /** The type argument `index` is `Any` or unknown. */
  isAny(index: number): boolean;
  /** The type argument `index` is `str` or a literal string. */
  isText(index: number): boolean;
  int(): string;
}

export interface KnownType {
  /** What a parameter accepts. `plain` parts go together into one `Arg<...>`. */
  readonly arg: (write: Writer) => { plain?: string; direct?: string };
  /** What awaiting gives. */
  readonly value: (write: Writer) => string;
  /** The pending form; `PyPromise<value>` where absent. */
  readonly pending?: (write: Writer) => string;
}

export const simple = (
  arg: string,
  value: string | ((write: Writer) => string),
  pending?: string,
): KnownType => ({
  arg: (write) => ({ direct: write.typed(arg) }),
  value: (write) => (typeof value === "string" ? value : value(write)),
  ...(pending === undefined ? {} : { pending: (write: Writer) => write.typed(pending) }),
});

/** A class whose objects convert to one of our value classes. */
export const converting = (
  qualified: string,
  value: string,
  also?: (write: Writer) => string,
): KnownType => ({
  arg: (write) => {
    const brand = `${write.typed("Is")}<${JSON.stringify(qualified)}>`;
    const plain = also === undefined ? write.typed(value) : `${write.typed(value)} | ${also(write)}`;
    return { plain, direct: brand };
  },
  value: (write) => write.typed(value),
});

export const anything: KnownType = {
  arg: (write) => ({ direct: write.typed("PyArg") }),
  value: (write) => write.typed("PyAny"),
};

/** Accepts everything, gives what nothing more is known of. */
export const object: KnownType = {
  arg: (write) => ({ direct: write.typed("PyArg") }),
  value: () => "unknown",
};

export const list: KnownType = {
  arg: (write) => ({ direct: `${write.typed("ListArg")}<${write.arg(0)}>` }),
  value: (write) => listOf(write.value(0)),
  pending: (write) => `${write.typed("list_")}<${write.value(0)}>`,
};

export const sequence: KnownType = {
  arg: (write) => ({ direct: `${write.typed("SequenceArg")}<${write.arg(0)}>` }),
  value: (write) => `readonly ${listOf(write.value(0))} | ${write.typed("PyRef")}`,
};

export const iterable: KnownType = {
  arg: (write) => ({ direct: `${write.typed("IterableArg")}<${write.arg(0)}>` }),
  value: (write) => `${write.typed("PyIterable")}<${write.value(0)}>`,
  pending: (write) => `${write.typed("PyIterable_")}<${write.value(0)}>`,
};

export const iterator: KnownType = {
  arg: iterable.arg,
  value: (write) => `${write.typed("PyIterator")}<${write.value(0)}>`,
  pending: (write) => `${write.typed("PyIterator_")}<${write.value(0)}>`,
};

export const asyncIterator: KnownType = {
  ...iterator,
  arg: (write) => ({ direct: `${write.typed("AsyncIterableArg")}<${write.arg(0)}>` }),
};

export const generator = (sent: number | undefined, result: number | undefined): KnownType => {
  const args = (write: Writer): string =>
    [0, sent, result].map((index) => (index === undefined ? "void" : write.value(index))).join(", ");
  return {
    arg: iterator.arg,
    value: (write) => `${write.typed("PyGenerator")}<${args(write)}>`,
    pending: (write) => `${write.typed("PyGenerator_")}<${args(write)}>`,
  };
};

function dictValue(write: Writer): string {
  if (write.isAny(0)) return write.typed("PyAny");
  return write.isText(0)
    ? `${write.global("Record")}<string, ${write.value(1)}>`
    : `${write.global("Map")}<${write.value(0)}, ${write.value(1)}>`;
}

const dictArg: KnownType["arg"] = (write) => ({
  direct: `${write.typed("DictArg")}<${write.isAny(0) ? write.typed("PyArg") : write.arg(0)}, ${write.arg(1)}>`,
});

export const dict: KnownType = {
  arg: dictArg,
  value: dictValue,
  pending: (write) => {
    const key = write.isText(0) ? "string" : write.value(0);
    return `${write.typed("dict_")}<${key}, ${write.value(1)}${write.isAny(0) ? `, ${write.typed("PyAny")}` : ""}>`;
  },
};

export const mapping: KnownType = {
  arg: (write) => ({
    direct: `${dictArg(write).direct ?? ""} | ${write.typed("Is")}<"typing.Mapping"> | ${write.typed("Is")}<"collections.abc.Mapping">`,
  }),
  value: (write) => {
    if (write.isAny(0)) return write.typed("PyAny");
    const value = write.isText(0)
      ? `${write.global("Readonly")}<${dictValue(write)}>`
      : `${write.global("ReadonlyMap")}<${write.value(0)}, ${write.value(1)}>`;
    return `${value} | ${write.typed("PyRef")}`;
  },
};

export const set = (pending: string, value: GlobalType): KnownType => ({
  arg: (write) => ({ direct: `${write.typed("SetArg")}<${write.arg(0)}>` }),
  value: (write) => `${write.global(value)}<${write.value(0)}>`,
  pending: (write) => `${write.typed(pending)}<${write.value(0)}>`,
});

export const awaitable = (index: number): KnownType => ({
  arg: (write) => ({
    plain: `${write.global("PromiseLike")}<${write.value(index)}>`,
    direct: write.arg(index),
  }),
  value: (write) => write.value(index),
});

export const context: KnownType = {
  arg: (write) => ({ direct: `${write.typed("ContextManager")}<${write.value(0)}>` }),
  value: (write) => `${write.typed("PyRef")} & ${write.typed("ContextManager")}<${write.value(0)}>`,
  pending: (write) =>
    `${write.typed("PyPromise")}<${write.typed("PyRef")} & ${write.typed("ContextManager")}<${write.value(0)}>> & ${write.typed("ContextManager")}<${write.value(0)}>`,
};

export const path: KnownType = converting("pathlib.PurePath", "PyPath", () => "string");
export const bytes = simple("BytesArg", (write) => write.global("Uint8Array"), "bytes_");
export const text = simple("StrArg", "string", "str_");
export const int: KnownType = {
  arg: (write) => ({ direct: write.typed("IntArg") }),
  value: (write) => write.int(),
  pending: (write) => (write.int() === "bigint" ? `${write.typed("int_")}<bigint>` : write.typed("int_")),
};
export const float = simple("FloatArg", "number", "float_");
export const classType: KnownType = {
  arg: (write) => ({
    direct: `${write.typed("PyClass")}<${write.arg(0)}, unknown> | ${write.typed("Is")}<"type">`,
  }),
  value: (write) => `${write.typed("SomeClass")}<${write.value(0)}, ${write.pending(0)}>`,
  pending: (write) => `${write.typed("SomeClass_")}<${write.value(0)}, ${write.pending(0)}>`,
};

export const numpyScalar = (arg: string, value: (write: Writer) => string): KnownType => ({
  arg: (write) => ({ direct: write.typed(arg) }),
  value,
});
export const numpyInt = numpyScalar("IntArg", (write) => write.int());
export const numpyFloat = numpyScalar("FloatArg", () => "number");
export const numpyComplex = numpyScalar("ComplexArg", (write) => write.typed("Complex"));

export const files: KnownType = {
  arg: (write) => ({ direct: write.typed("PyArg") }),
  value: (write) => write.typed("PyRef"),
};

export function listOf(item: string): string {
  return /^[\w$.]+(<[^<>]*>)?$/.test(item) ? `${item}[]` : `(${item})[]`;
}

export function itemsView(write: Writer, form: string): string {
  return `${write.typed(form)}<readonly [${write.value(0)}, ${write.value(1)}]>`;
}
