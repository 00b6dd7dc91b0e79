import { Command, Option } from "commander";
import { ownVersion } from "../resources.js";
import type { CallOptions } from "./commands/call.js";
import type { CleanOptions } from "./commands/clean.js";
import type { DiscoverOptions } from "./commands/discover.js";
import type { GenerateOptions } from "./commands/generate.js";
import type { InitOptions } from "./commands/init.js";
import type { SetupOptions } from "./commands/setup.js";
import type { SharedOptions } from "./context.js";
import { runCommand, type Work } from "./run.js";

/** What helps where the command line is wrong. */
export const HELP_HINT = "Run with --help to see what is possible.";

/**
 * The commands with their options and help. Their work is loaded when they run.
 *
 * @param quiet says nothing of a wrong command line: the caller does
 */
export function createProgram({ quiet = false } = {}): Command {
  const program = new Command("snakebridge")
    .configureOutput(quiet ? { outputError: () => undefined, writeErr: () => undefined } : {})
    .description("Use any Python library from TypeScript: environments, descriptions, typed wrappers, calls.")
    .version(ownVersion(), "-V, --version", "Show the version.")
    .helpOption("-h, --help", "Show the help.")
    .helpCommand("help [command]", "Show the help of a command.")
    .showSuggestionAfterError(true)
    .showHelpAfterError(HELP_HINT)
    .enablePositionalOptions()
    .exitOverride()
    .addHelpText(
      "after",
      `${examples(
        "snakebridge init && snakebridge setup && snakebridge generate",
        'snakebridge discover numpy.linalg --search "matrix norm"',
        `snakebridge call json.dumps '{"a": 1}' --indent 2`,
      )}
\nOptions stand behind their command; \`snakebridge help COMMAND\` shows them.`,
    );

  program
    .command("init")
    .description("Write a snakebridge.json from what the program imports.")
    .option("--force", "Write over a snakebridge.json that is there.")
    .addHelpText("after", examples("snakebridge init", "snakebridge init --config python/snakebridge.json"))
    .action((_options: InitOptions, command: Command) =>
      run<InitOptions>(command, async () => (await import("./commands/init.js")).init),
    );

  program
    .command("setup")
    .description("Make the Python environment and install what the project asks for.")
    .option("--frozen", "Install exactly what snakebridge.lock.json says; fail if it does not fit.")
    .option("--upgrade", "Move to the newest versions that the requirements allow.")
    .option("--recreate", "Make the environment again.")
    .option("--verbose", "Show the lines of pip or uv.")
    .addHelpText(
      "after",
      examples(
        "snakebridge setup",
        "snakebridge setup --frozen      # in CI: what is locked, or a failure",
        "snakebridge setup --python /opt/python3.13/bin/python3",
      ),
    )
    .action((_options: SetupOptions, command: Command) =>
      run<SetupOptions>(command, async () => (await import("./commands/setup.js")).setup),
    );

  program
    .command("discover")
    .description("Show the API of a Python module.")
    .argument("<module>", "the module, as Python names it: numpy.linalg")
    .option("--search <words>", "Show only what fits these words, best first.")
    .option("--save", "Add the module to snakebridge.json.")
    .option("--refresh", "Describe it again, whatever the cache holds.")
    .option("--all", "Show the members of classes and the whole signatures.")
    .addHelpText(
      "after",
      examples(
        "snakebridge discover json",
        'snakebridge discover numpy.linalg --search "matrix norm"',
        "snakebridge discover pandas --json > pandas.json",
      ),
    )
    .action((module: string, _options: DiscoverOptions, command: Command) =>
      run<DiscoverOptions>(command, async () => (await import("./commands/discover.js")).discover, {
        module,
      }),
    );

  program
    .command("generate")
    .description("Write typed wrappers for modules.")
    .argument("[module...]", "the modules; default: those of snakebridge.json")
    .option("--out-dir <dir>", "The folder of the wrappers.")
    .addOption(
      new Option("--output <kind>", "What to write: js (.js with .d.ts) or ts.").choices(["js", "ts"]),
    )
    .option("--used", "Only the names that the program uses.")
    .option("--check", "Write nothing; fail if the wrappers are not what would be written.")
    .option(
      "--watch",
      "Stay and generate again whenever the configuration, the program or the environment changes.",
    )
    .option("--report <file>", "Save the report of types as JSON.")
    .option("--refresh", "Describe the modules again, whatever the cache holds.")
    .addHelpText(
      "after",
      examples(
        "snakebridge generate",
        "snakebridge generate numpy.linalg --out-dir src/python",
        "snakebridge generate --check      # in CI",
      ),
    )
    .action((modules: string[], _options: GenerateOptions, command: Command) =>
      run<GenerateOptions>(command, async () => (await import("./commands/generate.js")).generate, {
        modules,
      }),
    );

  program
    .command("validate")
    .description("Check snakebridge.json and all that it builds on.")
    .addHelpText(
      "after",
      examples("snakebridge validate", "snakebridge validate --json --config base.snakebridge.json"),
    )
    .action((_options: SharedOptions, command: Command) =>
      run(command, async () => (await import("./commands/validate.js")).validate),
    );

  program
    .command("clean")
    .description("Remove what SnakeBridge generated and cached, and nothing else.")
    .option("--environment", "Also the environment, if SnakeBridge made it.")
    .option("--no-cache", "Leave the cached descriptions, which all projects share.")
    .option("--dry-run", "Only say what would be removed.")
    .addHelpText(
      "after",
      examples(
        "snakebridge clean --dry-run",
        "snakebridge clean --environment --no-cache      # the project's own, nothing shared",
      ),
    )
    .action((_options: CleanOptions, command: Command) =>
      run<CleanOptions>(command, async () => (await import("./commands/clean.js")).clean),
    );

  program
    .command("call")
    .description("Call a Python function and print the result.")
    .usage("[options] <function> [arguments...] [--keyword value...]")
    .argument("<function>", "the function, with its module: json.dumps")
    .argument("[arguments...]", "its arguments: JSON, or else plain text")
    .option("--text", "Take the arguments as plain text, also where they are JSON.")
    .passThroughOptions()
    .allowUnknownOption()
    .addHelpText(
      "after",
      `
What stands behind the function's name belongs to Python: arguments, then
keywords as --name value or --name=value; a keyword without a value is True.
Each value is JSON, or else plain text. Options of snakebridge stand before it.
${examples(`snakebridge call json.dumps '{"a": 1}' --indent 2`, "snakebridge call math.hypot 3 4", "snakebridge call --json platform.uname")}`,
    )
    .action((name: string, args: string[], _options: CallOptions, command: Command) =>
      run<CallOptions>(command, async () => (await import("./commands/call.js")).call, { name, args }),
    );

  program
    .command("doctor")
    .description("Explain the environment: which Python, why that one, what is missing, how to fix it.")
    .addHelpText("after", examples("snakebridge doctor", "snakebridge doctor --json > doctor.json"))
    .action((_options: SharedOptions, command: Command) =>
      run(command, async () => (await import("./commands/doctor.js")).doctor),
    );

  for (const command of program.commands) addShared(command);
  program.addHelpText("after", "Shell completion: snakebridge completion zsh|bash|fish|powershell");
  return program;
}

/** The options that every command has; its help shows them behind its own. */
function addShared(command: Command): void {
  const group = "Options of every command:";
  const options = [
    new Option("--json", "Write the result as JSON."),
    new Option("--config <file>", "The configuration. Default: the nearest snakebridge.json, upwards."),
    new Option("--python <path>", "The interpreter or environment, over everything else."),
    new Option("--quiet", "Show no progress."),
  ];
  for (const option of options) command.addOption(option.helpGroup(group));
  command.addHelpOption(new Option("-h, --help", "Show the help.").helpGroup(group)).exitOverride();
}

async function run<O extends SharedOptions>(
  command: Command,
  load: () => Promise<Work<O>>,
  more: object = {},
): Promise<void> {
  await runCommand(load, { ...command.opts<O>(), ...more });
}

function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join("\n")}`;
}
