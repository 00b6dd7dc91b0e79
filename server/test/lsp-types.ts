/**
 * Checks messages against the types of `vscode-languageserver-protocol`, from which the meta-model of LSP 3.18 is itself generated (the
 * package ships that model's schema only). The TypeScript compiler reads the types; values are checked structurally.
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import ts from "typescript";

interface Method {
  params: ts.Type | undefined;
  result: ts.Type | undefined;
}

export class LspTypes {
  private readonly checker: ts.TypeChecker;
  private readonly methods = new Map<string, Method>();

  constructor() {
    const manifest = createRequire(import.meta.url).resolve("vscode-languageserver-protocol/node");
    const api = join(dirname(dirname(manifest)), "common", "api.d.ts");
    const program = ts.createProgram([api], {
      module: ts.ModuleKind.Node20,
      moduleResolution: ts.ModuleResolutionKind.Node16,
      target: ts.ScriptTarget.ES2022,
      strict: true,
      skipLibCheck: true,
      types: [],
    });
    this.checker = program.getTypeChecker();
    const source = program.getSourceFile(api);
    const symbol = source && this.checker.getSymbolAtLocation(source);
    for (const exported of symbol ? this.checker.getExportsOfModule(symbol) : []) {
      this.readNamespace(exported);
    }
    if (this.methods.size < 80) {
      throw new Error(`Only ${this.methods.size} methods were found in ${api}.`);
    }
  }

  get size(): number {
    return this.methods.size;
  }

  /** `namespace HoverRequest { const method: "textDocument/hover"; const type: ProtocolRequestType<P, R, ...> }` */
  private readNamespace(symbol: ts.Symbol): void {
    const target = symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
    const method = exported(target, "method");
    const type = exported(target, "type");
    if (!method || !type) {
      return;
    }
    const name = this.checker.getTypeOfSymbol(method);
    if (!name.isStringLiteral()) {
      return;
    }
    const shape = this.checker.getTypeOfSymbol(type);
    const args = this.checker.getTypeArguments(shape as ts.TypeReference);
    const kind = shape.symbol.name;
    if (/RequestType0$/.test(kind)) {
      this.methods.set(name.value, { params: undefined, result: args[0] });
    } else if (/RequestType$/.test(kind)) {
      this.methods.set(name.value, { params: args[0], result: args[1] });
    } else if (/NotificationType$/.test(kind)) {
      this.methods.set(name.value, { params: args[0], result: undefined });
    } else if (/NotificationType0$/.test(kind)) {
      this.methods.set(name.value, { params: undefined, result: undefined });
    }
  }

  knows(method: string): boolean {
    return this.methods.has(method);
  }

  /** What is wrong with the parameters of a request or notification. */
  paramsProblems(method: string, params: unknown): string[] {
    const found = this.methods.get(method);
    return found?.params ? this.problems(params, found.params, "params") : [];
  }

  resultProblems(method: string, result: unknown): string[] {
    const found = this.methods.get(method);
    return found?.result ? this.problems(result, found.result, "result") : [];
  }

  private problems(value: unknown, type: ts.Type, path: string, depth = 0): string[] {
    if (depth > 40 || type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) {
      return [];
    }
    if (type.isUnion()) {
      return this.union(value, type, path, depth);
    }
    if (type.flags & ts.TypeFlags.StringLike) {
      const literal = type.isStringLiteral() ? type.value : undefined;
      return typeof value === "string" && (literal === undefined || literal === value)
        ? []
        : [wrong(path, value, literal ?? "a string")];
    }
    if (type.flags & ts.TypeFlags.NumberLike) {
      const literal = type.isNumberLiteral() ? type.value : undefined;
      const right =
        typeof value === "number" && Number.isFinite(value) && (literal === undefined || literal === value);
      return right ? [] : [wrong(path, value, literal ?? "a number")];
    }
    if (type.flags & ts.TypeFlags.BooleanLike) {
      const literal = this.checker.typeToString(type);
      const right = typeof value === "boolean" && (literal === "boolean" || literal === String(value));
      return right ? [] : [wrong(path, value, literal)];
    }
    if (type.flags & ts.TypeFlags.Null) {
      return value === null ? [] : [wrong(path, value, "null")];
    }
    if (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) {
      return value === undefined || value === null ? [] : [wrong(path, value, "nothing")];
    }
    return this.object(value, type, path, depth);
  }

  private union(value: unknown, type: ts.UnionType, path: string, depth: number): string[] {
    let nearest: string[] | undefined;
    for (const option of type.types) {
      const found = this.problems(value, option, path, depth + 1);
      if (found.length === 0) {
        return [];
      }
      if (!nearest || deepest(found) > deepest(nearest)) {
        nearest = found;
      }
    }
    return nearest ?? [];
  }

  private object(value: unknown, type: ts.Type, path: string, depth: number): string[] {
    if (this.checker.isTupleType(type)) {
      const items = this.checker.getTypeArguments(type as ts.TypeReference);
      return Array.isArray(value) && value.length === items.length
        ? items.flatMap((item, index) => this.problems(value[index], item, `${path}[${index}]`, depth + 1))
        : [wrong(path, value, `a tuple of ${items.length}`)];
    }
    if (this.checker.isArrayType(type)) {
      const [item] = this.checker.getTypeArguments(type as ts.TypeReference);
      return Array.isArray(value)
        ? value.flatMap((each: unknown, index) =>
            item ? this.problems(each, item, `${path}[${index}]`, depth + 1) : [],
          )
        : [wrong(path, value, "an array")];
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return [wrong(path, value, "an object")];
    }
    const problems: string[] = [];
    const known = new Set<string>();
    for (const property of this.checker.getPropertiesOfType(type)) {
      known.add(property.name);
      const given = (value as Record<string, unknown>)[property.name];
      const expected = this.checker.getTypeOfSymbol(property);
      if (given === undefined) {
        if (!(property.flags & ts.SymbolFlags.Optional)) {
          problems.push(`${path}.${property.name} is missing`);
        }
      } else {
        problems.push(...this.problems(given, expected, `${path}.${property.name}`, depth + 1));
      }
    }
    const index = this.checker.getIndexTypeOfType(type, ts.IndexKind.String);
    for (const [key, given] of Object.entries(value)) {
      if (!known.has(key) && given !== undefined) {
        if (index) {
          problems.push(...this.problems(given, index, `${path}.${key}`, depth + 1));
        } else if (known.size > 0) {
          problems.push(`${path}.${key} is not part of the protocol`);
        }
      }
    }
    return problems;
  }
}

function wrong(path: string, value: unknown, expected: string | number): string {
  return `${path} should be ${expected}, not ${(JSON.stringify(value) as string | undefined)?.slice(0, 80) ?? "nothing"}`;
}

function deepest(problems: readonly string[]): number {
  return Math.max(...problems.map((problem) => problem.split(" ")[0]?.length ?? 0));
}

function exported(namespace: ts.Symbol, name: string): ts.Symbol | undefined {
  return namespace.exports?.get(ts.escapeLeadingUnderscores(name));
}
