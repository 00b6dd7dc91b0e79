/** What features know about one folder: answers from the cache and remembers what should be discovered. */
import { basename, dirname, resolve as resolvePath } from "node:path";
import type { Brief } from "snakebridge/tooling";
import { URI } from "vscode-uri";
import type { ErrorData, InstalledModule } from "../../protocol/index.js";
import type { Knowledge, ModuleState, WrapperFile } from "../knowledge/knowledge.js";
import type { ClassSymbol } from "../knowledge/model.js";
import type { FolderPython } from "./folder-python.js";

/** What a look-up found missing and discovery could supply. */
export interface Wanted {
  module(name: string): void;
  class(qualifiedName: string): void;
  installed(): void;
}

export class FolderKnowledge implements Knowledge {
  private readonly python: FolderPython;
  private readonly wanted: Wanted;
  private readonly failures = new Map<string, ErrorData>();
  private readonly undescribable = new Set<string>();
  /** Names of modules that are being described. */
  private readonly glimpses = new Map<string, readonly Brief[]>();
  /** False while nothing may run Python. */
  private readonly mayDiscover: () => string | undefined;

  constructor(python: FolderPython, wanted: Wanted, whyNotDiscover: () => string | undefined) {
    this.python = python;
    this.wanted = wanted;
    this.mayDiscover = whyNotDiscover;
  }

  module(name: string): ModuleState {
    if (!isModuleName(name)) {
      return { state: "unknown", reason: "this is not a module's name." };
    }
    const description = this.python.describedModule(name);
    if (description) {
      this.failures.delete(name);
      return { state: "described", description };
    }
    const failure = this.failures.get(name);
    if (failure) {
      return failed(failure);
    }
    const reason = this.mayDiscover();
    if (reason !== undefined) {
      return { state: "unknown", reason };
    }
    this.wanted.module(name);
    const names = this.glimpses.get(name);
    return { state: "waiting", ...(names ? { names } : {}) };
  }

  class(qualifiedName: string): ClassSymbol | undefined {
    const known = this.python.describedClass(qualifiedName);
    if (known || this.undescribable.has(qualifiedName)) {
      return known;
    }
    if (this.mayDiscover() === undefined) {
      this.wanted.class(qualifiedName);
    }
    return undefined;
  }

  awaitsClass(qualifiedName: string): boolean {
    return (
      !this.undescribable.has(qualifiedName) &&
      this.mayDiscover() === undefined &&
      this.python.describedClass(qualifiedName) === undefined
    );
  }

  installed(): readonly InstalledModule[] | undefined {
    const known = this.python.installedModules();
    if (!known && this.mayDiscover() === undefined) {
      this.wanted.installed();
    }
    return known;
  }

  wrapper(module: string): WrapperFile | undefined {
    return this.python.wrappers().get(module);
  }

  wrapperOfImport(specifier: string, documentUri: string): WrapperFile | undefined {
    if (!/^[./#~@]|python/.test(specifier) || !documentUri.startsWith("file:")) {
      return undefined;
    }
    const stem = withoutExtension(
      specifier.startsWith(".")
        ? resolvePath(dirname(URI.parse(documentUri).fsPath), specifier)
        : specifier.replace(/^[#~@]\/?/, "/"),
    );
    const relative = specifier.startsWith(".");
    for (const wrapper of this.python.wrappers().values()) {
      const file = withoutExtension(wrapper.file);
      const folder = basename(file) === "index" ? dirname(file) : undefined;
      const same = relative
        ? file === stem || folder === stem
        : file.endsWith(stem) || (folder?.endsWith(stem) ?? false);
      if (same) {
        return wrapper;
      }
    }
    return undefined;
  }

  glimpse(module: string, names: readonly Brief[]): void {
    this.glimpses.set(module, names);
  }

  forgetGlimpse(module: string): void {
    this.glimpses.delete(module);
  }

  fail(module: string, error: ErrorData): void {
    this.failures.set(module, error);
  }

  failClass(qualifiedName: string): void {
    this.undescribable.add(qualifiedName);
  }

  /** After an installation or another interpreter, what failed may work. */
  forgetFailures(): void {
    this.failures.clear();
    this.undescribable.clear();
  }
}

export function isModuleName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*$/u.test(name);
}

function failed(failure: ErrorData): ModuleState {
  if (failure.kind === "module-not-found") {
    return { state: "absent", install: failure.install?.[0] };
  }
  if (failure.kind === "no-environment" || failure.kind === "untrusted" || failure.kind === "cancelled") {
    return { state: "unknown", reason: failure.message };
  }
  return { state: "failed", message: failure.message, remedy: failure.remedy };
}

function withoutExtension(path: string): string {
  return path.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, "");
}
