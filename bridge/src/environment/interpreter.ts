/** An interpreter that was asked what it is. */
export interface Interpreter {
  /** The absolute path to start it with. Inside an environment this is the environment's own link, never its target. */
  readonly path: string;
  /** `3.11.7`; a pre-release keeps its suffix, `3.14.0rc1`. */
  readonly version: string;
  /** `cpython`, `pypy`. */
  readonly implementation: string;
  /** The folder of the environment, or of the installation. */
  readonly prefix: string;
  /** The folder of the installation behind an environment; equal to `prefix` where there is none. */
  readonly basePrefix: string;
  /** A virtual environment. */
  readonly virtual: boolean;
  readonly conda: boolean;
  /** `linux`, `darwin`, `win32`. */
  readonly platform: string;
  /** `x86_64`, `arm64`. */
  readonly machine: string;
  /** Where packages are installed. */
  readonly sitePackages: readonly string[];
  /** The system's package manager owns this installation: pip must not install into it (PEP 668). */
  readonly externallyManaged: boolean;
  /** Modules needed to make an environment with the standard library. */
  readonly canMakeEnvironments: boolean;
}

/** What decides which of a version's files is installed: `linux x86_64, cpython 3.11`. */
export function platformOf(
  interpreter: Pick<Interpreter, "platform" | "machine" | "implementation" | "version">,
): string {
  const { platform, machine, implementation, version } = interpreter;
  return `${platform} ${machine}, ${implementation} ${version.split(".").slice(0, 2).join(".")}`;
}

/** A distribution installed in an environment. */
export interface InstalledPackage {
  /** As the distribution spells it. */
  readonly name: string;
  readonly version: string;
  /** The top-level modules that it provides. */
  readonly modules: readonly string[];
  readonly summary?: string;
}

/** PEP 503: names that differ in case, `-`, `_` and `.` are the same distribution. */
export function normalizedName(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, "-");
}
