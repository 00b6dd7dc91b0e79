import { z } from "zod";
import { parseRequirement } from "../environment/requirements.js";
import { isVersionSpecifier } from "../environment/versions.js";

/**
 * The one source of `snakebridge.json`: its static type, its validation and its JSON Schema (`bridge/schema/snakebridge.schema.json`,
 * written by `scripts/schema.mjs`). Every description here is what an editor shows on hover.
 */

const identifier = "[\\p{L}_][\\p{L}\\p{N}_]*";
const moduleName = z.string().regex(new RegExp(`^${identifier}(?:\\.${identifier})*$`, "u"), {
  error: "a module is named as Python names it, such as numpy.linalg",
});

const requirement = z.string().refine((text) => parseRequirement(text) !== undefined, {
  error: 'a requirement is a distribution\'s name with or without versions, such as "numpy>=2"',
});

const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: "a date is written as 2026-11-01" })
  .refine((text) => !Number.isNaN(Date.parse(text)), { error: "there is no such day" });

const naming = z
  .enum(["python", "camel"])
  .describe(
    'How exported names are spelled: `"python"` as in Python, `"camel"` as `loadModel` for `load_model`.',
  );
const integers = z
  .enum(["number", "bigint"])
  .describe('The TypeScript type of Python\'s `int`. `"bigint"`: always `bigint`.');
const missing = z.enum(["any", "unknown"]).describe("What TypeScript makes of a type that nobody declared.");
const docs = z
  .enum(["full", "summary", "none"])
  .describe("How much of the docstrings goes into the wrappers.");

const moduleSettings = z
  .strictObject({
    submodules: z
      .union([z.literal("all"), z.array(moduleName)])
      .optional()
      .describe(
        'Submodules to wrap as well, named relative to the module: `["linalg", "random"]`. `"all"`: every public one.',
      ),
    only: z.array(z.string().min(1)).optional().describe("Wrap only these names of the module."),
    exclude: z
      .array(z.string().min(1))
      .optional()
      .describe(
        'Names left out: a name of the module, `"Foo"`, a member of a class, `"Foo.bar"`, or a submodule.',
      ),
    rename: z
      .record(
        z.string(),
        z.string().regex(new RegExp(`^[\\p{ID_Start}$_][\\p{ID_Continue}$]*$`, "u"), {
          error: "an exported name is a JavaScript identifier",
        }),
      )
      .optional()
      .describe("Python name to exported name."),
    types: z
      .record(z.string(), z.string().min(1))
      .optional()
      .describe('TypeScript types that can\'t be known, by qualified name: `{ "load.return": "Model" }`.'),
    naming: naming.optional(),
    int: integers.optional(),
    missing: missing.optional(),
    docs: docs.optional(),
  })
  .describe("How one module is wrapped. `{}`: completely, with the settings of the file.");

const pythonSettings = z
  .strictObject({
    version: z
      .string()
      .refine((text) => isVersionSpecifier(text), {
        error: 'a version is a specifier such as ">=3.11" or "==3.12.*"',
      })
      .optional()
      .describe("The Python versions that the project works with, as a PEP 440 specifier: `>=3.11`."),
    environment: z
      .string()
      .min(1)
      .optional()
      .describe(
        "The folder of the environment, or an interpreter; relative to this file. Default `.venv`. May hold `${env:NAME}`, and may lie outside the workspace.",
      ),
    requirements: z
      .array(requirement)
      .optional()
      .describe("The distributions that the project needs, as PEP 508 requirements: `numpy>=2`."),
    requirementsFiles: z
      .array(z.string().min(1))
      .optional()
      .describe(
        "Files that name more requirements, relative to this file. Default: `requirements.txt` and `pyproject.toml` where they exist. `[]`: none.",
      ),
    excludeNewer: date
      .optional()
      .describe(
        "Leave out all packages published after this day, so that a setup gives the same result tomorrow: `2026-11-01`.",
      ),
    paths: z
      .array(z.string().min(1))
      .optional()
      .describe(
        "Folders put first on `sys.path`, relative to this file: where the project's own Python code lies. May hold `${env:NAME}`.",
      ),
  })
  .describe("The Python environment of the project.");

const count = (most: number) => z.int().min(1).max(most);

const poolSettings = z
  .strictObject({
    size: count(1024).optional().describe("The number of worker processes of a pool. Default 1."),
    queueLimit: z
      .int()
      .min(0)
      .optional()
      .describe("The number of calls that may wait for a worker before further ones are refused."),
    imports: z.array(moduleName).optional().describe("Modules that a worker imports before its first call."),
    recycle: z
      .strictObject({
        calls: count(Number.MAX_SAFE_INTEGER).optional().describe("After this number of calls."),
        age: z.number().positive().optional().describe("After this number of seconds."),
        memory: z
          .number()
          .positive()
          .optional()
          .describe("When the Python process holds more than this number of megabytes."),
      })
      .optional()
      .describe("When a worker is replaced by a fresh one."),
    environmentVariables: z
      .record(z.string().min(1), z.union([z.string(), z.null()]))
      .optional()
      .describe("Variables of the workers' environment. `null` removes one. Values may hold `${env:NAME}`."),
    workingDirectory: z
      .string()
      .min(1)
      .optional()
      .describe(
        "The working directory of the workers, relative to this file. Default: the program's own. May hold `${env:NAME}`.",
      ),
    threads: count(1024)
      .optional()
      .describe("The number of threads that numerical libraries (BLAS, OpenMP) may start in each worker."),
    startTimeout: z
      .number()
      .positive()
      .optional()
      .describe("Seconds until a worker that does not start is given up. Default 30."),
    unresponsiveAfter: z
      .number()
      .positive()
      .optional()
      .describe(
        "Seconds of silence after which a worker is killed. Default: never, since a long computation looks the same.",
      ),
    logging: z
      .enum(["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"])
      .optional()
      .describe("Forward records of Python's `logging` from this level on."),
  })
  .describe("The worker processes.");

const codecSettings = z
  .strictObject({
    module: z
      .string()
      .min(1)
      .describe("The JavaScript or TypeScript module that exports the codec, relative to this file."),
    export: z
      .string()
      .regex(/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u, { error: "an export is a JavaScript identifier" })
      .optional()
      .describe("The name of its export. Default `default`."),
  })
  .describe("Where a codec of the project's own is.");

/** The schema of a `snakebridge.json`, as it stands in the file. */
export const configSchema = z
  .strictObject({
    $schema: z.string().optional().describe("The JSON Schema of this file, for editors."),
    extends: z
      .union([z.string().min(1), z.array(z.string().min(1))])
      .optional()
      .describe(
        "Files that this one builds on, in order: later ones win over earlier ones, this file over all.",
      ),
    python: pythonSettings.optional(),
    outDir: z
      .string()
      .min(1)
      .optional()
      .describe("The folder of the wrappers, relative to this file. Default `src/python`."),
    output: z
      .enum(["js", "ts"])
      .optional()
      .describe('`"js"`: `.js` with `.d.ts`, which runs everywhere (default). `"ts"`: `.ts`.'),
    naming: naming.optional(),
    int: integers.optional(),
    missing: missing.optional(),
    docs: docs.optional(),
    modules: z
      .record(moduleName, z.union([moduleSettings, z.literal(false)]))
      .optional()
      .describe("The modules to wrap, named as Python names them. `false` takes out one that a base names."),
    used: z
      .union([z.boolean(), z.array(z.string().min(1))])
      .optional()
      .describe(
        "Wrap only the names that the program uses, found in its source. A list of folders says where that is; `true`: this folder.",
      ),
    codecs: z
      .record(
        z.string().regex(new RegExp(`^${identifier}(?:\\.${identifier})+$`, "u"), {
          error: "a codec is named by its Python class with the module, such as geometry.Point",
        }),
        codecSettings,
      )
      .optional()
      .describe(
        "Conversions for classes, by the qualified name of the Python class: programs register them at their start, and wrappers have their types.",
      ),
    pool: poolSettings.optional(),
  })
  .describe("Configuration of SnakeBridge.");

/** The content of one `snakebridge.json`. */
export type ConfigFile = z.infer<typeof configSchema>;
/** Settings of one module. */
export type ModuleSettings = z.infer<typeof moduleSettings>;
/** Settings of the environment. */
export type PythonSettings = z.infer<typeof pythonSettings>;
/** Where a codec is. */
export type CodecSettings = z.infer<typeof codecSettings>;
/** Settings of the workers. */
export type PoolSettings = z.infer<typeof poolSettings>;
