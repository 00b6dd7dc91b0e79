/** Steps that are put together with `|`: generic classes whose operators and type parameters come from several bases. */
import {
  bool,
  callable,
  description,
  fn,
  init,
  int,
  klass,
  method,
  positional,
  ref,
  required,
  signature,
  str,
  typevar,
  union,
} from "./descriptions.js";
import type { TypeNode, TypeParameter } from "../../src/description/model.js";

const input: TypeParameter = { name: "In", kind: "typevar", variance: "contravariant" };
const output: TypeParameter = { name: "Out", kind: "typevar", variance: "covariant" };
const other: TypeParameter = { name: "Other", kind: "typevar" };
const step = (from: TypeNode, to: TypeNode): TypeNode => ref("pipes.Step", from, to);
const none = init(signature([]));

const or = (from: TypeNode, to: TypeNode) =>
  method("__or__", [
    signature([positional("other", ref("dict", str, str))], step(from, ref("dict", str, str))),
    signature(
      [positional("other", callable([to], step(to, typevar("Other"))))],
      step(from, typevar("Other")),
      other,
    ),
    signature([positional("other", step(to, typevar("Other")))], step(from, typevar("Other")), other),
  ]);

export const pipes = description("pipes", [
  klass("Base", [method("__eq__", signature([positional("other", ref("object"))], bool))], {
    constructor_: none,
  }),
  klass(
    "Step",
    [
      or(typevar("In"), typevar("Out")),
      method("invoke", signature([required("value", typevar("In"))], typevar("Out"))),
    ],
    { typeParams: [input, output], constructor_: none },
  ),
  // `==` comes from the first base and `|` from the second.
  klass(
    "Words",
    [
      method("__eq__", signature([positional("other", ref("object"))], bool), {
        inheritedFrom: "pipes.Base",
      }),
      { ...or(str, ref("list", str)), inheritedFrom: "pipes.Step" },
    ],
    {
      bases: [ref("pipes.Base"), step(str, ref("list", str))],
      mro: ["pipes.Base", "pipes.Step"],
      constructor_: none,
    },
  ),
  // Takes more than a list of text.
  klass("Count", [], {
    bases: [step(union(ref("list", str), str), int)],
    mro: ["pipes.Step"],
    constructor_: none,
  }),
  klass("Tally", [], { bases: [ref("pipes.Count")], mro: ["pipes.Count", "pipes.Step"], constructor_: none }),
  fn("result_of", signature([required("step", step(str, typevar("Other")))], typevar("Other"), other)),
]);
