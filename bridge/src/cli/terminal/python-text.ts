import {
  literalText,
  plainSignature,
  pythonType,
  signatureText,
  type CallableSymbol,
  type ModuleMember,
} from "../../description/index.js";

/** What stands behind a name in a list: a signature, a type, a value. */
export function behindName(member: ModuleMember | CallableSymbol, types: boolean): string {
  const written = types ? signatureText : plainSignature;
  switch (member.kind) {
    case "callable":
      return member.signatures[0] === undefined ? "(...)" : written(member.signatures[0]);
    case "class": {
      const signature = member.constructor_?.signatures[0];
      return signature === undefined ? "" : written({ params: signature.params });
    }
    case "value":
      if (member.value !== undefined) return ` = ${literalText(member.value)}`;
      return member.type === undefined ? "" : `: ${pythonType(member.type)}`;
    case "alias":
      return ` = ${pythonType(member.type)}`;
    case "module":
      return "";
  }
}
