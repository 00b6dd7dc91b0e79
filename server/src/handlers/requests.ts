/** Our own requests, typed in `server/protocol/`. */
import {
  CallFunctionRequest,
  CleanRequest,
  DiscoverModuleRequest,
  DoctorRequest,
  EnvironmentRequest,
  GenerateWrapperRequest,
  InsertImportRequest,
  InstalledModulesRequest,
  InstallPackagesRequest,
  InterpretersRequest,
  ModuleMembersRequest,
  ServerStatusRequest,
  SetUpEnvironmentRequest,
  TrustNotification,
  UseInterpreterNotification,
  ValidateConfigurationRequest,
  type InFolder,
  type SetUpEnvironmentResult,
} from "../../protocol/index.js";
import type { CancellationToken } from "vscode-languageserver/node";
import type { ServerContext } from "../context.js";
import { insertImport } from "../features/insert-import.js";
import { moduleMembers } from "../features/module-members.js";
import { moduleCounts } from "../features/module-counts.js";
import type { Announcer } from "../workspace/announcer.js";
import { typedError } from "../workspace/announcer.js";
import type { Folder } from "../workspace/folders.js";
import type { SetUpOutcome } from "../workspace/folder-python.js";
import { matchesQuery } from "../workspace/filter.js";
import { generateWrapper } from "./generate-wrapper.js";
import { requireTrust, runTask } from "./task.js";

export function bindRequests(context: ServerContext): void {
  const { announcer } = context;
  bindDiscovery(context);
  bindEnvironment(context, announcer);
  bindTools(context);

  context.connection.onRequest(GenerateWrapperRequest, (params, token) =>
    generateWrapper(context, params, token).finally(() => announcer.refreshSoon()),
  );
  context.connection.onRequest(InsertImportRequest, ({ uri, module }) => {
    const script = context.anyScript(uri);
    if (!script) {
      throw typedError({
        kind: "internal",
        message: "The document is not open, or not TypeScript or JavaScript.",
      });
    }
    return insertImport(script, module);
  });
  context.connection.onNotification(TrustNotification, ({ trusted }) => {
    context.trusted = trusted;
    for (const document of context.documents) {
      context.documents.onChange(document);
    }
    announcer.refreshSoon();
  });
  context.connection.onRequest(ServerStatusRequest, () => ({
    residentMemory: process.memoryUsage.rss(),
    openDocuments: context.documents.size,
    discovering: context.folders.all.flatMap((folder) => folder.discovery.running),
    workers: context.folders.all.reduce((sum, folder) => sum + folder.python.workers, 0),
    trusted: context.trusted,
  }));
}

function bindDiscovery(context: ServerContext): void {
  const { connection, folders } = context;
  connection.onRequest(DiscoverModuleRequest, (params, token) => {
    const folder = folders.named(params.folder);
    const options = {
      folder,
      token,
      workDoneToken: params.workDoneToken,
      title: `Discovering ${params.module}`,
    };
    return runTask(context, options, async (task) => {
      folder.knowledge.forgetFailures();
      try {
        const module = await folder.python.describeModule(params.module, {
          ...task,
          refresh: params.refresh ?? false,
        });
        return moduleCounts(module);
      } finally {
        context.announcer.refreshSoon();
      }
    });
  });
  connection.onRequest(InstalledModulesRequest, async (params, token) => {
    const folder = folders.named(params.folder);
    const known =
      params.submodules === true || params.refresh === true ? undefined : folder.python.installedModules();
    if (!known) {
      requireTrust(context);
    }
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    const modules =
      known ??
      (await explained(folder, () =>
        folder.python.readInstalledModules({
          signal: abort.signal,
          submodules: params.submodules ?? false,
          ...belowOf(params.query),
          refresh: params.refresh ?? false,
        }),
      ));
    if (params.refresh === true) {
      context.announcer.refreshSoon();
    }
    return {
      modules: modules
        .filter((module) => matchesQuery(module.name, params.query))
        .map((module) => ({
          ...module,
          described: folder.python.describedModule(module.name) !== undefined,
        })),
    };
  });
  connection.onRequest(ModuleMembersRequest, (params) => {
    const folder = folders.named(params.folder);
    return moduleMembers(params.module, params.path ?? [], folder.knowledge);
  });
}

async function explained<Result>(folder: Folder, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw typedError(folder.python.explain(error));
  }
}

function bindEnvironment(context: ServerContext, announcer: Announcer): void {
  const { connection, folders } = context;
  connection.onRequest(EnvironmentRequest, async (params) => {
    const folder = folders.named(params.folder);
    const where = folder.uri === undefined ? {} : { folder: folder.uri };
    if (!context.trusted) {
      return { ...where, state: "untrusted", problem: "Trust the workspace to start Python." };
    }
    return { ...(await explained(folder, () => folder.python.status(params.refresh ?? false))), ...where };
  });
  connection.onRequest(InterpretersRequest, async (params) => {
    requireTrust(context);
    const folder = folders.named(params.folder);
    return { interpreters: await explained(folder, () => folder.python.interpreters()) };
  });
  connection.onNotification(UseInterpreterNotification, (params) => {
    const folder = folders.named(params.folder);
    for (const concerned of folders.useInterpreter(folder, params.interpreter, params.origin)) {
      void announcer.environmentChanged(concerned);
    }
  });

  const changing = (
    params: InFolder & { workDoneToken?: string | number },
    token: CancellationToken,
    title: string,
    work: (folder: Folder, task: Parameters<Parameters<typeof runTask>[2]>[0]) => Promise<SetUpOutcome>,
  ): Promise<SetUpEnvironmentResult> => {
    const folder = folders.named(params.folder);
    return runTask(context, { folder, token, workDoneToken: params.workDoneToken, title }, async (task) => {
      const outcome = await work(folder, task);
      return { ...outcome, status: await announcer.environmentChanged(folder) };
    });
  };
  connection.onRequest(SetUpEnvironmentRequest, (params, token) =>
    changing(params, token, "Setting up Python", (folder, task) =>
      folder.python.setUp(
        {
          packages: params.packages ?? [],
          projectRequirements: params.projectRequirements ?? true,
          ...(params.interpreter === undefined ? {} : { interpreter: params.interpreter }),
          ...(params.environment === undefined ? {} : { environment: params.environment }),
        },
        task,
      ),
    ),
  );
  connection.onRequest(InstallPackagesRequest, (params, token) =>
    changing(params, token, `Installing ${params.requirements.join(", ")}`, (folder, task) =>
      folder.python.install(params.requirements, task),
    ),
  );
}

function bindTools(context: ServerContext): void {
  const { connection, folders } = context;
  connection.onRequest(CallFunctionRequest, (params, token) => {
    const folder = folders.named(params.folder);
    const options = { folder, token, workDoneToken: params.workDoneToken, title: `Calling ${params.path}` };
    return runTask(context, options, (task) =>
      folder.python.call(params.path, params.arguments, params.keywords ?? {}, task),
    );
  });
  connection.onRequest(DoctorRequest, (params, token) => {
    const folder = folders.named(params.folder);
    const options = {
      folder,
      token,
      workDoneToken: params.workDoneToken,
      title: "Examining the environment",
    };
    return runTask(context, options, (task) => folder.python.doctor(task));
  });
  connection.onRequest(CleanRequest, (params) => {
    requireTrust(context);
    const folder = folders.named(params.folder);
    return explained(folder, () => folder.python.clean()).finally(() => context.announcer.refreshSoon());
  });
  connection.onRequest(ValidateConfigurationRequest, (params) => {
    const folder = folders.named(params.folder);
    return explained(folder, () => folder.python.validate());
  });
}

/** `importlib.me` asks for what is below `importlib`. */
function belowOf(query: string | undefined): { below?: string } {
  const dot = query?.lastIndexOf(".") ?? -1;
  return query === undefined || dot <= 0 ? {} : { below: query.slice(0, dot) };
}
