/** Plays a journey in a window of its own, for the scripts that take pictures. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeFor, pathStartingWith } from "./fetch-code-server.ts";
import { startServer } from "./start-server.ts";
import { suiteNamed } from "./suites.ts";
import type { HostVersion } from "./versions.ts";
import { Workbench, type WindowSize } from "./workbench.ts";
import { prepareWorkspace } from "./workspace.ts";

/** What a journey starts from and shows. */
export interface Scene {
  readonly name: string;
  readonly workspace: "program" | "empty" | "unrelated";
  readonly settings?: Record<string, unknown>;
  readonly files?: Readonly<Record<string, string>>;
  readonly play: (window: Workbench) => Promise<void>;
}

export interface Stage {
  readonly version: HostVersion;
  /** The extension, packed. */
  readonly vsix: string;
  /** The folder for the pictures. */
  readonly pictures: string;
  readonly size?: WindowSize;
  /** Where programs are searched for, behind Node. Default: as here. */
  readonly path?: string;
}

export async function playScene(scene: Scene, { version, vsix, pictures, size, path }: Stage): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), "snakebridge-pictures-"));
  try {
    const suite = { ...suiteNamed("editing"), workspace: scene.workspace };
    const workspace = prepareWorkspace(suite, home);
    for (const [name, text] of Object.entries(scene.files ?? {})) writeFileSync(join(workspace, name), text);
    await using server = await startServer({
      version,
      home,
      settings: scene.settings ?? {},
      environment: {
        PATH: pathStartingWith(await nodeFor(version), path),
        XDG_CACHE_HOME: join(home, "cache"),
        PYTHONDONTWRITEBYTECODE: undefined,
      },
    });
    server.installExtension(vsix);
    await using window = await Workbench.open(server, workspace, pictures, size);
    try {
      await scene.play(window);
    } catch (error) {
      await window.picture(`${scene.name}-failed`);
      throw error;
    }
  } finally {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}
