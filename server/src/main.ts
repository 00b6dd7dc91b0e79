/** The server's process: LSP over standard input and output (or what the client's arguments name). */
import { join } from "node:path";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { serve } from "./connection.js";
import { collectWhenIdle, limitYoungGeneration } from "./memory.js";
import { bridgePython } from "./workspace/bridge-python.js";

limitYoungGeneration();
serve(createConnection(ProposedFeatures.all), {
  makePython: bridgePython,
  analyzerFile: join(__dirname, "typescript.cjs"),
  onMessage: collectWhenIdle(),
  version: process.env["SNAKEBRIDGE_VERSION"] ?? "0.0.0",
});
