import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { EnvironmentError } from "./errors.js";
import { normalizedName, type InstalledPackage } from "./interpreter.js";
import { matchesVersion } from "./versions.js";

/** What an environment must hold, gathered from where projects say it. */
export interface Requirements {
  /** PEP 508 requirements, from the configuration and `pyproject.toml`, in order. */
  readonly direct: readonly string[];
  /** Files for `pip install -r`. */
  readonly files: readonly string[];
  /** The places that had something to say, for people. */
  readonly sources: readonly string[];
  /** A hash over all of it: the same hash means that the same was asked for. */
  readonly hash: string;
}

/** Where to look. */
export interface RequirementSources {
  readonly folder: string;
  /** `python.requirements` of the configuration. */
  readonly requirements?: readonly string[] | undefined;
  /** `python.requirementsFiles`, absolute. Default: `requirements.txt` and `pyproject.toml` of the folder, where they exist. */
  readonly files?: readonly string[] | undefined;
}

/** @throws {EnvironmentError} `requirements-invalid`, naming the file or the requirement. */
export async function gatherRequirements(options: RequirementSources): Promise<Requirements> {
  const direct: string[] = [];
  const files: string[] = [];
  const sources: string[] = [];
  const hash = createHash("sha256");
  for (const requirement of options.requirements ?? []) {
    checkRequirement(requirement, "snakebridge.json");
    direct.push(requirement);
    hash.update(`requirement ${requirement}\n`);
  }
  if (direct.length > 0) sources.push("snakebridge.json");
  for (const file of await filesOf(options)) {
    if (basename(file) === "pyproject.toml" || file.endsWith(".toml")) {
      const dependencies = await projectDependencies(file);
      if (dependencies.length === 0) continue;
      direct.push(...dependencies);
      hash.update(`project ${dependencies.join("\n")}\n`);
    } else {
      files.push(file);
      hash.update(`file ${await textOf(file)}\n`);
    }
    sources.push(basename(file));
  }
  return { direct, files, sources, hash: hash.digest("hex") };
}

async function filesOf(options: RequirementSources): Promise<readonly string[]> {
  if (options.files !== undefined) return options.files;
  const found: string[] = [];
  for (const name of ["requirements.txt", "pyproject.toml"]) {
    const path = join(options.folder, name);
    if ((await stat(path).catch(() => undefined))?.isFile() === true) found.push(path);
  }
  return found;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new EnvironmentError(
      "requirements-invalid",
      `The requirements file ${file} can't be read: ${(cause as Error).message}.`,
      "Correct python.requirementsFiles in snakebridge.json.",
      { path: file, cause },
    );
  }
}

/** `[project] dependencies`, the standard place. Those of Poetry's own table are not read. */
async function projectDependencies(file: string): Promise<string[]> {
  const text = await textOf(file);
  const { parse } = await import("smol-toml");
  let content: Record<string, unknown>;
  try {
    content = parse(text);
  } catch (cause) {
    throw new EnvironmentError(
      "requirements-invalid",
      `${file} is not valid TOML: ${(cause as Error).message}`,
      "Correct it.",
      {
        path: file,
        cause,
      },
    );
  }
  const project = content["project"];
  const dependencies: unknown =
    typeof project === "object" && project !== null && "dependencies" in project
      ? project.dependencies
      : undefined;
  if (dependencies === undefined) return [];
  if (
    !Array.isArray(dependencies) ||
    !dependencies.every((each): each is string => typeof each === "string")
  ) {
    throw new EnvironmentError(
      "requirements-invalid",
      `In ${file}, project.dependencies is not a list of strings.`,
      "Correct it.",
      {
        path: file,
      },
    );
  }
  for (const each of dependencies) checkRequirement(each, file);
  return dependencies;
}

/** A requirement taken apart, as far as we need it. */
export interface Requirement {
  /** PEP 503 form. */
  readonly name: string;
  /** A PEP 440 specifier; empty where any version will do. */
  readonly specifier: string;
  /** `name @ url`. */
  readonly url?: string;
  /** The condition behind `;`. */
  readonly marker?: string;
}

const form =
  /^\s*(?<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(?:@\s*(?<url>\S.*?)|\(?(?<specifier>(?:(?:~=|===?|!=|<=|>=|<|>)\s*[^\s,;()]+\s*,?\s*)*)\)?)\s*(?:;\s*(?<marker>.+))?$/;

/** Takes a PEP 508 requirement apart; undefined where it is not one (an option, a bare path, a mistake). */
export function parseRequirement(text: string): Requirement | undefined {
  const groups = form.exec(text)?.groups;
  if (groups?.["name"] === undefined) return undefined;
  const { name, url, specifier = "", marker } = groups;
  return {
    name: normalizedName(name),
    specifier: specifier.trim().replace(/,$/, ""),
    ...(url === undefined ? {} : { url }),
    ...(marker === undefined ? {} : { marker }),
  };
}

function checkRequirement(text: string, where: string): void {
  // An option would reach pip's command line: `--index-url` belongs into a requirements file or pip's own configuration.
  if (parseRequirement(text) !== undefined) return;
  throw new EnvironmentError(
    "requirements-invalid",
    `"${text}" in ${where} is not a requirement.`,
    'Write a distribution\'s name with or without versions, such as "numpy>=2", or "name @ file:///path/to/a.whl".',
    { path: where },
  );
}

/** A requirement that an environment does not fulfil. */
export interface MissingRequirement {
  readonly requirement: string;
  readonly name: string;
  /** The version that is installed instead. */
  readonly installed?: string;
}

/**
 * The requirements that the installed packages don't fulfil. Those with a marker and those in files with options are judged by name only
 * where they are installed, and otherwise left to the installer.
 */
export async function missingRequirements(
  requirements: Requirements,
  installed: readonly InstalledPackage[],
): Promise<MissingRequirement[]> {
  const versions = new Map(installed.map(({ name, version }) => [normalizedName(name), version]));
  const missing: MissingRequirement[] = [];
  for (const text of [...requirements.direct, ...(await linesOf(requirements.files))]) {
    const requirement = parseRequirement(text);
    if (requirement === undefined) continue;
    const { name, specifier, marker } = requirement;
    const version = versions.get(name);
    if (version === undefined) {
      if (marker === undefined) missing.push({ requirement: text.trim(), name });
    } else if (!matchesVersion(version, specifier)) {
      missing.push({ requirement: text.trim(), name, installed: version });
    }
  }
  return missing;
}

/** The requirement lines of files and of the files that they include. */
async function linesOf(files: readonly string[], seen = new Set<string>()): Promise<string[]> {
  const lines: string[] = [];
  for (const file of files) {
    if (seen.has(file)) continue;
    seen.add(file);
    for (const raw of (await textOf(file)).replaceAll(/\\\r?\n/g, " ").split(/\r?\n/)) {
      const line = raw
        .replace(/(^|\s)#.*$/, "")
        .replace(/\s--hash=\S+/g, "")
        .trim();
      const included = /^(?:-r|--requirement)[\s=]+(.+)$/.exec(line)?.[1];
      if (included !== undefined) lines.push(...(await linesOf([resolve(dirname(file), included)], seen)));
      else if (line !== "" && !line.startsWith("-")) lines.push(line);
    }
  }
  return lines;
}

/** The normalized names of the distributions that are asked for directly, those from files included. */
export async function requiredNames(requirements: Requirements): Promise<string[]> {
  const lines = [...requirements.direct, ...(await linesOf(requirements.files))];
  return [
    ...new Set(
      lines
        .map(parseRequirement)
        .flatMap((requirement) =>
          requirement?.marker === undefined && requirement !== undefined ? [requirement.name] : [],
        ),
    ),
  ];
}
