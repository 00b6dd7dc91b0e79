/**
 * Types from the settings, for what can't be known: `{ "load.return": "Model", "C.get.key": "string" }`. They are
 * TypeScript of the project's own, so they are kept apart from everything that comes from Python: by identity of the
 * node, which no description can forge.
 */
import type { CallableSymbol, MemberSymbol, ModuleMember, TypeNode } from "../description/model.js";

const given = new WeakMap<TypeNode, string>();

/** The TypeScript that the settings give for a node. */
export function givenType(node: TypeNode): string | undefined {
  return given.get(node);
}

type Types = Readonly<Record<string, string>>;

/** The member with the settings' types in place. */
export function withGivenTypes<M extends ModuleMember | MemberSymbol>(
  member: M,
  types: Types,
  prefix?: string,
): M;
export function withGivenTypes(
  member: ModuleMember | MemberSymbol,
  types: Types,
  prefix = "",
): ModuleMember | MemberSymbol {
  const name = `${prefix}${member.name}`;
  switch (member.kind) {
    case "callable":
      return inCallable(member, types, name);
    case "property":
    case "value": {
      const type = nodeFor(types[name]);
      return type === undefined ? member : { ...member, type, source: "inline" };
    }
    case "class": {
      const { constructor_: init } = member;
      return {
        ...member,
        members: member.members.map((inner) => withGivenTypes(inner, types, `${name}.`)),
        ...(init === undefined ? {} : { constructor_: inCallable(init, types, name) }),
      };
    }
    case "alias":
    case "module":
      return member;
  }
}

function inCallable(symbol: CallableSymbol, types: Types, name: string): CallableSymbol {
  const signatures = symbol.signatures.map((signature) => {
    const returns = nodeFor(types[`${name}.return`]);
    const params = signature.params.map((param) => {
      const type = nodeFor(types[`${name}.${param.name}`]);
      return type === undefined ? param : { ...param, type, source: "inline" as const };
    });
    return {
      ...signature,
      params,
      ...(returns === undefined ? {} : { returns, returnsSource: "inline" as const }),
    };
  });
  return { ...symbol, signatures };
}

function nodeFor(text: string | undefined): TypeNode | undefined {
  if (text === undefined) return undefined;
  const node: TypeNode = { kind: "raw", text };
  given.set(node, text);
  return node;
}
