/** Modules that Python could never have, of names and text that try to become code. */
import fc from "fast-check";
import type { ModuleDescription, ModuleMember, Parameter, TypeNode } from "../../src/description/model.js";
import { description, fn, init, klass, method, property, value } from "./descriptions.js";

/** Text that tries to leave the place it is put in. */
export const attacks = [
  "*/ process.exit(1); /*",
  "\\*/ alert(1) /*",
  "`${process.exit(1)}`",
  '"; process.exit(1); "',
  "'; process.exit(1); '",
  "\n}\nprocess.exit(1);\n",
  "\u2028process.exit(1)\u2029",
  "\r\nprocess.exit(1)",
  "</script><script>alert(1)</script>",
  "<!-- ",
  "-->",
  "// @ts-nocheck",
  "/// <reference path='/etc/passwd' />",
  "@ts-ignore",
  "__proto__",
  "constructor",
  "default",
  "then",
  "$module",
  "x: any; evil(): void } interface B {",
  "\\",
  "\\u0022",
  "\0",
  "\ud800",
  "#!/bin/sh",
  "globalThis",
  "Promise",
  "Record",
  "PyPromise",
  "Kw",
  "number",
  "../../../outside",
  "..",
  "C:\\windows",
  "con",
];
const text = fc.oneof(
  fc.constantFrom(...attacks),
  fc.string({ unit: "binary" }),
  fc
    .tuple(fc.constantFrom(...attacks), fc.string(), fc.constantFrom(...attacks))
    .map((parts) => parts.join("")),
);
/** A name: an ordinary one, one that clashes, or text that is none. */
export const name = fc.oneof(
  text,
  fc.constantFrom("f", "g", "Class", "x", "x_", "F", "class", "delete", "Frame", "Frame_", "T"),
);

const type: fc.Arbitrary<TypeNode> = fc.letrec<{ node: TypeNode }>((tie) => ({
  node: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<TypeNode>({ kind: "any" }, { kind: "none" }, { kind: "self" }),
    text.map((raw): TypeNode => ({ kind: "raw", text: raw })),
    fc
      .oneof(name, fc.constantFrom("int", "str", "float", "list", "dict", "typing.Sequence"))
      .map((ref): TypeNode => ({ kind: "ref", name: ref })),
    fc
      .tuple(name, fc.array(tie("node"), { maxLength: 2 }))
      .map(([ref, args]): TypeNode => ({ kind: "ref", name: ref, args })),
    fc.array(text, { maxLength: 2 }).map((values): TypeNode => ({ kind: "literal", values })),
    text.map((bad): TypeNode => ({ kind: "literal", values: [{ int: bad }, { enum: bad }, { bytes: bad }] })),
    fc.array(tie("node"), { maxLength: 3 }).map((items): TypeNode => ({ kind: "union", items })),
    fc.array(tie("node"), { maxLength: 3 }).map((items): TypeNode => ({ kind: "tuple", items })),
    name.map((variable): TypeNode => ({ kind: "typevar", name: variable })),
    fc.tuple(name, tie("node")).map(([param, returns]): TypeNode => ({
      kind: "callable",
      params: [{ name: param, kind: "positional-or-keyword" }],
      returns,
    })),
  ),
})).node;

const kinds = [
  "positional-only",
  "positional-or-keyword",
  "var-positional",
  "keyword-only",
  "var-keyword",
] as const;
const parameter: fc.Arbitrary<Parameter> = fc
  .record(
    {
      name,
      kind: fc.constantFrom(...kinds),
      optional: fc.constant(true as const),
      default: text,
      type,
      source: fc.constant("stub" as const),
      doc: text,
    },
    { requiredKeys: ["name", "kind"] },
  )
  .map((one) => one as Parameter);
const signature = fc.record({
  params: fc.array(parameter, { maxLength: 4 }),
  returns: type,
  typeParams: fc.array(
    name.map((one) => ({ name: one, kind: "typevar" as const })),
    { maxLength: 2 },
  ),
});

const documented = fc.record({
  doc: text,
  location: fc.record({ file: text.map((file) => `/lib/${file}`), line: fc.nat() }),
  deprecated: fc.record({ message: text, since: text }),
  definedAs: text,
});
const some = { requiredKeys: [] as never[] };
export const member: fc.Arbitrary<ModuleMember> = fc
  .tuple(name, documented, signature, type, text, fc.nat(4), fc.array(name, { maxLength: 3 }))
  .map(([own, about, call, hint, literal, choice, names]): ModuleMember => {
    const more = choice % 2 === 0 ? about : { doc: about.doc };
    switch (choice) {
      case 0:
      case 1:
        return fn(own, [call], more);
      case 2:
        return klass(
          own,
          [
            method(names[0] ?? own, [call], { doc: about.doc }),
            property(names[1] ?? "p", hint, { doc: about.doc, settable: true }),
            klass(names[2] ?? "Inner", []),
          ],
          {
            doc: about.doc,
            bases: [hint],
            mro: names,
            constructor_: init(call),
            fields: names.map((field) => ({ name: field, value: literal, type: hint, doc: about.doc })),
            flavour:
              (["plain", "enum", "typeddict", "namedtuple", "protocol"] as const)[names.length] ?? "plain",
          },
        );
      case 3:
        return value(own, { value: literal, type: hint, ...more });
      default:
        return { kind: "alias", name: own, type: hint, newType: true };
    }
  });
export const module: fc.Arbitrary<ModuleDescription> = fc
  .tuple(
    name,
    fc.array(member, { maxLength: 6 }),
    fc.record({ doc: text, file: text, distribution: text, version: text, python: text }, some),
  )
  .map(([own, members, more]) => description(own, members, more as Partial<ModuleDescription>));
