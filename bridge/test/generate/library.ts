/** Descriptions of five modules, small but true: what the describer says of them on CPython 3.11. */
import type { ModuleDescription } from "../../src/description/model.js";
import {
  T,
  any,
  bool,
  callable,
  description,
  fn,
  float,
  given,
  init,
  int,
  keyword,
  keywords,
  klass,
  literal,
  method,
  none,
  optional,
  positional,
  property,
  ref,
  required,
  rest,
  self,
  signature,
  str,
  tuple,
  typevar,
  union,
  value,
  variadic,
} from "./descriptions.js";

const dumpsOptions = [
  keyword("skipkeys", bool, "False"),
  keyword("ensure_ascii", bool, "True"),
  keyword("indent", optional(union(int, str)), "None"),
  keyword("separators", optional(tuple(str, str)), "None"),
  keyword("default", optional(callable([any], any)), "None"),
  keyword("sort_keys", bool, "False"),
  keywords("kwds", any),
];

export const json: ModuleDescription = description(
  "json",
  [
    fn("dumps", signature([required("obj", any), ...dumpsOptions], str), {
      doc: "Serialize ``obj`` to a JSON formatted ``str``.\n\nIf ``skipkeys`` is true then */ keys are @skipped.",
      location: { file: "/usr/lib/python3.11/json/__init__.py", line: 183 },
    }),
    fn(
      "loads",
      signature(
        [
          required("s", union(str, ref("bytes"))),
          keyword("parse_float", optional(callable([str], any)), "None"),
        ],
        any,
      ),
    ),
    klass("JSONDecoder", [method("decode", signature([required("s", str)], any))], {
      definedAs: "json.decoder.JSONDecoder",
      constructor_: init(signature([keyword("strict", bool, "True")])),
    }),
    klass("JSONDecodeError", [property("msg", str), property("lineno", int)], {
      flavour: "exception",
      definedAs: "json.decoder.JSONDecodeError",
      mro: ["ValueError", "Exception", "BaseException"],
      constructor_: init(signature([required("msg", str), required("doc", str), required("pos", int)])),
    }),
  ],
  { stdlib: true, file: "/usr/lib/python3.11/json/__init__.py" },
);

export const math: ModuleDescription = description(
  "math",
  [
    value("pi", { value: 3.141592653589793, type: float }),
    fn("sqrt", signature([positional("x", float)], float)),
    fn("gcd", signature([rest("integers", ref("typing.SupportsIndex"))], int)),
    fn(
      "isclose",
      signature(
        [
          required("a", float),
          required("b", float),
          keyword("rel_tol", float, "1e-09"),
          keyword("abs_tol", float, "0.0"),
        ],
        bool,
      ),
    ),
    fn("hypot", signature([rest("coordinates", float)], float)),
    fn(
      "dist",
      signature(
        [positional("p", ref("typing.Iterable", float)), positional("q", ref("typing.Iterable", float))],
        float,
      ),
    ),
  ],
  { stdlib: true },
);

export const random: ModuleDescription = description(
  "random",
  [
    klass(
      "Random",
      [
        method(
          "seed",
          signature([given("a", optional(union(int, float, str))), given("version", int, "2")], none),
        ),
        method("random", signature([], float)),
        method("randint", signature([required("a", int), required("b", int)], int)),
        method("choice", signature([required("seq", ref("typing.Sequence", typevar("T")))], typevar("T"), T)),
        method(
          "sample",
          signature(
            [
              required("population", ref("typing.Sequence", typevar("T"))),
              required("k", int),
              keyword("counts", optional(ref("typing.Iterable", int)), "None"),
            ],
            ref("list", typevar("T")),
            T,
          ),
        ),
      ],
      { constructor_: init(signature([given("x", optional(union(int, float, str)))])) },
    ),
    klass("SystemRandom", [method("seed", signature([rest("args", any), keywords("kwds", any)], none))], {
      bases: [ref("random.Random")],
      mro: ["random.Random"],
      constructor_: init(signature([given("x", optional(union(int, float, str)))])),
    }),
    fn("randint", signature([required("a", int), required("b", int)], int)),
    fn("shuffle", signature([required("x", ref("typing.MutableSequence", any))], none)),
    fn("uniform", signature([required("a", float), required("b", float)], float)),
  ],
  { stdlib: true },
);

const K = { name: "_KT", kind: "typevar" } as const;
const V = { name: "_VT", kind: "typevar" } as const;

export const collections: ModuleDescription = description(
  "collections",
  [
    klass(
      "Counter",
      [
        method("most_common", signature([given("n", optional(int))], ref("list", tuple(typevar("T"), int)))),
        method("total", signature([], int)),
        method("copy", signature([], self)),
        method("__getitem__", signature([positional("key", typevar("T"))], int)),
        method(
          "__add__",
          signature(
            [positional("other", ref("collections.Counter", typevar("T")))],
            ref("collections.Counter", typevar("T")),
          ),
        ),
        method("__iter__", signature([], ref("typing.Iterator", typevar("T")))),
      ],
      {
        typeParams: [T],
        bases: [ref("dict", typevar("T"), int)],
        mro: ["dict"],
        constructor_: init(
          signature([given("iterable", optional(ref("typing.Iterable", typevar("T"))))]),
          signature([keywords("kwargs", int)]),
        ),
      },
    ),
    klass(
      "OrderedDict",
      [
        method(
          "move_to_end",
          signature([required("key", typevar("_KT")), given("last", bool, "True")], none),
        ),
      ],
      {
        typeParams: [K, V],
        bases: [ref("dict", typevar("_KT"), typevar("_VT"))],
        mro: ["dict"],
      },
    ),
    fn(
      "namedtuple",
      signature(
        [
          required("typename", str),
          required("field_names", union(str, ref("typing.Iterable", str))),
          keyword("rename", bool, "False"),
          keyword("module", optional(str), "None"),
        ],
        ref("type", ref("tuple", any)),
      ),
    ),
  ],
  { stdlib: true, file: "/usr/lib/python3.11/collections/__init__.py" },
);

const arrayLike = ref("numpy.typing.ArrayLike");

export const numpyLinalg: ModuleDescription = description(
  "numpy.linalg",
  [
    fn(
      "norm",
      signature(
        [
          required("x", arrayLike),
          given("ord", optional(union(float, literal("fro", "nuc"))), "None"),
          given("axis", optional(union(int, variadic(int))), "None"),
          given("keepdims", bool, "False"),
        ],
        any,
      ),
      {
        doc: "Matrix or vector norm.\n\nParameters\n----------\nx : array_like\n    Input array.",
        location: { file: "/venv/lib/python3.11/site-packages/numpy/linalg/_linalg.py", line: 2576 },
      },
    ),
    fn("inv", signature([required("a", arrayLike)], ref("numpy.ndarray", any, any))),
    fn(
      "solve",
      signature([required("a", arrayLike), required("b", arrayLike)], ref("numpy.ndarray", any, any)),
    ),
  ],
  {
    distribution: "numpy",
    version: "2.4.6",
    file: "/venv/lib/python3.11/site-packages/numpy/linalg/__init__.py",
    aliases: {
      "numpy.typing.ArrayLike": {
        type: union(float, int, bool, ref("typing.Sequence", any), ref("numpy.ndarray", any, any)),
      },
    },
  },
);

export const library = [json, math, random, collections, numpyLinalg];
