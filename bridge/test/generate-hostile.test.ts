import fc from "fast-check";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import type {
  ClassDescription,
  ModuleDescription,
  ModuleMember,
  Parameter,
  TypeNode,
} from "../src/description/model.js";
import { generateWrappers, type GeneratedFile } from "../src/generate/index.js";
import { description, fn, init, klass, method, property, value } from "./generate/descriptions.js";

/** Text that tries to leave the place it is put in. */
const attacks = [
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
  "../../outside",
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
const name = fc.oneof(
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
const member: fc.Arbitrary<ModuleMember> = fc
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
const module: fc.Arbitrary<ModuleDescription> = fc
  .tuple(
    name,
    fc.array(member, { maxLength: 6 }),
    fc.record({ doc: text, file: text, distribution: text, version: text, python: text }, some),
  )
  .map(([own, members, more]) => description(own, members, more as Partial<ModuleDescription>));

/** What a wrapper's code may consist of: imports, exports and calls of `wrapModule` with data. */
function forbiddenIn(file: GeneratedFile): string[] {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ESNext, true);
  const found: string[] = [];
  const complain = (node: ts.Node): void => {
    found.push(`${ts.SyntaxKind[node.kind]}: ${node.getText(source).slice(0, 80)}`);
  };
  const isData = (node: ts.Node): boolean => {
    if (ts.isObjectLiteralExpression(node)) {
      return node.properties.every(
        (one) =>
          ts.isPropertyAssignment(one) && !ts.isComputedPropertyName(one.name) && isData(one.initializer),
      );
    }
    if (ts.isArrayLiteralExpression(node)) return node.elements.every(isData);
    if (ts.isPrefixUnaryExpression(node)) return isData(node.operand);
    return (
      ts.isStringLiteral(node) ||
      ts.isNumericLiteral(node) ||
      ts.isBigIntLiteral(node) ||
      [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(node.kind)
    );
  };
  const isConnection = (node: ts.Expression): boolean =>
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    ["wrapModule", "$module"].includes(node.expression.text) &&
    node.arguments.every(isData);
  const checkValue = (node: ts.Expression): void => {
    if (!isConnection(node) && !isData(node)) complain(node);
  };
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) {
      const specifier = statement.moduleSpecifier;
      if (
        specifier !== undefined &&
        ts.isStringLiteral(specifier) &&
        !/^(snakebridge\/(wrapper|typed)|\.\.?\/.*)$/s.test(specifier.text)
      )
        complain(statement);
    } else if (ts.isVariableStatement(statement)) {
      for (const { initializer } of statement.declarationList.declarations)
        if (initializer !== undefined) checkValue(initializer);
    } else if (ts.isExpressionStatement(statement)) checkValue(statement.expression);
    else if (ts.isFunctionDeclaration(statement)) {
      if (statement.body !== undefined) complain(statement);
    } else if (
      !ts.isInterfaceDeclaration(statement) &&
      !ts.isTypeAliasDeclaration(statement) &&
      !ts.isModuleDeclaration(statement)
    )
      complain(statement);
  }
  const references = [
    ...source.referencedFiles,
    ...source.libReferenceDirectives,
    ...source.typeReferenceDirectives,
  ];
  if (references.length > 0 || /^\s*\/\/\s*@ts-/m.test(source.text)) found.push("a directive");
  return found;
}

function syntaxErrors(file: GeneratedFile): string[] {
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ESNext, true);
  const host: ts.CompilerHost = {
    getSourceFile: (name) => (name === file.path ? source : undefined),
    getDefaultLibFileName: () => "lib.d.ts",
    writeFile: () => undefined,
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    fileExists: (name) => name === file.path,
    readFile: () => undefined,
  };
  const options = { noLib: true, noResolve: true, allowJs: true, target: ts.ScriptTarget.ESNext };
  const program = ts.createProgram([file.path], options, host);
  return program
    .getSyntacticDiagnostics(source)
    .map((one) => ts.flattenDiagnosticMessageText(one.messageText, " "));
}

function check(
  modules: readonly ModuleDescription[],
  output: "js" | "ts",
  classes: readonly ClassDescription[] = [],
): void {
  const options = { classes, outDir: "src/python", generator: "snakebridge 0.3.0", output };
  const { files } = generateWrappers({ ...options, modules: modules.map((one) => ({ description: one })) });
  for (const file of files) {
    expect(file.path).not.toMatch(/(^|\/)\.\.?(\/|$)|[\\:*?"<>|\0]|^\//);
    expect(forbiddenIn(file), file.text).toEqual([]);
    expect(syntaxErrors(file), file.text).toEqual([]);
    // No directive of the compiler or of a tool, and no line that ends a comment early.
    expect(file.text).not.toMatch(/^\s*\/\/\s*@ts-|^\/\/\/|^#!/m);
  }
  const folded = files.map((file) => file.path.toLowerCase());
  expect(new Set(folded).size).toBe(folded.length);
}

describe("text from Python stays where it is put", () => {
  const runs = process.env["SNAKEBRIDGE_LONG"] === undefined ? 300 : 5_000;

  it.each(["js", "ts"] as const)(
    "whatever it holds, the %s output parses and runs nothing of it",
    (output) => {
      fc.assert(
        fc.property(
          fc.uniqueArray(module, { maxLength: 2, selector: (one) => one.module }),
          fc.array(fc.tuple(name, member), { maxLength: 2 }),
          (modules, others) => {
            const classes = others.flatMap(([own, symbol]): ClassDescription[] =>
              symbol.kind === "class" ? [{ schema: 1, name: own, class: symbol, python: "3.11.7" }] : [],
            );
            check(modules, output, classes);
          },
        ),
        { numRuns: runs },
      );
    },
    300_000,
  );

  it.each(attacks)("as a docstring, a name, a default and an annotation: %j", (attack) => {
    const about = {
      doc: attack,
      location: { file: `/usr/lib/python3.11/${attack}`, line: 1 },
      deprecated: { message: attack },
    };
    const param: Parameter = {
      name: attack,
      kind: "positional-or-keyword",
      default: attack,
      doc: attack,
      type: { kind: "raw", text: attack },
      source: "stub",
    };
    const call = { params: [param], returns: { kind: "ref", name: attack } as const };
    const members = [
      fn("f", [call], about),
      fn(attack, [call]),
      klass(
        "C",
        [method("m", [call], about), property(attack, { kind: "literal", values: [attack] })],
        about,
      ),
      value("v", { value: attack }),
    ];
    for (const output of ["js", "ts"] as const)
      check(
        [description("hostile", members, { doc: attack, version: attack, distribution: attack })],
        output,
      );
    for (const output of ["js", "ts"] as const) check([description(attack, members)], output);
  });
});
