import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { defaultSettings } from "../../server/protocol/settings.js";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");

interface Manifest {
  main: string;
  icon: string;
  activationEvents: string[];
  extensionKind: string[];
  capabilities: { untrustedWorkspaces: { supported: string }; virtualWorkspaces: { supported: boolean } };
  contributes: {
    commands: { command: string; category: string; enablement?: string }[];
    menus: Record<string, { command: string; when?: string }[]>;
    debuggers: {
      type: string;
      configurationAttributes: { launch: { properties: Record<string, unknown> } };
    }[];
    configuration: { properties: Record<string, { default: unknown; scope: string }> }[];
    grammars: { path: string }[];
    jsonValidation: { url: string }[];
    walkthroughs: {
      steps: { media: { image: Record<string, string>; altText: string }; completionEvents: string[] }[];
    }[];
  };
  dependencies?: unknown;
  type?: unknown;
}

const manifestText = read("package.json");
const manifest = JSON.parse(manifestText) as Manifest;
const texts = JSON.parse(read("package.nls.json")) as Record<string, string>;
const commands = manifest.contributes.commands.map(({ command }) => command);

describe("the extension's manifest", () => {
  it("has a text for each placeholder and no text to spare", () => {
    const used = [...manifestText.matchAll(/"%([\w.]+)%"/g)].map((match) => match[1]);
    expect([...new Set(used)].sort()).toEqual(Object.keys(texts).sort());
  });

  it("offers exactly the commands that are registered", () => {
    const registered = [
      ...read("client/src/commands/register.ts").matchAll(/^ {2}"(snakebridge\.[\w.]+)":/gm),
    ];
    expect(registered.map((match) => match[1]).sort()).toEqual([...commands].sort());
  });

  it("names only its own commands in menus, welcome texts and the walkthrough", () => {
    const inMenus = Object.values(manifest.contributes.menus).flatMap((items) =>
      items.map(({ command }) => command),
    );
    const inTexts = Object.values(texts).flatMap((text) =>
      [...text.matchAll(/\(command:(snakebridge\.[\w.]+)\)/g)].map((match) => match[1] ?? ""),
    );
    const steps = manifest.contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    const events = steps.flatMap((step) => step.completionEvents);
    const inEvents = events.filter((event) => event.startsWith("onCommand:")).map((event) => event.slice(10));
    expect([...inMenus, ...inTexts, ...inEvents].filter((command) => !commands.includes(command))).toEqual(
      [],
    );
  });

  it("disables every command that runs Python, installs or writes while the workspace is not trusted", () => {
    const free = manifest.contributes.commands.filter(({ enablement }) => enablement === undefined);
    expect(free.map(({ command }) => command.replace("snakebridge.", "")).sort()).toEqual([
      "insertImport",
      "modules.clearFilter",
      "modules.filter",
      "modules.insertImport",
      "modules.openSource",
      "modules.refresh",
      "reportIssue",
      "restartServer",
      "showOutput",
      "validateConfiguration",
    ]);
    expect(manifest.capabilities.untrustedWorkspaces.supported).toBe("limited");
  });

  it("offers the server's settings with the server's defaults", () => {
    const offered = Object.assign(
      {},
      ...manifest.contributes.configuration.map(({ properties }) => properties),
    ) as Manifest["contributes"]["configuration"][number]["properties"];
    const ofClient = new Set(["snakebridge.node", "snakebridge.trace.server"]);
    const defaults = Object.entries(offered)
      .filter(([name]) => !ofClient.has(name))
      .map(([name, setting]) => [name, setting.default]);
    expect(Object.fromEntries(defaults)).toEqual(flat("snakebridge", defaultSettings));
    expect(offered["snakebridge.interpreter"]?.scope).toBe("machine-overridable");
    expect(offered["snakebridge.node"]?.scope).toBe("machine-overridable");
  });

  it("is told in docs/editor.md: every setting with its default and scope", () => {
    const offered = manifest.contributes.configuration.flatMap(({ properties }) =>
      Object.entries(properties),
    );
    const rows = [
      ...read("docs/editor.md").matchAll(/^\| `(snakebridge\.[\w.]+)`\s*\| `(.*?)`\s*\| ([\w-]+)\s*\|$/gm),
    ];
    expect(rows.map(([, name, value, scope]) => [name, value, scope])).toEqual(
      offered.map(([name, setting]) => [name, JSON.stringify(setting.default), setting.scope]),
    );
  });

  it("tells each command of the palette in docs/editor.md", () => {
    const hidden = new Set(
      manifest.contributes.menus["commandPalette"]?.flatMap(({ command, when }) =>
        when === "false" ? [command] : [],
      ),
    );
    const told = read("docs/editor.md");
    const titles = commands
      .filter((command) => !hidden.has(command) && !command.startsWith("snakebridge.modules."))
      .map((command) => texts[`command.${command.replace("snakebridge.", "")}.title`] ?? command);
    const [table = ""] = /## Commands[\s\S]*?\n## /.exec(told) ?? [];
    expect(titles.filter((title) => !new RegExp(`^\\|[^|]*\\b${title}\\b`, "m").test(table))).toEqual([]);
  });

  it("starts a debugger only when its type is asked for, and names only settings that it reads", () => {
    expect(manifest.contributes.debuggers.map(({ type }) => type)).toEqual(["snakebridge"]);
    expect(manifest.activationEvents).toContain("onDebugResolve:snakebridge");
    const [debuggerOf] = manifest.contributes.debuggers;
    const source = read("client/src/debugging/debugging.ts");
    for (const name of Object.keys(debuggerOf?.configurationAttributes.launch.properties ?? {})) {
      expect(source).toContain(`configuration["${name}"]`);
    }
  });

  it("points only to files that are there", () => {
    const { grammars, walkthroughs } = manifest.contributes;
    const media = walkthroughs.flatMap(({ steps }) =>
      steps.flatMap((step) => Object.values(step.media.image)),
    );
    for (const path of [manifest.icon, ...grammars.map((grammar) => grammar.path), ...media]) {
      expect(() => read(path), path).not.toThrow();
    }
  });

  it("shows a picture at each step of the walkthrough, in every kind of theme, and says what is on it", () => {
    const steps = manifest.contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    expect(steps).toHaveLength(5);
    for (const { media } of steps) {
      expect(Object.keys(media.image).sort()).toEqual(["dark", "hc", "hcLight", "light"]);
      expect(texts[media.altText.slice(1, -1)]).toMatch(/\.$/);
    }
  });

  it("runs where the files are, brings its dependencies bundled, and starts only for languages that it knows", () => {
    expect(manifest.extensionKind).toEqual(["workspace"]);
    expect(manifest.capabilities.virtualWorkspaces.supported).toBe(false);
    expect(manifest.dependencies).toBeUndefined();
    expect(manifest.type).toBeUndefined();
    expect(manifest.activationEvents).not.toContain("*");
    expect(manifest.activationEvents).not.toContain("onStartupFinished");
  });

  it("has no text in the source that can't be translated", () => {
    const folder = new URL("client/src/", root);
    const shown =
      /\b(?:showInformationMessage|showWarningMessage|showErrorMessage|title|placeHolder|prompt)(?::|\()\s*["'`](?=[A-Z])/;
    const found = readdirSync(fileURLToPath(folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .filter((file) => shown.test(readFileSync(new URL(file, folder), "utf8")));
    expect(found).toEqual([]);
  });
});

/** `{ a: { b: 1 } }` as `{ "prefix.a.b": 1 }`. */
function flat(prefix: string, value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) return { [prefix]: value };
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, inner]) => flat(`${prefix}.${key}`, inner)),
  ) as Record<string, unknown>;
}
