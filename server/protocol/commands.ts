/** Commands that the server itself executes (`workspace/executeCommand`); code actions and lenses carry them. */
export const serverCommands = {
  generateWrapper: "snakebridge.server.generateWrapper",
  addToConfiguration: "snakebridge.server.addToConfiguration",
  installPackage: "snakebridge.server.installPackage",
  discoverModule: "snakebridge.server.discoverModule",
} as const;

/** Scheme of the read-only documents that stand for C functions; their text comes by `workspace/textDocumentContent`. */
export const pythonDocumentScheme = "snakebridge-python";
