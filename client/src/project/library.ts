/**
 * Adds the npm package `snakebridge` to a project. Its tarball comes with the extension, so that editor and library
 * are of one version and no registry has to have it; the project keeps a copy, because the extension's own folder
 * changes with each update and is not on a colleague's machine.
 */
import { access, copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { l10n, type CancellationToken } from "vscode";
import { SnakeBridgeError } from "../errors.js";
import { addTarball, packageManagerOf, type PackageManager } from "./package-manager.js";
import { runProgram } from "./run-program.js";

export interface AddLibrary {
  /** The project's folder. */
  readonly folder: string;
  /** The tarball of this extension. */
  readonly tarball: string;
  readonly token: CancellationToken;
  readonly onLine: (line: string) => void;
}

export interface AddedLibrary {
  readonly manager: PackageManager;
  /** False where the project already had it. */
  readonly added: boolean;
  readonly createdManifest: boolean;
}

/** Where the copy of the tarball lives in the project. */
const vendorFolder = "vendor";

/** What package managers write beside the manifest. */
const written = ["package-lock.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", "bun.lockb"];

/** Rejects with `SnakeBridgeError` of kind `library`, or when cancelled; the project is as before then. */
export async function addLibrary(wish: AddLibrary): Promise<AddedLibrary> {
  const manifestPath = join(wish.folder, "package.json");
  const before = await readIfThere(manifestPath);
  const manifest = parseManifest(before, manifestPath);
  const names = await readdir(wish.folder);
  const manager = packageManagerOf(manifest, names);
  if (
    dependsOnLibrary(manifest) &&
    (await exists(join(wish.folder, "node_modules", "snakebridge", "package.json")))
  ) {
    return { manager, added: false, createdManifest: false };
  }
  const vendor = join(wish.folder, vendorFolder);
  const copy = join(vendor, basename(wish.tarball));
  const restore = await rememberFiles(wish.folder, ["package.json", ...written]);
  try {
    if (before === undefined) await writeFile(manifestPath, newManifest(wish.folder));
    await mkdir(vendor, { recursive: true });
    await copyFile(wish.tarball, copy);
    await install(manager, `./${vendorFolder}/${basename(wish.tarball)}`, wish);
    return { manager, added: true, createdManifest: before === undefined };
  } catch (error) {
    await restore();
    await rm(names.includes(vendorFolder) ? copy : vendor, { recursive: true, force: true });
    if (!names.includes("node_modules")) {
      await rm(join(wish.folder, "node_modules"), { recursive: true, force: true, maxRetries: 3 });
    }
    throw error;
  }
}

/** Gives back a function that brings these files into the state of now, absent ones too. */
async function rememberFiles(folder: string, names: readonly string[]): Promise<() => Promise<void>> {
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name);
      return { path, content: await readIfThere(path) };
    }),
  );
  return async () => {
    for (const { path, content } of files) {
      if (content === undefined) await rm(path, { force: true });
      else if ((await readIfThere(path))?.equals(content) !== true) await writeFile(path, content);
    }
  };
}

async function install(manager: PackageManager, tarball: string, wish: AddLibrary): Promise<void> {
  const args = addTarball(manager, tarball);
  wish.onLine(`${manager} ${args.join(" ")}`);
  const remedy = l10n.t(
    "Install Node.js with {0}, or run the command yourself: {1}",
    manager,
    `${manager} ${args.join(" ")}`,
  );
  const { token, onLine } = wish;
  const result = await runProgram({ program: manager, args, cwd: wish.folder, token, onLine }).catch(
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      throw new SnakeBridgeError("library", l10n.t("The program {0} was not found.", manager), { remedy });
    },
  );
  if (result.code !== 0) {
    throw new SnakeBridgeError("library", l10n.t("{0} could not add the library snakebridge.", manager), {
      remedy: l10n.t("The Python environment is ready. See the log, then run the set-up again."),
      details: result.output,
    });
  }
}

interface Manifest {
  readonly packageManager?: unknown;
  readonly dependencies?: Record<string, unknown>;
  readonly devDependencies?: Record<string, unknown>;
}

function parseManifest(content: Buffer | undefined, path: string): Manifest {
  try {
    return content === undefined ? {} : (JSON.parse(content.toString()) as Manifest);
  } catch (error) {
    throw new SnakeBridgeError("library", l10n.t("{0} is not valid JSON: {1}", path, String(error)), {
      remedy: l10n.t("Correct it and run the set-up again."),
    });
  }
}

const dependsOnLibrary = (manifest: Manifest): boolean =>
  manifest.dependencies?.["snakebridge"] !== undefined ||
  manifest.devDependencies?.["snakebridge"] !== undefined;

/** The package's name may hold only what npm allows. `module` makes `await` at the top of a file legal. */
function newManifest(folder: string): string {
  const name = basename(folder)
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, "-")
    .replace(/^[._-]+/, "");
  return `${JSON.stringify({ name: name || "project", private: true, type: "module" }, undefined, 2)}\n`;
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
