/** Follows the documents: discovery starts as soon as a module's name is recognised, without a parse on the keystroke. */
import type { ServerContext } from "../context.js";
import { namedPlaces, treeOf } from "../configuration/config-document.js";
import { limitYoungGeneration } from "../memory.js";
import type { SourceDocument } from "../source-document.js";
import type { Documents } from "../workspace/documents.js";
import { bindDiagnostics } from "./diagnostics.js";
import type { Announce } from "./language-features.js";
import { isModuleName } from "../workspace/folder-knowledge.js";
import type { Folder } from "../workspace/folders.js";

/** Behind the last keystroke, so that `num` is not looked for while `numpy` is typed. */
const settleTime = 120;

const moduleCall = /\.\s*module\s*(?:<[^>]*>)?\s*\(\s*(["'`])([\w.]+)\1/g;
const pathCall = /\.\s*call\s*\(\s*(["'`])([\w.]+)\1/g;

export function watchDocuments(context: ServerContext, announce: Announce): void {
  const { connection, documents } = context;
  connection.onDidOpenTextDocument((params) => {
    documents.didOpen(params);
    sizeYoungGeneration(documents);
  });
  connection.onDidChangeTextDocument((params) => documents.didChange(params));
  connection.onDidCloseTextDocument((params) => {
    documents.didClose(params);
    sizeYoungGeneration(documents);
  });

  const push = bindDiagnostics(context, announce);
  const timers = new Map<string, NodeJS.Timeout>();
  documents.onChange = (document) => {
    context.onActivity();
    clearTimeout(timers.get(document.uri));
    timers.set(
      document.uri,
      setTimeout(() => {
        timers.delete(document.uri);
        recognise(context, document);
      }, settleTime),
    );
    push.changed(document);
  };
  documents.onClose = (uri) => {
    clearTimeout(timers.get(uri));
    timers.delete(uri);
    push.closed(uri);
  };
}

function sizeYoungGeneration(documents: Documents): void {
  limitYoungGeneration([...documents].map((document) => document.text.length));
}

/** The modules that a text names; a cheap look at the text, wrong guesses cost nothing but a look into the cache. */
export function namedModules(text: string): Set<string> {
  const found = new Set<string>();
  for (const match of text.matchAll(moduleCall)) {
    found.add(match[2] ?? "");
  }
  for (const match of text.matchAll(pathCall)) {
    found.add((match[2] ?? "").split(".")[0] ?? "");
  }
  return found;
}

function recognise(context: ServerContext, document: SourceDocument): void {
  const folder = context.folders.of(document.uri);
  if (context.configuration(document.uri)) {
    recogniseConfigured(document, folder);
    return;
  }
  if (!document.mentions(context.relevantWords(folder))) {
    return;
  }
  want(folder, namedModules(document.text));
  // Loading the parser now keeps the first key behind the dot fast.
  setImmediate(() => context.analyzer.analyzer);
}

/** The modules that `snakebridge.json` names. */
function recogniseConfigured(document: SourceDocument, folder: Folder): void {
  const root = treeOf(document);
  const names = (root ? namedPlaces(root) : []).flatMap((place) =>
    place.kind === "module" ? [place.module] : [],
  );
  want(folder, names);
}

function want(folder: Folder, names: Iterable<string>): void {
  // The list of installed modules tells complete names from half-typed ones, and is wanted for completion soon.
  const installed = folder.knowledge.installed();
  const known = installed && new Set(installed.map((module) => module.name));
  for (const name of names) {
    const top = name.split(".")[0] ?? name;
    if (isModuleName(name) && (!known || known.has(top))) {
      folder.knowledge.module(name);
    }
  }
}
