/** How a file is run: by Node's own type stripping where that is there, else by the project's `tsx`. Pure. */

export interface RunnerQuestion {
  readonly file: string;
  /** What `node --version` printed, such as `v20.20.2`; undefined where there is no Node. */
  readonly nodeVersion: string | undefined;
  /** `tsx`'s command-line file in the project or above it. */
  readonly tsx: string | undefined;
}

export type Runner =
  | { readonly kind: "node"; readonly args: readonly string[] }
  /** Node runs `tsx`'s own file, so no shell and no `.cmd` is between. */
  | { readonly kind: "tsx"; readonly args: readonly string[] }
  | { readonly kind: "no-node" }
  /** TypeScript that nothing here can run. */
  | { readonly kind: "cannot" };

export function chooseRunner(question: RunnerQuestion): Runner {
  const { file, nodeVersion, tsx } = question;
  if (nodeVersion === undefined) return { kind: "no-node" };
  if (/\.[cm]?js$/i.test(file)) return { kind: "node", args: [file] };
  const flags = /\.[cm]?ts$/i.test(file) ? strippingFlags(nodeVersion) : undefined;
  if (flags !== undefined) return { kind: "node", args: [...flags, file] };
  return tsx === undefined ? { kind: "cannot" } : { kind: "tsx", args: [tsx, file] };
}

/**
 * Flags with which this Node strips types, or undefined where it can't. On by default from 22.18 and 23.6, behind a
 * flag from 22.6 (Node's documentation, "Modules: TypeScript").
 */
function strippingFlags(version: string): string[] | undefined {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  if (major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18)) return [];
  if (major === 23 || (major === 22 && minor >= 6)) return ["--experimental-strip-types"];
  return undefined;
}
