/** The types of descriptions, from the one place that defines them. */
export type {
  AliasDefinition,
  CallableSymbol,
  ClassSymbol,
  LiteralValue,
  Location,
  MemberSymbol,
  ModuleDescription,
  ModuleMember,
  Parameter,
  Signature,
  Submodule,
  TypeNode,
} from "snakebridge/tooling";
