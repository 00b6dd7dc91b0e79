/** What the JSON Schema knows, for clients without JSON support of their own. */
import { getLanguageService, TextDocument, type LanguageService } from "vscode-json-languageservice";
import type { CompletionList, Hover, Position } from "vscode-languageserver-protocol";
import { configJsonSchema } from "../workspace/bridge.js";
import type { ConfigSource } from "./config-document.js";

const schemaUri = "snakebridge://schema/snakebridge.schema.json";
let service: LanguageService | undefined;

function jsonService(): LanguageService {
  if (!service) {
    service = getLanguageService({
      schemaRequestService: () => Promise.reject(new Error("No schema is fetched.")),
    });
    service.configure({
      validate: false,
      allowComments: true,
      schemas: [{ uri: schemaUri, fileMatch: ["*"], schema: configJsonSchema() }],
    });
  }
  return service;
}

function jsonDocument(document: ConfigSource): TextDocument {
  return TextDocument.create(document.uri, "jsonc", 0, document.text);
}

export async function schemaCompletion(
  document: ConfigSource,
  position: Position,
): Promise<CompletionList | null> {
  const text = jsonDocument(document);
  const json = jsonService();
  return json.doComplete(text, position, json.parseJSONDocument(text));
}

export async function schemaHover(document: ConfigSource, position: Position): Promise<Hover | null> {
  const text = jsonDocument(document);
  const json = jsonService();
  return json.doHover(text, position, json.parseJSONDocument(text));
}
