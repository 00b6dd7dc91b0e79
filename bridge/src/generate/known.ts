/** Python types that every program knows: how each is written as an argument, as a value and as a pending result. */
import type { GlobalType } from "./scope.js";

/** What a rule may use to write itself. */
export interface Writer {
  typed(name: string): string;
  global(name: GlobalType): string;
  /** The type argument at `index` in one of the three forms. */
  arg(index: number): string;
  value(index: number): string;
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

const simple = (arg: string, value: string | ((write: Writer) => string), pending?: string): KnownType => ({
  arg: (write) => ({ direct: write.typed(arg) }),
  value: (write) => (typeof value === "string" ? value : value(write)),
  ...(pending === undefined ? {} : { pending: (write: Writer) => write.typed(pending) }),
});

/** A class whose objects convert to one of our value classes. */
const converting = (qualified: string, value: string, also?: (write: Writer) => string): KnownType => ({
  arg: (write) => {
    const brand = `${write.typed("Is")}<${JSON.stringify(qualified)}>`;
    const plain = also === undefined ? write.typed(value) : `${write.typed(value)} | ${also(write)}`;
    return { plain, direct: brand };
  },
  value: (write) => write.typed(value),
});

const anything: KnownType = {
  arg: (write) => ({ direct: write.typed("PyArg") }),
  value: (write) => write.typed("PyAny"),
};

/** Accepts everything, gives what nothing more is known of. */
const object: KnownType = {
  arg: (write) => ({ direct: write.typed("PyArg") }),
  value: () => "unknown",
};

const list: KnownType = {
  arg: (write) => ({ direct: `${write.typed("ListArg")}<${write.arg(0)}>` }),
  value: (write) => listOf(write.value(0)),
  pending: (write) => `${write.typed("list_")}<${write.value(0)}>`,
};

const sequence: KnownType = {
  arg: (write) => ({ direct: `${write.typed("SequenceArg")}<${write.arg(0)}>` }),
  value: (write) => `readonly ${listOf(write.value(0))} | ${write.typed("PyRef")}`,
};

const iterable: KnownType = {
  arg: (write) => ({ direct: `${write.typed("IterableArg")}<${write.arg(0)}>` }),
  value: (write) => `${write.typed("PyIterable")}<${write.value(0)}>`,
  pending: (write) => `${write.typed("PyIterable_")}<${write.value(0)}>`,
};

const iterator: KnownType = {
  arg: iterable.arg,
  value: (write) => `${write.typed("PyIterator")}<${write.value(0)}>`,
  pending: (write) => `${write.typed("PyIterator_")}<${write.value(0)}>`,
};

const asyncIterator: KnownType = {
  ...iterator,
  arg: (write) => ({ direct: `${write.typed("AsyncIterableArg")}<${write.arg(0)}>` }),
};

const generator = (sent: number | undefined, result: number | undefined): KnownType => {
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

const dict: KnownType = {
  arg: dictArg,
  value: dictValue,
  pending: (write) => {
    const key = write.isText(0) ? "string" : write.value(0);
    return `${write.typed("dict_")}<${key}, ${write.value(1)}${write.isAny(0) ? `, ${write.typed("PyAny")}` : ""}>`;
  },
};

const mapping: KnownType = {
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

const set = (pending: string, value: GlobalType): KnownType => ({
  arg: (write) => ({ direct: `${write.typed("SetArg")}<${write.arg(0)}>` }),
  value: (write) => `${write.global(value)}<${write.value(0)}>`,
  pending: (write) => `${write.typed(pending)}<${write.value(0)}>`,
});

const awaitable = (index: number): KnownType => ({
  arg: (write) => ({
    plain: `${write.global("PromiseLike")}<${write.value(index)}>`,
    direct: write.arg(index),
  }),
  value: (write) => write.value(index),
});

const context: KnownType = {
  arg: (write) => ({ direct: `${write.typed("ContextManager")}<${write.value(0)}>` }),
  value: (write) => `${write.typed("PyRef")} & ${write.typed("ContextManager")}<${write.value(0)}>`,
  pending: (write) =>
    `${write.typed("PyPromise")}<${write.typed("PyRef")} & ${write.typed("ContextManager")}<${write.value(0)}>> & ${write.typed("ContextManager")}<${write.value(0)}>`,
};

const path: KnownType = converting("pathlib.PurePath", "PyPath", () => "string");
const bytes = simple("BytesArg", (write) => write.global("Uint8Array"), "bytes_");
const text = simple("StrArg", "string", "str_");
const int: KnownType = {
  arg: (write) => ({ direct: write.typed("IntArg") }),
  value: (write) => write.int(),
  pending: (write) => (write.int() === "bigint" ? `${write.typed("int_")}<bigint>` : write.typed("int_")),
};
const float = simple("FloatArg", "number", "float_");
const classType: KnownType = {
  arg: (write) => ({ direct: `${write.typed("PyClass")}<${write.arg(0)}> | ${write.typed("Is")}<"type">` }),
  value: (write) => `${write.typed("PyClass")}<${write.value(0)}>`,
};

const numpyScalar = (arg: string, value: (write: Writer) => string): KnownType => ({
  arg: (write) => ({ direct: write.typed(arg) }),
  value,
});
const numpyInt = numpyScalar("IntArg", (write) => write.int());
const numpyFloat = numpyScalar("FloatArg", () => "number");
const numpyComplex = numpyScalar("ComplexArg", (write) => write.typed("Complex"));

const files: KnownType = {
  arg: (write) => ({ direct: write.typed("PyArg") }),
  value: (write) => write.typed("PyRef"),
};

export const knownTypes: ReadonlyMap<string, KnownType> = new Map<string, KnownType>([
  ["int", int],
  ["float", float],
  ["complex", simple("ComplexArg", (write) => write.typed("Complex"), "complex_")],
  ["bool", simple("BoolArg", "boolean", "bool_")],
  ["str", text],
  ["typing.Text", text],
  ["typing.AnyStr", text],
  ["typing.LiteralString", text],
  ["typing_extensions.LiteralString", text],
  ["bytes", bytes],
  ["bytearray", simple("BytesArg", (write) => `${write.typed("PyObject")}<"bytearray">`)],
  ["memoryview", simple("BytesArg", (write) => `${write.typed("PyObject")}<"memoryview">`)],
  ["typing.ByteString", bytes],
  ["object", object],
  ["typing.Any", anything],
  ["typing.Hashable", anything],
  ["type", classType],
  ["typing.Type", classType],
  ["list", list],
  ["typing.List", list],
  [
    "typing.MutableSequence",
    { ...list, value: (write) => `${listOf(write.value(0))} | ${write.typed("PyRef")}` },
  ],
  ["typing.Sequence", sequence],
  ["typing.Collection", { ...iterable, arg: sequence.arg }],
  ["typing.Container", { ...iterable, arg: sequence.arg }],
  ["typing.Reversible", { ...iterable, arg: sequence.arg }],
  ["typing.Iterable", iterable],
  ["typing.Iterator", iterator],
  ["typing.Generator", generator(1, 2)],
  ["typing.AsyncIterable", asyncIterator],
  ["typing.AsyncIterator", asyncIterator],
  ["typing.AsyncGenerator", generator(1, undefined)],
  ["typing.KeysView", iterable],
  ["typing.ValuesView", { ...iterable }],
  [
    "typing.ItemsView",
    {
      ...iterable,
      value: (write) => itemsView(write, "PyIterable"),
      pending: (write) => itemsView(write, "PyIterable_"),
    },
  ],
  ["typing.Awaitable", awaitable(0)],
  ["typing.Coroutine", awaitable(2)],
  ["types.CoroutineType", awaitable(2)],
  ["asyncio.futures.Future", awaitable(0)],
  ["typing.Mapping", mapping],
  ["typing.MutableMapping", mapping],
  ["dict", dict],
  ["typing.Dict", dict],
  [
    "tuple",
    {
      arg: (write) => ({ direct: `${write.typed("TupleArg")}<readonly ${write.typed("PyAny")}[]>` }),
      value: (write) => `readonly ${write.typed("PyAny")}[]`,
      pending: (write) => `${write.typed("tuple_")}<readonly ${write.typed("PyAny")}[]>`,
    },
  ],
  ["set", set("set_", "Set")],
  ["typing.Set", set("set_", "Set")],
  ["typing.AbstractSet", set("frozenset_", "ReadonlySet")],
  ["typing.MutableSet", set("set_", "Set")],
  ["frozenset", set("frozenset_", "ReadonlySet")],
  ["typing.FrozenSet", set("frozenset_", "ReadonlySet")],
  ["contextlib.AbstractContextManager", context],
  ["typing.ContextManager", context],
  ["contextlib._GeneratorContextManager", context],
  ["contextlib.AbstractAsyncContextManager", context],
  ["typing.AsyncContextManager", context],
  ["contextlib._AsyncGeneratorContextManager", context],
  ["typing.IO", files],
  ["typing.TextIO", files],
  ["typing.BinaryIO", files],
  ["typing.Sized", anything],
  ["typing.SupportsInt", { ...int, arg: float.arg }],
  ["typing.SupportsFloat", float],
  ["typing.SupportsComplex", simple("ComplexArg", (write) => write.typed("Complex"))],
  ["typing.SupportsIndex", int],
  ["typing.SupportsAbs", { ...anything }],
  ["typing.SupportsRound", { ...anything }],
  ["typing.SupportsBytes", bytes],
  [
    "typing.Buffer",
    { ...bytes, arg: (write) => ({ direct: `${write.typed("BytesArg")} | ${write.typed("NumericArray")}` }) },
  ],
  [
    "collections.abc.Buffer",
    { ...bytes, arg: (write) => ({ direct: `${write.typed("BytesArg")} | ${write.typed("NumericArray")}` }) },
  ],
  ["range", converting("range", "PyRange")],
  ["slice", converting("slice", "PySlice")],
  ["types.EllipsisType", anything],
  ["types.NoneType", { arg: () => ({ plain: "null" }), value: () => "null" }],
  ["datetime.datetime", converting("datetime.datetime", "PyDateTime", (write) => write.global("Date"))],
  [
    "datetime.date",
    converting(
      "datetime.date",
      "PyDate",
      (write) => `${write.typed("PyDateTime")} | ${write.global("Date")}`,
    ),
  ],
  ["datetime.time", converting("datetime.time", "PyTime")],
  ["datetime.timedelta", converting("datetime.timedelta", "PyTimeDelta")],
  ["decimal.Decimal", converting("decimal.Decimal", "PyDecimal")],
  ["fractions.Fraction", converting("fractions.Fraction", "PyFraction")],
  ["uuid.UUID", converting("uuid.UUID", "PyUUID")],
  ["pathlib.Path", path],
  ["pathlib.PurePath", path],
  ["pathlib.PosixPath", path],
  ["pathlib.WindowsPath", path],
  ["pathlib.PurePosixPath", path],
  ["pathlib.PureWindowsPath", path],
  [
    "os.PathLike",
    {
      ...path,
      arg: (write) => ({ plain: `string | ${write.typed("PyPath")}`, direct: write.typed("PyRef") }),
    },
  ],
  ["numpy.bool", numpyScalar("BoolArg", () => "boolean")],
  ["numpy.bool_", numpyScalar("BoolArg", () => "boolean")],
  ["numpy.str_", numpyScalar("StrArg", () => "string")],
  ["numpy.bytes_", numpyScalar("BytesArg", (write) => write.global("Uint8Array"))],
  ...[
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "intp",
    "uintp",
    "longlong",
    "ulonglong",
  ].map((name): [string, KnownType] => [`numpy.${name}`, numpyInt]),
  ...["float16", "float32", "float64", "longdouble"].map((name): [string, KnownType] => [
    `numpy.${name}`,
    numpyFloat,
  ]),
  ...["complex64", "complex128", "clongdouble"].map((name): [string, KnownType] => [
    `numpy.${name}`,
    numpyComplex,
  ]),
]);

function listOf(item: string): string {
  return /^[\w$.]+(<[^<>]*>)?$/.test(item) ? `${item}[]` : `(${item})[]`;
}

function itemsView(write: Writer, form: string): string {
  return `${write.typed(form)}<readonly [${write.value(0)}, ${write.value(1)}]>`;
}
