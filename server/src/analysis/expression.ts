/**
 * What the analysis of a document says, as plain data: nothing here knows TypeScript's syntax tree, so features
 * and tests read it without loading the parser.
 */

/** Offsets into the document's text, end exclusive. */
export interface Span {
  start: number;
  end: number;
}

/** A TypeScript expression that stands for something in Python. Names are not yet looked up in any description. */
export type PythonExpression =
  /** Something of the package `snakebridge` itself: `python`, a session, `python.module` (with its name), `kw`. */
  | { kind: "host"; name?: string }
  | { kind: "module"; module: string; span: Span }
  /** What an import of a generated wrapper gives; which module that is, the workspace's configuration says. */
  | { kind: "import"; specifier: string; span: Span }
  | { kind: "member"; object: PythonExpression; name: string; span: Span }
  | { kind: "call"; callee: PythonExpression; call: CallSite }
  | { kind: "awaited"; value: PythonExpression }
  /**
   * `const [a, b] = ...` and `$item(0)`. `ofArray`: by JavaScript's own means, as `rows[0]` and `rows.map((row) => ...)`, which only what
   * arrives as an array has.
   */
  | { kind: "element"; object: PythonExpression; index?: number; ofArray?: true }
  /** `for (const x of ...)`. */
  | { kind: "iterated"; object: PythonExpression }
  /** The value that `python.enter` hands to its body. */
  | { kind: "entered"; object: PythonExpression }
  /** An instance of a class, by `$as(Class)`. */
  | { kind: "instance"; class: PythonExpression }
  /** One of several, as in `a ? b : c`; `open`: or something that is not Python's. */
  | { kind: "either"; options: PythonExpression[]; open?: true }
  /** `await x.$value()`: no longer Python's. */
  | { kind: "converted"; value: PythonExpression };

/** What is known of an argument without types: enough to choose an overload. */
export type ArgumentShape =
  "string" | "number" | "boolean" | "null" | "array" | "object" | "function" | "undefined" | "unknown";

export interface Argument {
  kind: "positional" | "spread" | "keywords";
  span: Span;
  shape: ArgumentShape;
  /** Text of an identifier or literal. */
  text: string;
  /** Of `kw({...})`; `complete` is false where it holds a spread or a computed key. */
  keywords?: { name: string; span: Span; value: Span; shape: ArgumentShape }[];
  complete?: boolean;
  /** Inside the braces of `kw({...})`. */
  body?: Span;
}

export interface CallSite {
  /** Absent where the callee is not Python's. */
  callee: PythonExpression;
  /** The name that is called, for messages. */
  name: string;
  span: Span;
  calleeSpan: Span;
  /** Behind the opening parenthesis. */
  open: number;
  /** At the closing parenthesis; absent while the call is unclosed. */
  close?: number;
  arguments: Argument[];
  /** `python.call("a.b", [positional], {keywords})`. */
  byPath?: boolean;
  constructed?: boolean;
}

export interface MemberAccess {
  object: PythonExpression;
  name: string;
  nameSpan: Span;
  /** The `.` or `?.` with blanks around it left out; absent in a destructuring. */
  dot?: Span;
  /** The whole access. */
  span: Span;
  /** It is the target of an assignment, `delete` or the like. */
  written?: boolean;
  optional?: boolean;
}

/** What stands at a position where something may be completed. */
export type CompletionContext =
  | { kind: "member"; access: MemberAccess; typed: Span }
  | { kind: "destructured"; object: PythonExpression; typed: Span; present: string[] }
  /** Inside the quotes of `python.module("...")`. */
  | { kind: "module-name"; text: string; typed: Span; quoted: boolean }
  /** Inside the quotes of `python.call("...")`. */
  | { kind: "dotted-path"; text: string; typed: Span }
  | { kind: "keyword"; call: CallSite; typed: Span; present: string[]; separator: boolean }
  /** A string literal that is an argument: its parameter may have literal values. */
  | { kind: "literal"; call: CallSite; argument: ArgumentPosition; typed: Span; quoted: boolean }
  /** Inside ``python.eval`...` ``: a dotted path of Python names before the cursor. */
  | { kind: "python-source"; path: string[]; typed: Span; imports: Map<string, string> };

export type ArgumentPosition = { positional: number } | { keyword: string };

/** What stands at a position that a person points at. */
export type Target =
  | { kind: "member"; access: MemberAccess; span: Span }
  /** A name bound to something in Python. */
  | { kind: "binding"; expression: PythonExpression; name: string; span: Span }
  | { kind: "module-name"; module: string; span: Span }
  /** One step of the dotted path in `python.call("a.b.c")`; `path` ends with it. */
  | { kind: "path-step"; path: string[]; span: Span }
  | { kind: "keyword"; call: CallSite; name: string; span: Span }
  | { kind: "wrapper"; specifier: string; span: Span };

/** `const np = python.module("numpy")` and everything like it. */
export interface ModuleUse {
  module: string;
  /** The name, without quotes. */
  nameSpan: Span;
  /** The whole call `python.module("numpy")`. */
  span: Span;
  /** The text of what `module` was called on. */
  receiver: string;
  /** It was the package's own `python`, not another session. */
  isDefaultSession: boolean;
  /** The declaration that holds it, where it is the whole initializer of one. */
  declaration?: {
    /** From `const` to the end of the statement. */
    statement: Span;
    /** One declaration and nothing else, so that it can be replaced by an import. */
    sole: boolean;
    variable?: string;
    /** `{ dumps, loads: parse }` */
    destructured?: { property: string; variable: string }[];
    topLevel: boolean;
    exported: boolean;
  };
}

export interface WrapperImport {
  specifier: string;
  /** Without quotes. */
  specifierSpan: Span;
  statement: Span;
  namespace?: string;
  names: { imported: string; local: string; span: Span }[];
}

export interface NamedBinding {
  name: string;
  span: Span;
  expression: PythonExpression;
  /** The whole declaration. */
  declaration: Span;
}

export interface Occurrences {
  members: MemberAccess[];
  calls: CallSite[];
  modules: ModuleUse[];
  wrappers: WrapperImport[];
  bindings: NamedBinding[];
  /** Dotted names of `python.call("...")`. */
  paths: { text: string; span: Span }[];
}

export interface ImportStyle {
  /** Where an import statement goes. */
  insertAt: number;
  quote: '"' | "'";
  semicolon: boolean;
  /** How the document spells `python`; absent where it does not import it. */
  python?: string;
  /** How the document spells `kw`. */
  kw?: string;
  /** `import { python } from "snakebridge"` */
  packageImport?: { span: Span; names: { imported: string; local: string; span: Span }[] };
  commonjs: boolean;
}

/** The analysis of one version of a document. Everything is computed when asked for, once. */
export interface Analysis {
  completionAt(offset: number): CompletionContext | null;
  targetAt(offset: number): Target | null;
  /** The innermost call around the position whose callee is Python's, unless another call is nearer. */
  callAt(offset: number): { call: CallSite; argument: number; keyword?: string } | null;
  expressionOfName(name: string, offset: number): PythonExpression | null;
  /** Names of locals in scope, nearest first, for filling arguments. */
  namesInScope(offset: number): string[];
  /** All uses of the binding or member at a position, in this document. */
  referencesAt(offset: number): Span[];
  /** The uses of the variable that is declared at an offset, its declaration included. */
  usesOfName(offset: number): Span[];
  occurrences(): Occurrences;
  imports(): ImportStyle;
}
