import assert from "node:assert/strict";
import {
  commands,
  workspace,
  type Hover,
  type Location,
  type LocationLink,
  type MarkdownString,
  type SignatureHelp,
} from "vscode";
import { closeAll, openWith, positionOf } from "../../editor.ts";
import { activated } from "../../extension.ts";
import { eventually } from "../../window.ts";

const program = `import { python } from "snakebridge";

const json = python.module("json");

console.log(await json.dumps({ hello: "Python" }|));
`;

export async function hoverTexts(uri: unknown, position: unknown): Promise<string[]> {
  const hovers = await commands.executeCommand<Hover[]>("vscode.executeHoverProvider", uri, position);
  return hovers.flatMap((hover) => hover.contents.map((part) => (part as MarkdownString).value));
}

/** What each provider answers about a call, from its first parenthesis. VS Code shows the first help that is not empty. */
export async function signatureHelpAt(uri: unknown, position: unknown): Promise<SignatureHelp | undefined> {
  return commands.executeCommand<SignatureHelp | undefined>(
    "vscode.executeSignatureHelpProvider",
    uri,
    position,
    "(",
  );
}

/** Paths of everything that *Go to Definition* offers. */
export async function definitionPaths(uri: unknown, position: unknown): Promise<string[]> {
  const found = await commands.executeCommand<(Location | LocationLink)[]>(
    "vscode.executeDefinitionProvider",
    uri,
    position,
  );
  return found.map((one) => ("targetUri" in one ? one.targetUri : one.uri).path);
}

describe("Reading a program that calls Python", () => {
  before(async () => {
    const api = await activated();
    const [folder] = workspace.workspaceFolders ?? [];
    assert.ok(folder);
    await api.discover(folder.uri, "json");
  });
  afterEach(closeAll);

  it("explains dumps on hover: Python's signature and its documentation", async () => {
    const editor = await openWith("hover.ts", program);
    const texts = await eventually("our hover", async () => {
      const found = await hoverTexts(editor.document.uri, positionOf(editor, "dumps"));
      return found.some((text) => text.includes("skipkeys")) ? found : undefined;
    });
    const ours = texts.find((text) => text.includes("skipkeys")) ?? "";
    assert.match(ours, /dumps\(/);
    assert.match(ours, /Serialize .*obj.* to a JSON formatted/);
  });

  it("shows Python's parameters while a call is written", async () => {
    const editor = await openWith("signature.ts", program);
    const help = await eventually("our signature help", async () => {
      const found = await signatureHelpAt(editor.document.uri, positionOf(editor, "({ hello", 1));
      return found !== undefined && found.signatures.length > 0 ? found : undefined;
    });
    assert.match(help.signatures[0]?.label ?? "", /obj/);
  });

  it("goes to Python's source", async () => {
    const editor = await openWith("definition.ts", program);
    const targets = await eventually("a definition in Python", async () => {
      const paths = await definitionPaths(editor.document.uri, positionOf(editor, "dumps"));
      return paths.some((path) => path.endsWith(".py") || path.endsWith(".pyi")) ? paths : undefined;
    });
    assert.ok(targets.some((path) => /json\/__init__\.pyi?$/.test(path)));
  });
});
