/** What other extensions may call: `await extension.activate()` gives this object. Documented in docs/editor.md. */
import type { Event, Uri, WorkspaceFolder } from "vscode";
import { workspace } from "vscode";
import type { DiscoverModuleResult, EnvironmentStatus } from "../../server/protocol/index.js";
import type { Environments } from "./environments.js";
import { inFolder } from "./folders.js";
import type { Server, ServerState } from "./server.js";
import { SnakeBridgeError } from "./errors.js";

export interface SnakeBridgeApi {
  /** Raised only when a member changes its meaning or goes away. */
  readonly version: 1;
  /** Whether the language server runs; it does only where SnakeBridge is used. */
  readonly state: () => ServerState;
  /** The Python of the folder that holds the resource, and why it was chosen. */
  environment(resource: Uri): Promise<EnvironmentStatus>;
  readonly onDidChangeEnvironment: Event<EnvironmentStatus>;
  /** Describes a module. Rejects in an untrusted workspace. */
  discover(resource: Uri, module: string): Promise<DiscoverModuleResult>;
}

export function createApi(server: Server, environments: Environments): SnakeBridgeApi {
  return {
    version: 1,
    state: () => server.state,
    environment: (resource) => environments.read(folderFor(resource)),
    onDidChangeEnvironment: environments.onDidChange,
    discover: (resource, module) => {
      if (!workspace.isTrusted)
        return Promise.reject(new SnakeBridgeError("untrusted", "The workspace is not trusted."));
      return server.ask("discoverModule", { ...inFolder(folderFor(resource)), module });
    },
  };
}

const folderFor = (resource: Uri): WorkspaceFolder | undefined => workspace.getWorkspaceFolder(resource);
