/** Every custom request by a short name, so that the activation bundle needs only the types. */
import {
  CallFunctionRequest,
  CleanRequest,
  DescriptionReadyNotification,
  DiscoverModuleRequest,
  DoctorRequest,
  EnvironmentChangedNotification,
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
} from "../../../server/protocol/index.js";

export const requests = {
  discoverModule: DiscoverModuleRequest,
  installedModules: InstalledModulesRequest,
  moduleMembers: ModuleMembersRequest,
  generateWrapper: GenerateWrapperRequest,
  insertImport: InsertImportRequest,
  environment: EnvironmentRequest,
  interpreters: InterpretersRequest,
  setUpEnvironment: SetUpEnvironmentRequest,
  installPackages: InstallPackagesRequest,
  callFunction: CallFunctionRequest,
  doctor: DoctorRequest,
  clean: CleanRequest,
  validateConfiguration: ValidateConfigurationRequest,
  serverStatus: ServerStatusRequest,
} as const;

/** What the client tells the server. */
export const notifications = {
  trust: TrustNotification,
  useInterpreter: UseInterpreterNotification,
} as const;

/** What the server tells the client. */
export const events = {
  descriptionReady: DescriptionReadyNotification,
  environmentChanged: EnvironmentChangedNotification,
} as const;
