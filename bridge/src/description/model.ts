/**
 * The description of a Python module: what the adapter's describer sends, what the cache stores,
 * and what the generator, the call checker and the language server read.
 *
 * The describer (`python/snakebridge_adapter/describe/`) produces exactly this JSON; a test validates one
 * against the other. Optional fields are absent, never null, so that descriptions stay small.
 */

/** Where a fact comes from, strongest first. A guess (`inferred`, `default`) is never shown as declared. */
export type FactSource = "stub" | "inline" | "constraint" | "docstring" | "inferred" | "default";

/**
 * A Python type as a tree. Names are fully qualified (`numpy.ndarray`); builtins are bare (`int`); what `typing` and
 * `collections.abc` share is `typing` (`typing.Sequence`, `typing.Never`), `typing.List` is `list`. Small type aliases
 * are expanded; a `ref` may also name a large or recursive one, which `ModuleDescription.aliases` then defines. The
 * class of a `ref` may exist only in stubs (`_typeshed.SupportsRead`): a class request describes it all the same.
 */
export type TypeNode =
  | { kind: "ref"; name: string; args?: TypeNode[] }
  | { kind: "union"; items: TypeNode[] }
  | { kind: "literal"; values: LiteralValue[] }
  | { kind: "callable"; params?: Parameter[]; returns: TypeNode; paramSpec?: string }
  /** `tuple[A, B]`; with `variadic`, `tuple[A, ...]` and exactly one item. */
  | { kind: "tuple"; items: TypeNode[]; variadic?: true }
  /**
   * A type variable. `*args: P.args` and `**kwargs: P.kwargs` have a `typevar` named after the ParamSpec, which the
   * signature or class lists in `typeParams`.
   */
  | { kind: "typevar"; name: string }
  | { kind: "unpack"; item: TypeNode }
  /** Declared `Any`. Not the same as an absent type, which means that nobody said. */
  | { kind: "any" }
  | { kind: "none" }
  | { kind: "self" }
  /** Text that could not be resolved: shown to people, `PyAny` in TypeScript. */
  | { kind: "raw"; text: string };

/** A value that can be written in JSON. Enum members are `{ enum: "module.Class.MEMBER" }`, bytes `{ bytes: base64 }`. */
export type LiteralValue =
  string | number | boolean | null | { enum: string } | { int: string } | { bytes: string };

export type ParameterKind =
  "positional-only" | "positional-or-keyword" | "var-positional" | "keyword-only" | "var-keyword";

export interface Parameter {
  name: string;
  kind: ParameterKind;
  /** True where the call may omit it (a default, or an optional part of an overload). */
  optional?: true;
  /** `repr` of the default, for people. At most 200 characters. */
  default?: string;
  /** The default as a value, only where it is plain. */
  literal?: LiteralValue;
  type?: TypeNode;
  source?: FactSource;
  doc?: string;
  /** The runtime signature and the stub disagree about this parameter. */
  drift?: true;
}

export interface Signature {
  params: Parameter[];
  returns?: TypeNode;
  returnsSource?: FactSource;
  /** Type variables of this signature; those of its class are not repeated. */
  typeParams?: TypeParameter[];
  /** Declared type of `self` where an overload applies only to some (`self: list[str]`). */
  self?: TypeNode;
  /** `@deprecated` on this overload. */
  deprecated?: string;
}

export interface TypeParameter {
  name: string;
  kind: "typevar" | "paramspec" | "typevartuple";
  bound?: TypeNode;
  constraints?: TypeNode[];
  default?: TypeNode;
  /** As declared; absent where it is invariant or nobody says. */
  variance?: "covariant" | "contravariant";
}

export interface Location {
  /** Absolute path of the Python source or stub. */
  file: string;
  /** One-based line. */
  line: number;
}

export interface Deprecation {
  /** Empty where the library gives no reason. */
  message: string;
  since?: string;
}

interface SymbolBase {
  /** The name under which the container offers it. */
  name: string;
  /** The docstring, cleaned as `inspect.cleandoc` does. */
  doc?: string;
  location?: Location;
  /** Where the stub declares it, if it is not the same place. */
  stub?: Location;
  deprecated?: Deprecation;
  /** Fully qualified name of the definition where it differs from container + name (a re-export, an alias). */
  definedAs?: string;
}

export type CallableFlavour =
  "function" | "method" | "classmethod" | "staticmethod" | "constructor" | "callable-object";

export interface CallableSymbol extends SymbolBase {
  kind: "callable";
  flavour: CallableFlavour;
  /** Overloads in order; one entry where there is no overload; empty where no signature is known at all. */
  signatures: Signature[];
  /** A coroutine function: `returns` is what awaiting gives. With `generator`: an async generator function. */
  async?: true;
  /** A generator function: `returns` is the iterator, as declared. */
  generator?: true;
  /** Fully qualified class of a callable object (`numpy.ufunc`). */
  class?: string;
  /** Qualified name of the class it is inherited from. */
  inheritedFrom?: string;
}

export interface PropertySymbol extends SymbolBase {
  kind: "property";
  type?: TypeNode;
  source?: FactSource;
  settable?: true;
  deletable?: true;
  inheritedFrom?: string;
  /** A class variable, not an instance attribute or property. */
  static?: true;
}

export type ClassFlavour =
  | "plain"
  | "dataclass"
  | "namedtuple"
  | "enum"
  | "typeddict"
  | "protocol"
  | "exception"
  | "pydantic"
  | "attrs";

export interface ClassSymbol extends SymbolBase {
  kind: "class";
  flavour: ClassFlavour;
  /** Fully qualified names with arguments, as declared. */
  bases: TypeNode[];
  /** Fully qualified names of the MRO without the class itself and without `object`. */
  mro: string[];
  typeParams?: TypeParameter[];
  constructor_?: CallableSymbol;
  /** Own members and inherited ones (marked), constructor left out. Dunder methods with a place in TypeScript are included. */
  members: MemberSymbol[];
  /** Enum members, TypedDict keys, named tuple and dataclass fields, in order. */
  fields?: Field[];
  abstract?: true;
  /** `__getattr__` is defined: unknown attributes may exist. */
  dynamic?: true;
  iterable?: TypeNode | true;
  /** For a class inside a class: the qualified name of the class it is inherited from. */
  inheritedFrom?: string;
}

export interface Field {
  name: string;
  type?: TypeNode;
  source?: FactSource;
  /** Enum member's value, where plain. */
  value?: LiteralValue;
  optional?: true;
  default?: string;
  doc?: string;
}

export interface ValueSymbol extends SymbolBase {
  kind: "value";
  /** Nothing but the name is known: the module loads it when somebody asks for it. A class request describes a class. */
  lazy?: true;
  type?: TypeNode;
  source?: FactSource;
  /** The constant's value where it is plain and short. */
  value?: LiteralValue;
  /** Fully qualified class of the value at run time. */
  class?: string;
  /** For a member of a class: the qualified name of the class it is inherited from. */
  inheritedFrom?: string;
}

/** A type alias, TypeVar or NewType that the module exports. */
export interface AliasSymbol extends SymbolBase {
  kind: "alias";
  type: TypeNode;
  newType?: true;
  typeParams?: TypeParameter[];
}

/** A submodule that is an attribute of the module. */
export interface ModuleSymbol extends SymbolBase {
  kind: "module";
  module: string;
}

export type MemberSymbol = CallableSymbol | PropertySymbol | ClassSymbol | ValueSymbol;
export type ModuleMember = CallableSymbol | ClassSymbol | ValueSymbol | AliasSymbol | ModuleSymbol;

export interface Submodule {
  name: string;
  /** Listed from disk only: importing it may fail. */
  lazy?: true;
}

/** What a type alias stands for. */
export interface AliasDefinition {
  type: TypeNode;
  typeParams?: TypeParameter[];
}

/** A name that could not be described. */
export interface Skipped {
  name: string;
  reason: string;
  /** The fault is the describer's own, not the library's. Such a description is not kept. */
  internal?: true;
}

export interface ModuleDescription {
  /** Version of this shape. */
  schema: 1;
  module: string;
  doc?: string;
  file?: string;
  /** Distribution that provides it and that distribution's version; the standard library has neither. */
  distribution?: string;
  version?: string;
  stdlib?: true;
  /** The interpreter: `3.11.7`. */
  python: string;
  /** `__getattr__` on the module: unknown names may exist, so no diagnostics. */
  dynamic?: true;
  submodules: Submodule[];
  /**
   * The names that the module says it exports (`__all__`, of the running module or else of its stub), in that order, as
   * far as they are described. Absent where nobody says: then all members are equally public.
   */
  exports?: string[];
  members: ModuleMember[];
  /** What could not be read, and why; shown in the coverage report. */
  skipped?: Skipped[];
  /** Type aliases that `ref` nodes of this description name, by qualified name. */
  aliases?: Record<string, AliasDefinition>;
  /** Warnings and text that importing the module produced (first 4,000 characters). */
  importOutput?: string;
}

/** One class on its own, described on first use: reached through a property, a parameter or a return type. */
export interface ClassDescription {
  schema: 1;
  /** Fully qualified name that was asked for. */
  name: string;
  class: ClassSymbol;
  aliases?: Record<string, AliasDefinition>;
  distribution?: string;
  version?: string;
  stdlib?: true;
  python: string;
}

/** One importable top-level module of an environment, found without importing it. */
export interface InstalledModule {
  name: string;
  distribution?: string;
  version?: string;
  stdlib?: true;
  /** It can have submodules. */
  package?: true;
  /** First line of the distribution's summary. */
  summary?: string;
}
