/** What one file declares and imports, collected while its text is written. */
import type { ClassEntry, ModulePlan, Program } from "./plan.js";
import { specifierOf } from "./layout.js";
import { compare, isIdentifier, NameTable, needsOtherName } from "./names.js";
import { generic } from "./text.js";

/** The types of JavaScript that generated text uses; a Python class of the same name hides one. */
const globals = [
  "AsyncIterable",
  "Awaited",
  "Date",
  "Iterable",
  "Map",
  "Omit",
  "PromiseLike",
  "Readonly",
  "ReadonlyMap",
  "ReadonlySet",
  "Record",
  "Set",
  "Uint8Array",
] as const;
export type GlobalType = (typeof globals)[number];

export class FileScope {
  readonly program: Program;
  readonly plan: ModulePlan;
  readonly names: NameTable;
  readonly #typed = new Map<string, string>();
  readonly #imports = new Map<string, Map<string, string>>();
  /** How files import each other. */
  readonly extension: string;
  readonly #declared = new Map<string, string>();
  /** Declarations that the text needed on the way, by name: interfaces of keywords. */
  readonly extra = new Map<string, string>();

  constructor(program: Program, plan: ModulePlan, extension: string) {
    this.program = program;
    this.plan = plan;
    this.extension = extension;
    const classNames = (program.byModule.get(plan.module) ?? []).flatMap(
      ({ names }) => Object.values(names) as string[],
    );
    this.names = new NameTable([...plan.declared, ...classNames]);
  }

  /** A type of `snakebridge/typed`. */
  typed(name: string): string {
    const known = this.#typed.get(name);
    if (known !== undefined) return known;
    const local = this.names.has(name) ? this.names.take(`${name}$`) : this.names.take(name);
    this.#typed.set(name, local);
    return local;
  }

  /** A type of JavaScript's own, reachable even where the file declares that name. */
  global(name: GlobalType): string {
    return this.names.has(name) ? `globalThis.${name}` : name;
  }

  /** One of a class's names, imported if another file defines it. */
  className(entry: ClassEntry, form: "exported" | "pending" | "members" | "statics"): string {
    const name = entry.names[form];
    if (entry.module === this.plan.module) return form === "exported" ? entry.names.local : name;
    const target = this.program.modules.get(entry.module);
    if (target === undefined) throw new Error(`No file defines ${entry.qualified}.`);
    const specifier = this.specifier(target.path);
    let names = this.#imports.get(specifier);
    if (names === undefined) this.#imports.set(specifier, (names = new Map<string, string>()));
    let local = names.get(name);
    if (local === undefined) {
      local = this.isFree(name)
        ? this.names.take(name)
        : this.names.take(`${name}$`, (one) => this.isFree(one));
      names.set(name, local);
    }
    return local;
  }

  /** How this file names another, by that one's path. */
  specifier(path: string): string {
    return specifierOf(this.plan.path, path, this.extension);
  }

  /** True if an import may have this name here: nothing else has it, and it hides no type that the text uses. */
  isFree(name: string): boolean {
    return !this.names.has(name) && !isReservedForImports(name);
  }

  /** The type of the project's codec for a class; undefined where there is none. */
  codec(qualified: string): string | undefined {
    const place = this.program.codecs.get(qualified);
    if (place?.export === undefined) return place === undefined ? undefined : "any";
    const specifier = specifierOf(this.plan.path, place.module, place.extension);
    return `typeof import(${JSON.stringify(specifier)}).${place.export}`;
  }

  /** A name for a type parameter that hides nothing. */
  typeParameter(name: string, others: readonly string[] = []): string {
    const hides = (candidate: string): boolean =>
      this.names.has(candidate) ||
      isReservedForImports(candidate) ||
      needsOtherName(candidate) ||
      typedNames.has(candidate) ||
      others.includes(candidate);
    let candidate = isIdentifier(name) ? name : "T";
    while (hides(candidate)) candidate += "$";
    return candidate;
  }

  /** Declares an interface that the text needs; one with the same text is declared once. Returns its name. */
  declareInterface(name: string, typeParams: readonly string[], text: string): string {
    const known = this.#declared.get(text);
    if (known !== undefined) return known;
    let free = name;
    for (let number = 2; this.names.has(free); number++) free = `${name}${number}`;
    this.names.take(free);
    this.#declared.set(text, free);
    this.extra.set(free, `interface ${generic(free, typeParams)}${text}`);
    return free;
  }

  /** Declares a type that stands for a long text. Returns its name. */
  declareType(name: string, text: string): string {
    const known = this.#declared.get(text);
    if (known !== undefined) return known;
    let free = name;
    for (let number = 2; !this.isFree(free); number++) free = `${name}$${number}`;
    this.names.take(free);
    this.#declared.set(text, free);
    this.extra.set(free, `type ${free} = ${text};`);
    return free;
  }

  /** The imports that the lines of a file need: a type that was looked at may not have been written. */
  importLines(body: readonly string[]): string[] {
    const words = new Set(body.flatMap((line) => line.split(/[^\p{ID_Continue}$]+/u)));
    const lines: string[] = [];
    const add = (specifier: string, names: ReadonlyMap<string, string>): void => {
      const used = new Map([...names].filter(([, local]) => words.has(local)));
      if (used.size > 0) lines.push(importLine(specifier, used));
    };
    add("snakebridge/typed", this.#typed);
    for (const specifier of [...this.#imports.keys()].sort(compare)) {
      add(specifier, this.#imports.get(specifier) ?? new Map<string, string>());
    }
    return lines;
  }
}

const primitiveNames = new Set([
  "number",
  "string",
  "boolean",
  "bigint",
  "symbol",
  "object",
  "any",
  "void",
  "unknown",
  "never",
]);

function isReservedForImports(name: string): boolean {
  return (globals as readonly string[]).includes(name) || primitiveNames.has(name) || reservedWords.has(name);
}

const reservedWords = new Set([
  "default",
  "delete",
  "class",
  "function",
  "new",
  "in",
  "typeof",
  "import",
  "export",
]);

/** Names of `snakebridge/typed` that a signature may mention after its type parameters are named. */
const typedNames = new Set(
  `Arg BoolArg BytesArg Callable CallableArg Callable_ CodecArg CodecValue ComplexArg ContextManager DictArg FloatArg Is IntArg IterableArg
  AsyncIterableArg Kw Lineage ListArg Pending PyAny PyArg PyClass PyEnumMember PyGenerator PyGenerator_ PyIterable
  PyIterable_ PyIterator PyIterator_ PyObject PyObject_ PyPromise PyRef Ref SequenceArg SetArg StrArg TupleArg Protocol`.split(
    /\s+/,
  ),
);

function importLine(specifier: string, names: ReadonlyMap<string, string>): string {
  const list = [...names]
    .sort(([a], [b]) => compare(a, b))
    .map(([name, local]) => (name === local ? name : `${name} as ${local}`));
  return `import type { ${list.join(", ")} } from ${JSON.stringify(specifier)};`;
}
