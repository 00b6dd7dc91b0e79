/** A module that has one of everything, awkward names included. */
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
  klass,
  list,
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
  typevar,
  union,
  value,
} from "./descriptions.js";

const frame = ref("odd.Frame");

const frameMembers = [
  property("name", str),
  property("length", int),
  property("bind", str),
  property("title", str, { settable: true }),
  method("apply", signature([required("func", str)], self), { flavour: "classmethod" }),
  method("call", signature([required("number", int)], str)),
  method("head", signature([given("n", int, "5")], self)),
  method("describe", signature([], str)),
  method("delete", signature([], int)),
  method("toJSON", signature([], str)),
  method("then", signature([], str)),
  method("read", signature([required("path", str)], self), { flavour: "classmethod" }),
  method("__add__", signature([positional("other", frame)], frame)),
  method("__getitem__", signature([positional("key", str)], str)),
  method("__setitem__", signature([positional("key", str), positional("value", ref("list", any))], none)),
  method("__iter__", signature([], ref("typing.Iterator", str))),
  method("__enter__", signature([], self)),
];

export const odd = description(
  "odd",
  [
    klass("Frame", frameMembers, { constructor_: init(signature([])) }),
    klass(
      "Wide",
      [
        method("describe", signature([], int)),
        property("width", int),
        ...frameMembers
          .map((member) => ({ ...member, inheritedFrom: "odd.Frame" }))
          .filter((m) => m.name !== "describe"),
      ],
      { bases: [frame], mro: ["odd.Frame"], constructor_: init(signature([])) },
    ),
    klass("Color", [], {
      flavour: "enum",
      bases: [ref("enum.Enum")],
      mro: ["enum.Enum"],
      fields: [
        { name: "RED", value: "red" },
        { name: "BLUE", value: "blue" },
      ],
      constructor_: init(signature([required("value", any)])),
    }),
    klass("Movie", [], {
      flavour: "typeddict",
      bases: [ref("dict")],
      mro: ["dict"],
      fields: [
        { name: "title", type: str },
        { name: "year", type: int, optional: true },
      ],
    }),
    klass("Point", [property("x", int), property("y", int)], {
      flavour: "namedtuple",
      bases: [ref("tuple")],
      mro: ["tuple"],
      fields: [
        { name: "x", type: int },
        { name: "y", type: int },
      ],
      constructor_: init(signature([required("x", int), required("y", int)])),
    }),
    klass("Link", [property("value", int), property("next", optional(ref("odd.Link")))], {
      flavour: "namedtuple",
      bases: [ref("tuple")],
      mro: ["tuple"],
      fields: [
        { name: "value", type: int },
        { name: "next", type: optional(ref("odd.Link")) },
      ],
      constructor_: init(signature([required("value", int), given("next", optional(ref("odd.Link")))])),
    }),
    fn("last", signature([required("link", ref("odd.Link"))], int)),
    klass("Size", [property("width", int), method("area", signature([], int))], {
      flavour: "dataclass",
      constructor_: init(signature([required("width", int), required("height", int)])),
      fields: [
        { name: "width", type: int },
        { name: "height", type: int },
      ],
    }),
    klass("Readable", [method("read", signature([given("n", int, "-1")], str))], {
      flavour: "protocol",
      abstract: true,
    }),
    fn("show", signature([required("frame", frame)], none)),
    fn("find", signature([required("name", str)], optional(frame))),
    fn("identity", signature([required("value", typevar("T"))], typevar("T"), T)),
    fn("paint", signature([required("color", ref("odd.Color"))], none)),
    fn("movie", signature([], ref("odd.Movie"))),
    fn("watch", signature([required("movie", ref("odd.Movie"))], none)),
    fn("read", signature([required("source", ref("odd.Readable"))], str)),
    fn("join", signature([rest("parts", str), keyword("separator", str, "''")], str)),
    fn(
      "create",
      signature(
        [
          required("name", str),
          given("retries", int, "1"),
          keyword("model", str),
          keyword("temperature", float, "1.0"),
        ],
        str,
      ),
    ),
    fn("pick", signature([required("name", str)], ref("type", frame))),
    fn("build", signature([required("kind", ref("type", frame))], frame)),
    fn("delete", signature([required("number", int)], str)),
    fn("default", signature([], str)),
    fn("then", signature([], str)),
    fn("words", signature([], ref("typing.Generator", str, str, int)), { generator: true }),
    fn(
      "each",
      signature(
        [required("items", list(typevar("T"))), required("test", callable([typevar("T")], bool))],
        none,
        T,
      ),
    ),
    fn("fetch", signature([required("url", str)], str), { async: true }),
    fn("parse", [
      signature([required("text", str)], str),
      signature([required("text", str)], bool),
      signature([required("number", int)], int),
    ]),
    fn("opaque", signature([], ref("elsewhere.Thing"))),
    fn("takeOpaque", signature([required("thing", ref("elsewhere.Thing"))], none)),
    fn("choose", signature([required("how", union(literal("a", "b"), literal(1)))], none)),
    fn("mystery", []),
    value("VERSION", { value: "1.0" }),
    value("LIMIT", { value: { int: "123456789012345678901" } }),
    value("registry", { type: ref("dict", str, frame) }),
    { kind: "alias", name: "Names", type: list(str) },
    { kind: "alias", name: "UserId", type: int, newType: true },
    { kind: "module", name: "sub", module: "odd.sub" },
    { kind: "module", name: "other", module: "elsewhere" },
  ],
  { doc: "One of everything.", file: "/project/odd/__init__.py", submodules: [{ name: "sub" }] },
);

export const sub = description("odd.sub", [
  fn("wide", signature([], ref("odd.Wide"))),
  klass("Frame", [], { definedAs: "odd.Frame" }),
  fn("index", signature([], none)),
]);
