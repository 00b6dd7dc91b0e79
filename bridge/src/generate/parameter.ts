/**
 * A Python parameter list as TypeScript: positional parameters in Python's order, `*args` variadic, and keywords in a
 * last `kw({...})`. Each slot that may be left out can hold the keywords instead, typed with what is left to pass.
 */
import type { Parameter, Signature, TypeNode } from "../description/model.js";
import { callbackParameter } from "./function-type.js";
import { isIdentifier, propertyKey } from "./names.js";
import { arrayOf, generic, mentions } from "./text.js";
import type { TypeWriter } from "./type.js";

/** More fields than this, all slots together, are written as a chain of interfaces instead of in place. */
const inlineFields = 8;

/** The parameter lists of one Python signature: the first takes everything by position. */
export function parameterLists(params: readonly Parameter[], writer: TypeWriter, owner: string): string[] {
  return new ParameterList(params, writer, owner).write();
}

class ParameterList {
  readonly #writer: TypeWriter;
  readonly #positional: Parameter[];
  readonly #rest: Parameter | undefined;
  readonly #keywordOnly: Parameter[];
  readonly #anyKeyword: Parameter | undefined;
  /** Number of positional parameters that must be given. */
  readonly #required: number;
  readonly #names: string[];
  readonly #types: string[];
  readonly #keywordTypes: readonly string[];
  readonly #owner: string;

  constructor(params: readonly Parameter[], writer: TypeWriter, owner: string) {
    this.#writer = writer;
    this.#owner = owner;
    this.#positional = params.filter(
      ({ kind }) => kind === "positional-only" || kind === "positional-or-keyword",
    );
    this.#rest = params.find(({ kind }) => kind === "var-positional");
    this.#keywordOnly = params.filter(({ kind }) => kind === "keyword-only");
    this.#anyKeyword = params.find(({ kind, type }) => kind === "var-keyword" && !this.#isPack(type));
    this.#required = this.#positional.findLastIndex((param) => !param.optional) + 1;
    const taken = new Set<string>(["keywords"]);
    this.#names = this.#positional.map((param, index) => callbackParameter(param, index, taken));
    this.#types = this.#positional.map((param) => writer.arg(param.type));
    this.#keywordTypes = this.#writeKeywords();
  }

  write(): string[] {
    const lists = new Set<string>();
    const count = this.#positional.length;
    if (this.#keywordOnly.some((param) => !param.optional)) {
      for (let given = count; given >= 0; given--) {
        if (given === count && this.#rest !== undefined) lists.add(this.#withRestAndKeywords());
        else if (this.#canEndAt(given)) lists.add(this.#cut(given));
      }
      return [...lists];
    }
    lists.add(this.#main());
    for (let given = this.#required - 2; given >= 0; given--)
      if (this.#canEndAt(given)) lists.add(this.#cut(given));
    if (this.#rest !== undefined && this.#keywordType(count) !== undefined)
      lists.add(this.#withRestAndKeywords());
    return [...lists];
  }

  /** Everything by position, each slot from the last required one on also good for keywords. */
  #main(): string {
    const texts = this.#positional.map((param, index) => {
      const optional = index >= this.#required;
      const inPlace = !optional && param.optional === true ? ` | undefined` : "";
      const keywords =
        index >= this.#required - 1 && this.#canEndAt(index) ? this.#keywordType(index) : undefined;
      const type = `${this.#types[index] ?? ""}${inPlace}${keywords === undefined ? "" : ` | ${keywords}`}`;
      return `${this.#names[index] ?? ""}${optional ? "?" : ""}: ${type}`;
    });
    const last = this.#keywordType(this.#positional.length);
    if (this.#rest !== undefined) texts.push(`...${this.#restName()}: ${this.#restType()}`);
    else if (last !== undefined) texts.push(`keywords?: ${last}`);
    return texts.join(", ");
  }

  /** The first parameters by position and all others by keyword. */
  #cut(given: number): string {
    const texts = this.#given(given);
    const keywords = this.#keywordType(given);
    if (keywords !== undefined) texts.push(`keywords: ${keywords}`);
    return texts.join(", ");
  }

  #withRestAndKeywords(): string {
    const keywords = this.#keywordType(this.#positional.length) ?? "never";
    const texts = this.#given(this.#positional.length);
    // Labels are all or nothing before TypeScript 5.2, so both have one.
    texts.push(`...${this.#restName()}: [...items: ${this.#restType()}, keywords: ${keywords}]`);
    return texts.join(", ");
  }

  #given(count: number): string[] {
    return this.#positional
      .slice(0, count)
      .map(
        (param, index) =>
          `${this.#names[index] ?? ""}: ${this.#types[index] ?? ""}${param.optional ? " | undefined" : ""}`,
      );
  }

  #restName(): string {
    return this.#rest === undefined
      ? "args"
      : callbackParameter(this.#rest, 0, new Set([...this.#names, "keywords"]));
  }

  #restType(): string {
    const type = this.#rest?.type;
    const pack = type === undefined ? undefined : this.#packOf(type);
    return pack ?? arrayOf(this.#writer.arg(type));
  }

  #packOf(type: TypeNode): string | undefined {
    const node = type.kind === "unpack" ? type.item : type;
    return node.kind === "typevar" ? this.#writer.pack(node.name) : undefined;
  }

  #isPack(type: TypeNode | undefined): boolean {
    return type?.kind === "typevar" && this.#writer.pack(type.name) !== undefined;
  }

  /** True if all parameters from `index` on can be given by keyword or left out. */
  #canEndAt(index: number): boolean {
    return this.#positional
      .slice(index)
      .every((param) => param.optional || param.kind === "positional-or-keyword");
  }

  #keywordType(given: number): string | undefined {
    const type = this.#keywordTypes[given];
    return type === "" ? undefined : type;
  }

  /** For each number of parameters given by position, the type of the keywords that are left; empty for none. */
  #writeKeywords(): string[] {
    const fields = [...this.#positional, ...this.#keywordOnly]
      .map((param, index) => ({ param, index }))
      .filter(({ param }) => param.kind !== "positional-only" && isWritable(param.name))
      // A faulty description may have a name twice; Python would take the keyword for the first.
      .filter(({ param }, index, all) => all.findIndex((one) => one.param.name === param.name) === index);
    const count = this.#positional.length;
    const slots = Array.from({ length: count + 1 }, (_unused, given) =>
      fields.filter(({ index }) => index >= given),
    );
    const total = slots.reduce((sum, slot) => sum + slot.length, 0);
    const text = ({ param, index }: (typeof fields)[number]): string => {
      const type = this.#types[index] ?? this.#writer.arg(param.type);
      return keywordField(param, type);
    };
    const kw = this.#writer.scope.typed("Kw");
    const open = this.#anyKeyword === undefined ? "" : this.#openKeywords(fields.length > 0);
    const wrap = (closed: string): string => {
      const both = closed !== "" && open !== "" ? `${closed} & ${open}` : closed + open;
      return both === "" ? "" : `${kw}<${both}>`;
    };
    if (total <= inlineFields) {
      return slots.map((slot) => wrap(slot.length === 0 ? "" : `{ ${slot.map(text).join("; ")} }`));
    }
    const types: string[] = [];
    let parent = "";
    for (let given = count; given >= 0; given--) {
      const own = (slots[given] ?? []).filter((field) => given === count || field.index === given).map(text);
      if (own.length > 0) parent = this.#keywordInterface(own, parent);
      types[given] = wrap(parent);
    }
    return types;
  }

  #openKeywords(hasFields: boolean): string {
    const value = hasFields ? this.#writer.scope.typed("PyArg") : this.#writer.arg(this.#anyKeyword?.type);
    return `{ readonly [keyword: string]: ${value} | undefined }`;
  }

  /** Declares an interface with these fields on top of `parent`, once for the same text. */
  #keywordInterface(fields: readonly string[], parent: string): string {
    const { scope } = this.#writer;
    const text = `${parent === "" ? "" : ` extends ${parent}`} {\n${fields.map((field) => `  ${field};\n`).join("")}}`;
    const used = [...this.#writer.variables].filter(([, name]) => mentions(text, name));
    const declared = used.map(([python, name]) =>
      this.#writer.packs.has(python) ? `${name} extends unknown[]` : name,
    );
    return generic(
      scope.declareInterface(`${this.#owner}$keywords`, declared, text),
      used.map(([, name]) => name),
    );
  }
}

/** One parameter as a field of keywords. */
export function keywordField({ name, optional }: Parameter, type: string): string {
  return `${propertyKey(name)}${optional ? "?" : ""}: ${type}${optional ? " | undefined" : ""}`;
}

function isWritable(name: string): boolean {
  return isIdentifier(name);
}

/** True if two parameter lists accept the same calls, so that the later overload is never reached. */
export function isUnreachable(lists: readonly string[], earlier: readonly string[]): boolean {
  return lists.every((list) => earlier.includes(list));
}

/** Signatures with each constrained type variable (`AnyStr`) replaced by one of its constraints after the other. */
export function expandConstraints(signature: Signature, substitute: Substitute): Signature[] {
  const param = signature.typeParams?.find(
    ({ constraints }) => constraints !== undefined && constraints.length > 0,
  );
  if (param?.constraints === undefined || param.constraints.length > 6) return [signature];
  return param.constraints.flatMap((constraint) => {
    const bound = new Map([[param.name, constraint]]);
    const rest = signature.typeParams?.filter((other) => other !== param) ?? [];
    const replaced: Signature = {
      ...signature,
      typeParams: rest,
      params: signature.params.map((one) =>
        one.type === undefined ? one : { ...one, type: substitute(one.type, bound) },
      ),
      ...(signature.returns === undefined ? {} : { returns: substitute(signature.returns, bound) }),
    };
    return expandConstraints(replaced, substitute);
  });
}

type Substitute = (node: TypeNode, bound: ReadonlyMap<string, TypeNode>) => TypeNode;
