/** Environments that change: set up, installed into, upgraded behind the server's back, watched where they lie elsewhere. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { CancellationTokenSource } from "vscode-jsonrpc/node";
import {
  EnvironmentRequest,
  GenerateWrapperRequest,
  InstallPackagesRequest,
  ModuleMembersRequest,
  SetUpEnvironmentRequest,
  UseInterpreterNotification,
} from "../protocol/index.js";
import { testPython } from "../../scripts/test-environment.mjs";
import type { TestClient } from "./client.js";
import { bareEnvironment, purelib } from "./environments.js";
import { openServer, temporaryFolder } from "./opened.js";
import { labels, offered, programOf } from "./thing-programs.js";
import { wheel } from "./wheel.js";

const python = testPython();

async function messages(client: TestClient, uri: string): Promise<string[]> {
  return (await client.diagnostics(uri)).map(({ message }) =>
    typeof message === "string" ? message : message.value,
  );
}

/** What the client was asked to watch outside of the workspace. */
const watchedElsewhere = (client: TestClient): { baseUri: string; pattern: string }[] =>
  client.registrations
    .flatMap(({ registerOptions }) =>
      registerOptions && "watchers" in registerOptions
        ? (registerOptions.watchers as { globPattern: string | { baseUri: string; pattern: string } }[])
        : [],
    )
    .flatMap(({ globPattern }) => (typeof globPattern === "object" ? [globPattern] : []));

async function members(client: TestClient, module: string): Promise<string[]> {
  const { nodes } = await client.connection.sendRequest(ModuleMembersRequest, { module });
  return nodes.map(({ name }) => name);
}

describe("an environment that the server sets up", () => {
  it("is described anew when a package is installed or upgraded, and its wrappers are then out of date", async () => {
    using wheels = temporaryFolder();
    const version = (number: number, name: string): string =>
      wheel(python, wheels.path, "small_thing", `${number}.0`, `def ${name}(a: int) -> int:\n    return a\n`);
    await using opened = await openServer();
    const { client } = opened;
    const made = await client.connection.sendRequest(SetUpEnvironmentRequest, {
      interpreter: python,
      packages: [`small_thing @ ${pathToFileURL(version(1, "first")).toString()}`],
      workDoneToken: "set up",
    });
    expect(made).toMatchObject({ created: true, status: { state: "ready" } });
    expect(made.installed.join(" ")).toMatch(/small.thing 1\.0/);
    const steps = client.notifications.filter(
      ({ method, params }) => method === "$/progress" && (params as { token: string }).token === "set up",
    );
    expect(steps.length).toBeGreaterThan(3);

    const uri = await client.open("src/main.ts", programOf("small_thing"));
    await offered(client, uri, "first");
    await client.connection.sendRequest(GenerateWrapperRequest, { modules: ["small_thing"] });
    const wrapped = await client.open(
      "src/wrapped.ts",
      `import * as thing from "./python/small_thing.js";\nconsole.log(await thing.first(1));\n`,
    );
    expect(await client.diagnostics(wrapped)).toEqual([]);

    await client.connection.sendRequest(InstallPackagesRequest, {
      requirements: [`small_thing @ ${pathToFileURL(version(2, "second")).toString()}`],
    });
    await expect
      .poll(() => messages(client, wrapped), { timeout: 30_000 })
      .toEqual([expect.stringMatching(/1\.0.*2\.0/)]);
    // TypeScript completes what has a wrapper; the tree of modules shows what is described now.
    await expect.poll(() => members(client, "small_thing"), { timeout: 30_000 }).toEqual(["second"]);

    // Somebody else upgrades it, in a terminal; the client sees the files.
    const interpreter = made.status.interpreter ?? "";
    const third = version(3, "third");
    const site = purelib(interpreter);
    replaceInstalled(interpreter, site, third);
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [
        {
          uri: pathToFileURL(join(site, "small_thing-3.0.dist-info", "RECORD")).toString(),
          type: 1,
        },
      ],
    });
    await expect
      .poll(() => messages(client, wrapped), { timeout: 30_000 })
      .toEqual([expect.stringMatching(/1\.0.*3\.0/)]);
    await expect.poll(() => members(client, "small_thing"), { timeout: 30_000 }).toEqual(["third"]);
    expect(client.problems).toEqual([]);
  }, 180_000);

  it("is watched where it lies outside of the workspace, and what is installed there is described anew", async () => {
    using elsewhere = temporaryFolder();
    using wheels = temporaryFolder();
    const bare = bareEnvironment(join(elsewhere.path, "kept apart"));
    const site = purelib(bare);
    const release = (number: number, name: string): string =>
      wheel(python, wheels.path, "small_thing", `${number}.0`, `def ${name}(a: int) -> int:\n    return a\n`);
    replaceInstalled(bare, site, release(1, "first"));
    await using opened = await openServer({ settings: { interpreter: bare } });
    const { client } = opened;
    const uri = await client.open("src/main.ts", programOf("small_thing"));
    await offered(client, uri, "first");
    await client.until(() => watchedElsewhere(client)[0], "a watcher outside of the workspace");
    expect(watchedElsewhere(client)).toEqual([
      { baseUri: pathToFileURL(site).toString(), pattern: "*.dist-info" },
    ]);

    replaceInstalled(bare, site, release(2, "second"));
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [
        { uri: pathToFileURL(join(site, "small_thing-1.0.dist-info")).toString(), type: 3 },
        { uri: pathToFileURL(join(site, "small_thing-2.0.dist-info")).toString(), type: 1 },
      ],
    });
    await client.notification("snakebridge/environmentChanged");
    await offered(client, uri, "second");
    expect(await labels(client, uri)).not.toContain("first");
    expect(client.problems).toEqual([]);
  });

  it("is watched no longer than its folder is in the workspace, and once", async () => {
    using elsewhere = temporaryFolder();
    using second = temporaryFolder();
    const bare = bareEnvironment(join(elsewhere.path, "kept apart"));
    await using opened = await openServer({ further: [second.path] });
    const { client } = opened;
    const folder = pathToFileURL(second.path).toString();
    // Opened anew at once: both times it is about to be watched.
    for (const interpreter of [bare, python, bare]) {
      await client.connection.sendNotification(UseInterpreterNotification, { folder, interpreter });
      await client.connection.sendRequest(EnvironmentRequest, { folder });
    }
    await client.until(() => watchedElsewhere(client)[0], "a watcher outside of the workspace");
    await client.connection.sendNotification("workspace/didChangeWorkspaceFolders", {
      event: { added: [], removed: [{ uri: folder, name: "second" }] },
    });
    await client.until(() => watchedElsewhere(client).length === 0 || undefined, "no watcher any more");
    expect(client.problems).toEqual([]);
  });

  it("leaves nothing behind when setting it up is cancelled", async () => {
    await using opened = await openServer();
    const { client, folder } = opened;
    const cancel = new CancellationTokenSource();
    const asked = client.connection.sendRequest(
      SetUpEnvironmentRequest,
      { interpreter: python, workDoneToken: "cancelled", projectRequirements: false },
      cancel.token,
    );
    const outcome = asked.then(
      () => "done",
      (error: unknown) => (error as { code: number }).code,
    );
    await client.until(
      () =>
        client.notifications.some(
          ({ method, params }) =>
            method === "$/progress" &&
            (params as { token: string; value: { kind: string } }).token === "cancelled" &&
            (params as { value: { kind: string } }).value.kind === "report",
        ),
      "progress",
    );
    cancel.cancel();
    expect(await outcome).toBe(-32800);
    expect(existsSync(join(folder, ".venv"))).toBe(false);
    expect(readdirSync(folder)).toEqual([]);
  }, 60_000);
});

/** What an installer does to a package of one module. */
function replaceInstalled(interpreter: string, site: string, file: string): void {
  const program = `
import glob, shutil, sys, zipfile
for old in glob.glob(sys.argv[1] + "/small_thing*"):
    shutil.rmtree(old) if old.endswith("info") else __import__("os").remove(old)
zipfile.ZipFile(sys.argv[2]).extractall(sys.argv[1])
`;
  execFileSync(interpreter, ["-c", program, site, file]);
}
