/** What generated wrappers call at run time, as `snakebridge/wrapper`. */
import { python } from "../index.js";
import type { CallHints, MemberHints } from "./hints.js";
import type { PyAny } from "./types.js";

/** Hints as a wrapper writes them down: the class of a result by name, because classes refer to each other. */
export interface WrittenHints extends Omit<CallHints, "attributes" | "members"> {
  readonly attributes?: Readonly<Record<string, WrittenHints>>;
  /** Qualified name of the class of what a call gives, or a constructor makes. */
  readonly returns?: string;
}

/** Hints of the members of a class, by name. */
export type WrittenMembers = Readonly<Record<string, WrittenHints>>;

/** The classes of all wrappers that are loaded, by qualified name. */
const classes = new Map<string, WrittenMembers>();
const memberHints = new Map<string, MemberHints>();

/**
 * Connects a wrapper to its module on the package's `python`. Nothing is sent, and no worker starts, before something
 * of the module is used.
 *
 * @param name the module
 * @param members for each class of the module whose methods need hints, by its qualified name, their hints
 * @returns gives what stands for a name of the module
 */
export function wrapModule(
  name: string,
  members: Readonly<Record<string, WrittenMembers>> = {},
): (attribute: string, hints?: WrittenHints) => PyAny {
  for (const [qualified, own] of Object.entries(members)) classes.set(qualified, own);
  return (attribute, hints = {}) => python.declared(name, [attribute], read(hints)) as unknown;
}

function read({ attributes, returns, ...hints }: WrittenHints): CallHints {
  const below = attributes === undefined ? {} : { attributes: readAll(attributes) };
  if (returns === undefined) return { ...hints, ...below };
  return {
    ...hints,
    ...below,
    // Looked up when a call is made: the wrapper that describes the class may load later.
    get members(): MemberHints {
      return membersOf(returns);
    },
  };
}

function readAll(written: WrittenMembers): MemberHints {
  return Object.fromEntries(Object.entries(written).map(([name, hints]) => [name, read(hints)]));
}

function membersOf(qualified: string): MemberHints {
  let hints = memberHints.get(qualified);
  if (hints === undefined) {
    const written = classes.get(qualified);
    hints = written === undefined ? {} : readAll(written);
    if (written !== undefined) memberHints.set(qualified, hints);
  }
  return hints;
}
