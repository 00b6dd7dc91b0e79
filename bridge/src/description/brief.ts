/** What a list shows of a symbol: enough to offer it, without reading the symbol itself. */
import type { MemberSymbol, ModuleMember } from "./model.js";
import { literalText, pythonType, shortSignature } from "./python-text.js";

export interface Brief {
  readonly name: string;
  readonly kind: ModuleMember["kind"] | MemberSymbol["kind"];
  /** Flavour of a callable or class. */
  readonly flavour?: string;
  /** What stands behind the name: `(obj, *, indent=None)`, `: float`, ` = 3`. */
  readonly detail?: string;
  readonly deprecated?: true;
  /** A callable that takes nothing. */
  readonly bare?: true;
  /** A value that is known. */
  readonly constant?: true;
  readonly inherited?: true;
  /** A property of the class, not of its instances. */
  readonly static?: true;
}

/** What the account of a symbol needs of it: a class's members, which may be shared by reference, are not looked at. */
export type Briefed = Exclude<ModuleMember | MemberSymbol, { kind: "class" }> | BriefedClass;
type ClassMember = Extract<ModuleMember, { kind: "class" }>;
type BriefedClass = Omit<ClassMember, "members">;

export function briefOf(symbol: Briefed): Brief {
  const detail = shortDetail(symbol);
  const bare =
    symbol.kind === "callable" && symbol.signatures.length === 1 && symbol.signatures[0]?.params.length === 0;
  return {
    name: symbol.name,
    kind: symbol.kind,
    ...("flavour" in symbol ? { flavour: symbol.flavour } : {}),
    ...(detail === undefined ? {} : { detail }),
    ...(symbol.deprecated === undefined ? {} : { deprecated: true as const }),
    ...(bare ? { bare: true as const } : {}),
    ...(symbol.kind === "value" && symbol.value !== undefined ? { constant: true as const } : {}),
    ...("inheritedFrom" in symbol ? { inherited: true as const } : {}),
    ...(symbol.kind === "property" && symbol.static === true ? { static: true as const } : {}),
  };
}

/** Behind the name in a list: the first signature, or the type. */
export function shortDetail(symbol: Briefed): string | undefined {
  switch (symbol.kind) {
    case "callable":
      return symbol.signatures[0] === undefined ? "(...)" : shortSignature(symbol.signatures[0]);
    case "class": {
      const signature = symbol.constructor_?.signatures[0];
      return signature && shortSignature(signature);
    }
    case "property":
    case "value":
      if (symbol.type !== undefined) return `: ${pythonType(symbol.type)}`;
      return symbol.kind === "value" && symbol.value !== undefined
        ? ` = ${literalText(symbol.value)}`
        : undefined;
    default:
      return undefined;
  }
}
