/** Environments by the standard library's venv, and pip. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkCancelled } from "./errors.js";
import { createFailed, installFailed } from "./installer-failures.js";
import { commonSwitches, guarded, withEnv, withFiles } from "./installer-work.js";
import type { Hashes, Installer, WorkOptions } from "./installer.js";
import { normalizedName, type Interpreter } from "./interpreter.js";
import { run } from "./processes.js";
import { EXEC } from "./questions.js";

/** pip's own switch for {@link InstallRequest.excludeNewer} came with this version. */
const pipWithDates = "pip>=26";
const pipQuiet = ["--disable-pip-version-check", "--no-input", "--no-color", "--progress-bar", "off"];

/** The installer that works with an interpreter's own venv and pip. */
export const pip: Installer = {
  name: "pip",
  hashesAllPlatforms: false,
  async create(base, environment, options) {
    const result = await guarded(base, [base.path, "-m", "venv", environment], options);
    if (result.code !== 0) throw createFailed("venv", environment, result);
  },
  async install(environment, request, options) {
    await ensurePip(environment, options);
    const newer =
      request.excludeNewer === undefined
        ? []
        : ["--uploaded-prior-to", await dateForPip(environment, request.excludeNewer, options)];
    await withFiles(request, async (files) => {
      const command = [
        environment.path,
        "-m",
        "pip",
        "install",
        ...pipQuiet,
        ...newer,
        ...commonSwitches(request),
        ...files,
      ];
      const result = await guarded(environment, command, options);
      if (result.code !== 0) throw installFailed("pip", result);
    });
  },
  async uninstall(environment, names, options) {
    await ensurePip(environment, options);
    const command = [
      environment.path,
      "-m",
      "pip",
      "uninstall",
      "--yes",
      "--disable-pip-version-check",
      ...names,
    ];
    const result = await guarded(environment, command, options);
    if (result.code !== 0) throw installFailed("pip", result);
  },
  async hashes(environment, request, options) {
    await ensurePip(environment, options);
    let found: Hashes = {};
    const folder = await mkdtemp(join(tmpdir(), "snakebridge-report-"));
    const report = join(folder, "report.json");
    try {
      await withFiles(request, async (files) => {
        const how = ["--dry-run", "--ignore-installed", "--no-deps", "--quiet", "--report", report];
        const command = [environment.path, "-m", "pip", "install", ...pipQuiet, ...how, ...files];
        const result = await guarded(environment, command, { ...options, onLine: undefined });
        if (result.code !== 0) throw installFailed("pip", result);
        found = hashesOfReport(JSON.parse(await readFile(report, "utf8")) as Report);
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    return found;
  },
};

/** pip's installation report, as far as it is read here. */
interface Report {
  readonly install: readonly {
    readonly metadata: { readonly name: string };
    readonly download_info: { readonly archive_info?: { readonly hashes?: { readonly sha256?: string } } };
  }[];
}

function hashesOfReport(report: Report): Hashes {
  return Object.fromEntries(
    report.install.flatMap(({ metadata, download_info: { archive_info: archive } }) => {
      const hash = archive?.hashes?.sha256;
      return hash === undefined ? [] : [[normalizedName(metadata.name), [`sha256:${hash}`]]];
    }),
  );
}

/** An environment that uv made has no pip. */
async function ensurePip(environment: Interpreter, options: WorkOptions): Promise<void> {
  const there = await run(environment.path, ["-c", EXEC, "import pip"], {
    signal: options.signal,
    ...withEnv(options),
  });
  checkCancelled(options.signal);
  if (there.code === 0) return;
  const result = await guarded(environment, [environment.path, "-m", "ensurepip", "--default-pip"], options);
  if (result.code !== 0) throw createFailed("ensurepip", environment.prefix, result);
}

async function dateForPip(environment: Interpreter, date: string, options: WorkOptions): Promise<string> {
  const upgrade = [environment.path, "-m", "pip", "install", ...pipQuiet, "--quiet", pipWithDates];
  const result = await guarded(environment, upgrade, options);
  if (result.code !== 0) throw installFailed("pip", result);
  return date;
}
