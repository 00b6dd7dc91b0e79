/** What the doctor looks at in the project itself: its packages and its wrappers. */
import { stat } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { readLock } from "../config/lockfile.js";
import { suggest } from "../config/index.js";
import {
  gatherRequirements,
  missingRequirements,
  platformOf,
  type InstalledPackage,
  type Interpreter,
} from "../environment/index.js";
import { withDescriptions } from "./descriptions.js";
import type { DoctorCheck } from "./doctor-check.js";
import type { Project } from "./project.js";
import { hashOf, textOf } from "./wrapper-files.js";

export async function packageChecks(
  project: Project,
  interpreter: Interpreter,
  packages: readonly InstalledPackage[],
  signal: AbortSignal | undefined,
): Promise<DoctorCheck[]> {
  const { config } = project;
  const checks: DoctorCheck[] = [{ status: "information", title: `${packages.length} packages installed` }];
  const requirements = await gatherRequirements({
    folder: config.folder,
    requirements: config.python.requirements,
    files: config.python.requirementsFiles,
  });
  const missing = await missingRequirements(requirements, packages);
  for (const { requirement, installed } of missing) {
    checks.push({
      status: "problem",
      title:
        installed === undefined
          ? `${requirement} is not installed`
          : `${requirement} is asked for, but ${installed} is installed`,
      fix: "`snakebridge setup` installs it.",
    });
  }
  if (missing.length === 0 && requirements.sources.length > 0)
    checks.push({ status: "ok", title: `All that ${requirements.sources.join(", ")} asks for is installed` });
  const lock = await readLock(project.folder);
  if (lock?.requirements !== undefined && lock.requirements !== requirements.hash) {
    checks.push({
      status: "warning",
      title: "snakebridge.lock.json was made from other requirements",
      fix: "`snakebridge setup` brings it up to date.",
    });
  }
  const here = platformOf(interpreter);
  if (lock?.hashesFor !== undefined && lock.hashesFor !== "all" && !lock.hashesFor.includes(here)) {
    checks.push({
      status: "warning",
      title: `snakebridge.lock.json holds the hashes of files for ${lock.hashesFor.join(" and ")}, and this is ${here}`,
      detail:
        "pip tells only those of the platform that it runs on, so `setup --frozen` may refuse files here.",
      fix: "`snakebridge setup` adds the hashes for this platform, and with uv installed those for every platform.",
    });
  }
  checks.push(...(await moduleChecks(project, signal)));
  return checks;
}

/** Configured modules that are not there. Nothing is imported. */
async function moduleChecks(project: Project, signal: AbortSignal | undefined): Promise<DoctorCheck[]> {
  const names = Object.keys(project.config.modules);
  if (names.length === 0) return [];
  const known = await withDescriptions(project, signal, (store) =>
    store.installedModules(signal === undefined ? {} : { signal }),
  );
  const installed = new Set(known.map(({ name }) => name));
  const absent = names.filter((name) => !installed.has(name.split(".", 1)[0] ?? name));
  if (absent.length === 0)
    return [
      {
        status: "ok",
        title:
          names.length === 1
            ? "The module of snakebridge.json is there"
            : `All ${names.length} modules of snakebridge.json are there`,
        detail: names.join(", "),
      },
    ];
  return absent.map((name) => {
    const near = suggest(name, [...installed]);
    return {
      status: "problem",
      title: `The module ${name} of snakebridge.json is not there`,
      fix: `Add the package that provides it to python.requirements and run \`snakebridge setup\`, or correct the name.${near === undefined ? "" : ` Did you mean ${near}?`}`,
    };
  });
}

export async function wrapperChecks(project: Project): Promise<DoctorCheck[]> {
  const lock = await readLock(project.folder);
  const files = Object.entries(lock?.files ?? {});
  if (files.length === 0) {
    const there = (await stat(project.config.outDir).catch(() => undefined)) !== undefined;
    return [
      {
        status: "information",
        title: "No wrappers generated yet",
        ...(there
          ? {
              detail: `${relative(project.folder, project.config.outDir)} exists, but no lock file knows of it.`,
            }
          : {}),
        fix: "`snakebridge generate` writes them.",
      },
    ];
  }
  const wrong: string[] = [];
  for (const [path, hash] of files) {
    const text = await textOf(resolve(project.folder, path));
    if (text === undefined || hashOf(text) !== hash) wrong.push(path);
  }
  const modules = Object.keys(lock?.descriptions ?? {});
  if (wrong.length > 0)
    return [
      {
        status: "warning",
        title: `${wrong.length} of ${files.length} wrapper files are missing or were changed by hand`,
        detail: wrong.slice(0, 5).join(", "),
        fix: "`snakebridge generate` writes them again.",
      },
    ];
  return [
    {
      status: "ok",
      title: `${files.length} wrapper ${files.length === 1 ? "file" : "files"} for ${modules.length} ${modules.length === 1 ? "module" : "modules"}`,
      detail: `in ${dirname(resolve(project.folder, files[0]?.[0] ?? "."))}`,
    },
    {
      status: "information",
      title: "Whether they still fit the installed packages is what `snakebridge generate --check` finds out",
    },
  ];
}
