/** What is wrong in `snakebridge.json` beyond its schema: modules and names that Python does not have. */
import {
  DiagnosticSeverity,
  type CodeAction,
  type CodeActionContext,
  type Diagnostic,
} from "vscode-languageserver-protocol";
import { similarNames } from "snakebridge/tooling";
import { serverCommands } from "../../protocol/index.js";
import { command, type CodeActionOptions } from "../features/code-action-options.js";
import { pathContainer } from "../features/completion-modules.js";
import type { Knowledge } from "../knowledge/knowledge.js";
import { lastStep, memberOf } from "../knowledge/lookup.js";
import { namedPlaces, rangeOfNode, treeOf, type ConfigSource, type NamedPlace } from "./config-document.js";
import { diagnosticSource, type DiagnosticCode, type DiagnosticData } from "../features/diagnostics.js";

/** A fault that the configuration's own reader found, with its place. */
export interface ConfigFault {
  code: string;
  message: string;
  range: Diagnostic["range"];
  suggestion?: string;
}

/** Faults that a JSON Schema finds as well: one fault is one diagnostic, so these are left to the client's JSON support. */
const schemaCodes = new Set(["syntax", "duplicate-key", "unknown-key", "wrong-type", "wrong-value"]);

export function configDiagnostics(
  document: ConfigSource,
  knowledge: Knowledge,
  faults: readonly ConfigFault[],
  validateSchema: boolean,
): Diagnostic[] {
  const found: Diagnostic[] = faults
    .filter((fault) => validateSchema || !schemaCodes.has(fault.code))
    .map((fault) => ({
      range: fault.range,
      severity: DiagnosticSeverity.Error,
      code: fault.code,
      source: diagnosticSource,
      message: fault.message,
      ...(fault.suggestion === undefined
        ? {}
        : { data: { replacement: fault.suggestion } satisfies DiagnosticData }),
    }));
  const root = treeOf(document);
  for (const place of root ? namedPlaces(root) : []) {
    const diagnostic = placeDiagnostic(document, place, knowledge);
    if (diagnostic) {
      found.push(diagnostic);
    }
  }
  return found;
}

function placeDiagnostic(
  document: ConfigSource,
  place: NamedPlace,
  knowledge: Knowledge,
): Diagnostic | undefined {
  const make = (code: DiagnosticCode, message: string, data: DiagnosticData): Diagnostic => ({
    range: rangeOfNode(document, place.node, true),
    severity: DiagnosticSeverity.Warning,
    code,
    source: diagnosticSource,
    message,
    data,
  });
  const hint = (replacement: string | undefined): string =>
    replacement === undefined ? "" : ` Did you mean '${replacement}'?`;
  switch (place.kind) {
    case "module":
    case "import": {
      const state = knowledge.module(place.module);
      if (state.state !== "absent") {
        return undefined;
      }
      const [replacement] = similarNames(
        place.module,
        (knowledge.installed() ?? []).map((module) => module.name),
      );
      return make(
        "unknown-module",
        `There is no Python module '${place.module}' in this environment.${hint(replacement)}`,
        {
          module: place.module,
          install: state.install ?? place.module.split(".")[0] ?? place.module,
          ...(replacement === undefined ? {} : { replacement }),
        },
      );
    }
    case "submodule": {
      const state = knowledge.module(place.module);
      if (
        state.state !== "described" ||
        state.description.dynamic ||
        place.name === "all" ||
        place.name.includes(".")
      ) {
        return undefined;
      }
      const names = state.description.submodules.map((submodule) => lastStep(submodule.name));
      if (names.includes(place.name) || state.description.member(place.name)?.kind === "module") {
        return undefined;
      }
      const [replacement] = similarNames(place.name, names);
      return make(
        "unknown-member",
        `'${place.module}' has no submodule '${place.name}'.${hint(replacement)}`,
        {
          ...(replacement === undefined ? {} : { replacement }),
        },
      );
    }
    case "name": {
      const state = knowledge.module(place.module);
      const [first = "", second] = place.name.split(".");
      if (state.state !== "described") {
        return undefined;
      }
      const container = pathContainer(place.module.split("."), knowledge);
      const member = memberOf(container, first, knowledge);
      const missing =
        member.kind === "missing"
          ? member
          : second === undefined
            ? undefined
            : memberOf(member, second, knowledge);
      if (missing?.kind !== "missing") {
        return undefined;
      }
      const names =
        missing.on.kind === "module"
          ? missing.on.description.names
          : missing.on.symbol.members.map(({ name }) => name);
      const [similar] = similarNames(missing.name, names);
      const replacement =
        similar === undefined ? undefined : second === undefined ? similar : `${first}.${similar}`;
      return make("unknown-member", `'${place.module}' has no name '${place.name}'.${hint(replacement)}`, {
        ...(replacement === undefined ? {} : { replacement }),
      });
    }
    case "export":
    case "file":
    case "outDir":
      return undefined;
  }
}

export function configActions(
  document: ConfigSource,
  context: CodeActionContext,
  options: Pick<CodeActionOptions, "folder" | "mayWrite">,
): CodeAction[] {
  return context.diagnostics.flatMap((diagnostic) => {
    if (diagnostic.source !== diagnosticSource) {
      return [];
    }
    const data = (diagnostic.data ?? {}) as DiagnosticData;
    const actions: CodeAction[] = [];
    if (data.replacement !== undefined) {
      const quoted = document.text[document.offsetAt(diagnostic.range.start)] === '"';
      const newText = quoted ? JSON.stringify(data.replacement) : data.replacement;
      actions.push({
        title: `Change to '${data.replacement}'`,
        kind: "quickfix",
        diagnostics: [diagnostic],
        isPreferred: true,
        edit: { changes: { [document.uri]: [{ range: diagnostic.range, newText }] } },
      });
    }
    if (diagnostic.code === "unknown-module" && options.mayWrite && data.install !== undefined) {
      const title = `Install '${data.install}' into the environment`;
      const argument = { folder: options.folder, requirement: data.install };
      actions.push({
        title,
        kind: "quickfix",
        diagnostics: [diagnostic],
        command: command(title, serverCommands.installPackage, argument),
      });
    }
    return actions;
  });
}
