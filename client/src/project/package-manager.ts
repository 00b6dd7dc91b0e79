/** Which package manager a project uses and how it is told to add a package. Pure: the caller reads the disk. */

export type PackageManager = "npm" | "pnpm" | "yarn" | "bun";

const lockFiles: readonly (readonly [string, PackageManager])[] = [
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
  ["package-lock.json", "npm"],
];

/**
 * The project's own word (`packageManager` in package.json) first, then its lock file, then npm.
 * @param names the names of the files in the project's folder
 */
export function packageManagerOf(
  manifest: { packageManager?: unknown },
  names: readonly string[],
): PackageManager {
  const declared = typeof manifest.packageManager === "string" ? manifest.packageManager.split("@")[0] : "";
  for (const known of ["npm", "pnpm", "yarn", "bun"] as const) if (declared === known) return known;
  return lockFiles.find(([file]) => names.includes(file))?.[1] ?? "npm";
}

/** Arguments that add a tarball, given by its path relative to the project, to the dependencies. */
export function addTarball(manager: PackageManager, path: string): string[] {
  const specifier = `file:${path}`;
  switch (manager) {
    case "npm":
      return ["install", specifier, "--no-audit", "--no-fund", "--no-update-notifier"];
    case "yarn":
      return ["add", `snakebridge@${specifier}`];
    case "pnpm":
    case "bun":
      return ["add", specifier];
  }
}

/** Arguments that add a tool to the development dependencies. */
export function addDevelopmentTool(manager: PackageManager, name: string): string[] {
  switch (manager) {
    case "npm":
      return ["install", "--save-dev", name, "--no-audit", "--no-fund", "--no-update-notifier"];
    case "pnpm":
      return ["add", "--save-dev", name];
    case "yarn":
    case "bun":
      return ["add", "--dev", name];
  }
}
