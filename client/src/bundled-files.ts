/** Files that the extension carries. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { l10n, Uri } from "vscode";
import { SnakeBridgeError } from "./errors.js";

/** The language server's bundle. */
export const serverModule = (extension: Uri): string =>
  Uri.joinPath(extension, "server", "out", "server.cjs").fsPath;

/** The Python package `snakebridge_adapter`. */
export const adapterFolder = (extension: Uri): string =>
  Uri.joinPath(extension, "python", "snakebridge_adapter").fsPath;

/** The npm tarball of the library, made by `scripts/package.mjs`. */
export async function bundledLibrary(extension: Uri): Promise<string> {
  const folder = Uri.joinPath(extension, "client", "library").fsPath;
  const names = await readdir(folder).catch(() => []);
  const tarball = names.find((name) => /^snakebridge-.*\.tgz$/.test(name));
  if (tarball === undefined) {
    throw new SnakeBridgeError("library", l10n.t("This build of the extension carries no library."), {
      remedy: l10n.t("Add the npm package snakebridge to the project yourself."),
    });
  }
  return join(folder, tarball);
}
