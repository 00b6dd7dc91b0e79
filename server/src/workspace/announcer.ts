/** Tells the client what happened in the background. */
import {
  ResponseError,
  type CancellationToken,
  type WorkDoneProgressServerReporter,
} from "vscode-languageserver/node";
import {
  DescriptionReadyNotification,
  EnvironmentChangedNotification,
  ErrorCode,
  type EnvironmentStatus,
  type ErrorData,
} from "../../protocol/index.js";
import type { ServerContext } from "../context.js";
import type { Folder, FolderEvents } from "./folders.js";
import type { Progress } from "./folder-python.js";

/** Background progress is shown only for work that takes longer, so that quick work does not flicker. */
const progressDelay = 300;
/** Milliseconds until a client that refused a refresh, as one may whose window is just being made, is asked again. */
const refusedDelays = [250, 500, 1_000, 2_000, 4_000];

export class Announcer {
  private readonly context: () => ServerContext | undefined;
  private refreshTimer: NodeJS.Timeout | undefined;

  constructor(context: () => ServerContext | undefined) {
    this.context = context;
  }

  eventsOf(folder: () => Folder): FolderEvents {
    return {
      whyNotDiscover: (of) => this.whyNotDiscover(of),
      moduleSeen: (module, names) => {
        folder().knowledge.glimpse(module, names);
        this.described(folder(), module, { partial: true });
      },
      moduleDone: (module, error) => {
        folder().knowledge.forgetGlimpse(module);
        // What was given up because the environment changed is looked for again when the client asks anew.
        if (error && error.kind !== "cancelled") {
          folder().knowledge.fail(module, error);
        }
        this.moduleDone(folder(), module, error);
      },
      classDone: (name, failed) => {
        if (failed) {
          folder().knowledge.failClass(name);
        }
        this.described(folder(), name.split(".")[0] ?? name, {});
      },
      installedDone: () => {
        // Where the list could not be read there is nothing to ask again for: it would be read, and fail, for ever.
        if (folder().python.installedModules()) {
          this.described(folder(), "", {});
        } else {
          this.refreshSoon();
        }
      },
      cacheOpened: () => this.refreshSoon(),
      progress: (module) => Promise.resolve(this.backgroundProgress(module)),
    };
  }

  private whyNotDiscover(folder: Folder): string | undefined {
    const context = this.context();
    if (!context?.trusted) {
      return "the workspace is not trusted, so no Python is started.";
    }
    return folder.settings.discovery.automatic ? undefined : "automatic discovery is switched off.";
  }

  private moduleDone(folder: Folder, module: string, error: ErrorData | undefined): void {
    if (error && error.kind !== "cancelled") {
      this.context()?.connection.console.info(`${module}: ${error.message}`);
    }
    this.described(folder, module, error ? { error } : {});
  }

  /** The client asks again for what it shows; ours triggers suggestions as well. */
  private described(folder: Folder, module: string, news: { error?: ErrorData; partial?: true }): void {
    const context = this.context();
    if (!context) {
      return;
    }
    const word = module.split(".")[0] ?? module;
    const documents = [...context.documents]
      .filter((document) => document.isScript || context.configuration(document.uri) !== undefined)
      .filter((document) => context.folders.of(document.uri) === folder)
      .filter((document) => document.text.includes(word))
      .map((document) => ({ uri: document.uri, version: document.version }));
    void context.connection.sendNotification(DescriptionReadyNotification, {
      ...(folder.uri === undefined ? {} : { folder: folder.uri }),
      module,
      ...news,
      documents,
    });
    if (!news.partial) {
      this.refreshSoon();
    }
  }

  /** Diagnostics, lenses and hints are pulled: ask the client to pull again, once for a burst of news. */
  refreshSoon(): void {
    this.refreshTimer ??= setTimeout(() => {
      this.refreshTimer = undefined;
      const context = this.context();
      if (!context) {
        return;
      }
      const { languages } = context.connection;
      const workspace = context.client.workspace;
      const ask = (supported: boolean | undefined, request: () => Promise<unknown>): void => {
        if (supported === true) {
          untilAccepted(request);
        }
      };
      ask(workspace?.diagnostics?.refreshSupport, () =>
        context.connection.sendRequest("workspace/diagnostic/refresh"),
      );
      ask(workspace?.codeLens?.refreshSupport, () =>
        context.connection.sendRequest("workspace/codeLens/refresh"),
      );
      ask(workspace?.inlayHint?.refreshSupport, () => languages.inlayHint.refresh());
      this.onRefresh();
    }, 50);
  }

  /** For clients that get diagnostics pushed. */
  onRefresh: () => void = () => undefined;

  /** Resolves to what the folder has from now on. */
  environmentChanged(folder: Folder): Promise<EnvironmentStatus> {
    const context = this.context();
    folder.python.environmentChanged();
    folder.knowledge.forgetFailures();
    this.refreshSoon();
    const changed = folder.python.status(false);
    changed
      .then((status) => {
        // What is open is described anew, and the list of what is installed tells which wrappers are out of date.
        folder.knowledge.installed();
        for (const document of context?.documents ?? []) {
          if (context?.folders.of(document.uri) === folder) {
            context.documents.onChange(document);
          }
        }
        // Clients show the environments of the folders that they know.
        return folder.within === undefined
          ? context?.connection.sendNotification(EnvironmentChangedNotification, {
              ...status,
              ...(folder.uri === undefined ? {} : { folder: folder.uri }),
            })
          : undefined;
      })
      .catch(() => undefined);
    return changed;
  }

  /** Progress that is shown at once, with a cancel button. */
  async shownProgress(title: string): Promise<Progress & { token?: CancellationToken; done(): void }> {
    const context = this.context();
    if (context?.client.window?.workDoneProgress !== true) {
      return { report: () => undefined, done: () => undefined };
    }
    const reporter = await context.connection.window.createWorkDoneProgress();
    reporter.begin(title, undefined, undefined, true);
    return {
      token: reporter.token,
      report: (message, percentage) => {
        if (percentage === undefined) {
          reporter.report(message);
        } else {
          reporter.report(Math.round(percentage), message);
        }
      },
      done: () => reporter.done(),
    };
  }

  private backgroundProgress(module: string): Progress & { done(): void } {
    const context = this.context();
    if (context?.client.window?.workDoneProgress !== true) {
      return { report: () => undefined, done: () => undefined };
    }
    const { connection } = context;
    let last = "";
    let reporter: WorkDoneProgressServerReporter | undefined;
    let finished = false;
    const timer = setTimeout(() => {
      connection.window
        .createWorkDoneProgress()
        .then((created) => {
          if (finished) {
            created.done();
            return;
          }
          reporter = created;
          created.begin(`Discovering ${module}`, undefined, last || undefined);
        })
        .catch(() => undefined);
    }, progressDelay);
    return {
      report: (message, percentage) => {
        last = message;
        if (percentage === undefined) {
          reporter?.report(message);
        } else {
          reporter?.report(percentage, message);
        }
      },
      done: () => {
        finished = true;
        clearTimeout(timer);
        reporter?.done();
      },
    };
  }
}

/** What the client shows would stay as it is if one refusal were the end of it. */
function untilAccepted(request: () => Promise<unknown>, delays: readonly number[] = refusedDelays): void {
  request().catch(() => {
    const [delay, ...further] = delays;
    if (delay !== undefined) {
      setTimeout(() => untilAccepted(request, further), delay).unref();
    }
  });
}

/** An error that reaches the client typed. */
export function typedError(data: ErrorData): ResponseError<ErrorData> {
  return new ResponseError(
    ErrorCode,
    data.remedy === undefined ? data.message : `${data.message} ${data.remedy}`,
    data,
  );
}
