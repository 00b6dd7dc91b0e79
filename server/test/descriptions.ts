/** Small descriptions in the shape of `bridge/src/description/model.ts`, written by hand so that tests say what they rely on. */
import {
  LoadedDescription,
  type Knowledge,
  type ModuleState,
  type WrapperFile,
} from "../src/knowledge/knowledge.js";
import type {
  CallableSymbol,
  ClassSymbol,
  MemberSymbol,
  ModuleDescription,
  ModuleMember,
  Parameter,
  Signature,
  TypeNode,
} from "../src/knowledge/model.js";
import type { InstalledModule } from "../protocol/index.js";

export const ref = (name: string, ...args: TypeNode[]): TypeNode =>
  args.length > 0 ? { kind: "ref", name, args } : { kind: "ref", name };
export const union = (...items: TypeNode[]): TypeNode => ({ kind: "union", items });
export const none: TypeNode = { kind: "none" };
export const self: TypeNode = { kind: "self" };

/** `name`, `name?` (optional), `*name`, `**name`; before `/` positional-only, behind `*` keyword-only. */
export function params(
  text: string,
  types: Record<string, TypeNode> = {},
  defaults: Record<string, string> = {},
): Parameter[] {
  const parts = text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
  const slash = parts.indexOf("/");
  let keywordOnly = false;
  const result: Parameter[] = [];
  for (const [index, part] of parts.entries()) {
    if (part === "/") continue;
    if (part === "*") {
      keywordOnly = true;
      continue;
    }
    const name = part.replace(/^\*+|\?$/g, "");
    const kind: Parameter["kind"] = part.startsWith("**")
      ? "var-keyword"
      : part.startsWith("*")
        ? "var-positional"
        : index < slash
          ? "positional-only"
          : keywordOnly
            ? "keyword-only"
            : "positional-or-keyword";
    keywordOnly ||= kind === "var-positional";
    result.push({
      name,
      kind,
      ...(part.endsWith("?") ? { optional: true } : {}),
      ...(types[name] ? { type: types[name], source: "stub" } : {}),
      ...(defaults[name] === undefined ? {} : { default: defaults[name] }),
    });
  }
  return result;
}

export function signature(
  text: string,
  returns?: TypeNode,
  types: Record<string, TypeNode> = {},
  defaults: Record<string, string> = {},
): Signature {
  return { params: params(text, types, defaults), ...(returns ? { returns, returnsSource: "stub" } : {}) };
}

export function fn(
  name: string,
  signatures: Signature | Signature[],
  more: Partial<CallableSymbol> = {},
): CallableSymbol {
  return { kind: "callable", flavour: "function", name, signatures: [signatures].flat(), ...more };
}

export function method(
  name: string,
  signatures: Signature | Signature[],
  more: Partial<CallableSymbol> = {},
): CallableSymbol {
  return fn(name, signatures, { flavour: "method", ...more });
}

export function cls(name: string, members: MemberSymbol[], more: Partial<ClassSymbol> = {}): ClassSymbol {
  return { kind: "class", flavour: "plain", name, bases: [], mro: [], members, ...more };
}

export function description(
  module: string,
  members: ModuleMember[],
  more: Partial<ModuleDescription> = {},
): ModuleDescription {
  return { schema: 1, module, python: "3.11.7", submodules: [], members, ...more };
}

const str = ref("str");
const int = ref("int");
const float = ref("float");
const bool = ref("bool");
const any: TypeNode = { kind: "any" };
const t: TypeNode = { kind: "typevar", name: "_T" };
const ndarray = ref("numpy.ndarray");

export const builtins = description(
  "builtins",
  [
    cls("str", [
      method("upper", signature("", str), { doc: "Return a copy of the string converted to uppercase." }),
      method(
        "split",
        signature("sep?, maxsplit?", ref("list", str), { sep: union(str, none), maxsplit: int }),
      ),
      method("encode", signature("encoding?", ref("bytes"), { encoding: str })),
    ]),
    cls(
      "list",
      [
        method("append", signature("object, /", none, { object: t })),
        method("pop", signature("index?, /", t, { index: int })),
        method("__getitem__", signature("i, /", t)),
      ],
      { typeParams: [{ name: "_T", kind: "typevar" }], iterable: t },
    ),
    cls("dict", [method("keys", signature("", any))], {
      typeParams: [
        { name: "_KT", kind: "typevar" },
        { name: "_VT", kind: "typevar" },
      ],
    }),
    cls("int", [method("bit_length", signature("", int))]),
    cls("float", [method("is_integer", signature("", bool))]),
    cls("tuple", [method("count", signature("value, /", int))]),
  ],
  { stdlib: true },
);

export const json = description(
  "json",
  [
    fn(
      "dumps",
      signature(
        "obj, *, skipkeys?, indent?, sort_keys?, **kw",
        str,
        { obj: any, skipkeys: bool, indent: union(int, str, none), sort_keys: bool },
        { skipkeys: "False", indent: "None", sort_keys: "False" },
      ),
      {
        doc: "Serialize ``obj`` to a JSON formatted ``str``.\n\nIf ``skipkeys`` is true then keys are skipped.",
        location: { file: "/usr/lib/python3.11/json/__init__.py", line: 183 },
      },
    ),
    fn("loads", signature("s, *, cls?", any, { s: union(str, ref("bytes")) }), { doc: "Deserialize ``s``." }),
    fn("dump", signature("obj, fp", none)),
    fn("detect_encoding", signature("b", str)),
    cls("JSONEncoder", [method("encode", signature("o", str, { o: any }))], {
      constructor_: fn("JSONEncoder", signature("*, indent?"), { flavour: "constructor" }),
      location: { file: "/usr/lib/python3.11/json/encoder.py", line: 74 },
    }),
    cls("JSONDecodeError", [], { flavour: "exception" }),
    { kind: "module", name: "decoder", module: "json.decoder" },
    { kind: "value", name: "__version__", type: str, value: "2.0.9" },
  ],
  {
    stdlib: true,
    doc: "JSON (JavaScript Object Notation) is a subset of JavaScript syntax.",
    file: "/usr/lib/python3.11/json/__init__.py",
    submodules: [{ name: "decoder" }, { name: "encoder" }, { name: "tool", lazy: true }],
    exports: ["dump", "dumps", "loads", "JSONEncoder", "JSONDecodeError"],
  },
);

export const jsonDecoder = description(
  "json.decoder",
  [cls("JSONDecoder", [method("decode", signature("s", any))])],
  { stdlib: true },
);

const normDoc = `Matrix or vector norm.

Parameters
----------
x : array_like
    Input array.
ord : {None, 'fro', 'nuc'}, optional
    Order of the norm.
axis : int, optional
    The axis.

Returns
-------
n : float or ndarray
    Norm of the matrix.`;

export const numpyLinalg = description(
  "numpy.linalg",
  [
    fn(
      "norm",
      signature(
        "x, ord?, axis?, keepdims?",
        any,
        {
          ord: union({ kind: "literal", values: ["fro", "nuc"] }, float, none),
          axis: union(int, none),
          keepdims: bool,
        },
        { ord: "None", axis: "None", keepdims: "False" },
      ),
      { doc: normDoc, location: { file: "/site-packages/numpy/linalg/_linalg.py", line: 2576 } },
    ),
    fn("svd", signature("a", { kind: "tuple", items: [ndarray, ndarray, ndarray] })),
    cls("LinAlgError", [], { flavour: "exception" }),
  ],
  { distribution: "numpy", version: "2.4.6" },
);

export const numpy = description(
  "numpy",
  [
    fn(
      "array",
      signature("object, dtype?, *, copy?, ndmin?", ndarray, { copy: union(bool, none), ndmin: int }),
    ),
    fn("arange", [signature("stop, /", ndarray), signature("start, stop, step?, /", ndarray)]),
    fn("mean", signature("a, axis?, dtype?", any)),
    // What it gives depends on types of arguments that nobody knows here.
    fn("absolute", [signature("x, /", any), signature("x, /, out?", ndarray), signature("x, y, z, /", str)]),
    fn("split", signature("a, sections", ref("list", ndarray))),
    fn("maybe", signature("a", union(ref("list", ndarray), none))),
    fn("pairs", signature("a", ref("list", { kind: "tuple", items: [ndarray, ndarray] }))),
    fn("alltrue", signature("a", bool), { deprecated: { message: "use all" } }),
    fn("sin", signature("x, /, out?", any), { flavour: "callable-object", class: "numpy.ufunc" }),
    cls(
      "ndarray",
      [
        method("mean", signature("axis?, dtype?", any, { axis: union(int, none) }), {
          doc: "Returns the average of the array elements along given axis.",
        }),
        method("reshape", signature("shape", self)),
        method("then", signature("", self)),
        // There at run time, but declared as never callable.
        method("swapaxes", { ...signature("axis1, axis2, /", any), self: ref("typing.Never") }),
        // Of the second overload the stub says that it is for another array.
        method("item", [
          signature("index, /", any),
          { ...signature("key, /", str), self: ref("numpy.StringArray") },
        ]),
        method("tolist", signature("", ref("list", any))),
        method("__len__", signature("", int)),
        method("__getitem__", signature("key", self)),
        { kind: "property", name: "shape", type: { kind: "tuple", items: [int], variadic: true } },
        { kind: "property", name: "T", type: self },
        { kind: "property", name: "_private", type: self },
      ],
      { constructor_: fn("ndarray", signature("shape, dtype?"), { flavour: "constructor" }), iterable: self },
    ),
    cls("StringArray", [], { bases: [ndarray] }),
    cls("ufunc", [
      method("reduce", signature("array, axis?", any)),
      method("outer", signature("A, B", ndarray)),
    ]),
    { kind: "value", name: "pi", type: float, value: 3.141592653589793 },
    { kind: "value", name: "newaxis", type: none },
    { kind: "module", name: "linalg", module: "numpy.linalg" },
  ],
  {
    distribution: "numpy",
    version: "2.4.6",
    file: "/site-packages/numpy/__init__.py",
    doc: "NumPy\n=====\n\nProvides an array object.",
    submodules: [{ name: "linalg" }, { name: "random" }, { name: "f2py", lazy: true }],
  },
);

export const random = description(
  "random",
  [
    cls(
      "Random",
      [
        method("random", signature("", float)),
        method("choice", signature("seq", any)),
        method("seed", signature("a?", none)),
      ],
      {
        constructor_: fn("Random", signature("x?"), { flavour: "constructor" }),
      },
    ),
    fn("randint", signature("a, b", int, { a: int, b: int })),
    fn("choice", signature("seq", any)),
  ],
  { stdlib: true },
);

export const sqlite3 = description(
  "sqlite3",
  [
    fn("connect", signature("database, timeout?", ref("sqlite3.Connection"))),
    cls("Connection", [
      method("execute", signature("sql, parameters?", ref("sqlite3.Cursor"))),
      method("__enter__", signature("", self)),
      { kind: "property", name: "total_changes", type: int },
    ]),
    cls(
      "Cursor",
      [method("fetchall", signature("", ref("list", any))), method("fetchone", signature("", any))],
      {
        iterable: any,
      },
    ),
  ],
  { stdlib: true },
);

export const dynamic = description("dynamic", [fn("known", signature(""))], { dynamic: true });

const all = [builtins, json, jsonDecoder, numpy, numpyLinalg, random, sqlite3, dynamic];

export const installed: InstalledModule[] = [
  { name: "json", standardLibrary: true },
  { name: "random", standardLibrary: true },
  { name: "sqlite3", standardLibrary: true },
  { name: "numpy", distribution: "numpy", version: "2.4.6" },
  { name: "pandas", distribution: "pandas", version: "3.0.0" },
];

/** Knowledge of the modules above; `pandas` is being described, of `polars` the names are known, `broken` can't be imported, the rest does not exist. */
export function knowledge(wrappers: readonly WrapperFile[] = []): Knowledge {
  const modules = new Map(all.map((entry) => [entry.module, new LoadedDescription(entry)]));
  const find = (name: string): ModuleState => {
    const found = modules.get(name);
    if (found) return { state: "described", description: found };
    if (name === "pandas") return { state: "waiting" };
    if (name === "polars") {
      return {
        state: "waiting",
        names: [
          { name: "DataFrame", kind: "class" },
          { name: "read_csv", kind: "callable" },
        ],
      };
    }
    if (name === "broken") return { state: "failed", message: "ValueError: no" };
    if (name === "secret")
      return { state: "unknown", reason: "the workspace is not trusted, so no Python is started." };
    return { state: "absent", ...(name === "yaml" ? { install: "pyyaml" } : {}) };
  };
  return {
    module: find,
    class(qualifiedName) {
      const dot = qualifiedName.lastIndexOf(".");
      const module = modules.get(dot < 0 ? "builtins" : qualifiedName.slice(0, dot));
      const symbol = module?.member(qualifiedName.slice(dot + 1));
      return symbol?.kind === "class" ? symbol : undefined;
    },
    awaitsClass: () => false,
    installed: () => installed,
    wrapper: (module) => wrappers.find((wrapper) => wrapper.module === module),
    wrapperOfImport: (specifier) =>
      wrappers.find((wrapper) => specifier.endsWith(`/${wrapper.module.replaceAll(".", "/")}.js`)),
  };
}
