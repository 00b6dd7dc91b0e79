/** What all extensions together answer about a place in a document, as the window would ask them. */
import {
  commands,
  languages,
  type CompletionItem,
  type CompletionList,
  type Hover,
  type Location,
  type LocationLink,
  type MarkdownString,
  type Position,
  type SignatureHelp,
  type Uri,
} from "vscode";

export async function hoverTexts(uri: Uri, position: Position): Promise<string[]> {
  const hovers = await commands.executeCommand<Hover[]>("vscode.executeHoverProvider", uri, position);
  return hovers.flatMap((hover) => hover.contents.map((part) => (part as MarkdownString).value));
}

/** What each provider answers about a call, from its first parenthesis. VS Code shows the first help that is not empty. */
export async function signatureHelpAt(uri: Uri, position: Position): Promise<SignatureHelp | undefined> {
  return commands.executeCommand<SignatureHelp | undefined>(
    "vscode.executeSignatureHelpProvider",
    uri,
    position,
    "(",
  );
}

const pathsOf = (found: readonly (Location | LocationLink)[]): string[] =>
  found.map((one) => ("targetUri" in one ? one.targetUri : one.uri).path);

/** Paths of everything that *Go to Definition* offers. */
export const definitionPaths = async (uri: Uri, position: Position): Promise<string[]> =>
  pathsOf(await commands.executeCommand("vscode.executeDefinitionProvider", uri, position));

/** Paths of everything that *Go to Implementations* offers. */
export const implementationPaths = async (uri: Uri, position: Position): Promise<string[]> =>
  pathsOf(await commands.executeCommand("vscode.executeImplementationProvider", uri, position));

/** Labels of all that can be inserted behind a dot. */
export async function completionLabels(uri: Uri, position: Position): Promise<string[]> {
  const list = await commands.executeCommand<CompletionList>(
    "vscode.executeCompletionItemProvider",
    uri,
    position,
    ".",
  );
  return list.items.map(labelOf);
}

const labelOf = ({ label }: CompletionItem): string => (typeof label === "string" ? label : label.label);

/** Everything that is wrong with a document, whoever says so. */
export const faultsOf = (uri: Uri): string[] => languages.getDiagnostics(uri).map(({ message }) => message);
