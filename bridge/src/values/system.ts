/** Values of Python's standard library that are text at heart: paths, UUIDs, enum members. */

/** The text of a `uuid.UUID`. It goes back as `str`, which `uuid.UUID(...)` and most libraries take. */
export type PyUUID = string & { readonly __python?: "uuid.UUID" };

export type PathKind = "PosixPath" | "WindowsPath" | "PurePosixPath" | "PureWindowsPath";

/** A `pathlib` path. Sent to Python without a kind, it becomes a `Path` of the worker's system. */
export class PyPath {
  readonly path: string;
  readonly kind: PathKind | undefined;

  constructor(path: string, kind?: PathKind) {
    this.path = path;
    this.kind = kind;
  }

  /** The text, so that Node's functions take it by `String(path)`. */
  toString(): string {
    return this.path;
  }

  toJSON(): string {
    return this.path;
  }
}

/**
 * A member of a Python `Enum` or `Flag`. The same member is the same object while it lives, so `===` compares members,
 * and it goes back to Python as itself.
 */
export class PyEnumMember<T = unknown> {
  /** `RED`; a combination of flags has the names that Python gives it, or none. */
  readonly name: string | null;
  readonly value: T;
  /** The qualified name of its class: `module.Color`. */
  readonly type: string;

  constructor(type: string, name: string | null, value: T) {
    this.type = type;
    this.name = name;
    this.value = value;
  }

  /** As Python prints it: `Color.RED`. */
  toString(): string {
    const className = this.type.slice(this.type.lastIndexOf(".") + 1);
    return `${className}.${this.name ?? String(this.value)}`;
  }
}
