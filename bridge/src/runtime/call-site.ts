/** Where in TypeScript a call was made. */
import { fileURLToPath } from "node:url";

/** The folder of our own files, whose frames say nothing to the user, as stacks write it. Empty in a bundle. */
const OWN_FOLDERS = ownFolders();

function ownFolders(): readonly string[] {
  // In a bundle of another module format there is no `import.meta.url`; frames of ours are not told apart there.
  const url: unknown = import.meta.url;
  if (typeof url !== "string" || !/\/runtime\/[^/]+$/.test(url)) return [];
  const folder = new URL(".", url);
  return [folder.href, fileURLToPath(folder)];
}

function isOwn(line: string): boolean {
  return (
    OWN_FOLDERS.some((folder) => line.includes(folder)) ||
    /^ {4}at (Object\.|Proxy\.)?(apply|construct) \(native|processTicksAndRejections/.test(line)
  );
}

/** Holds a stack that V8 writes as text only when it is asked for. */
export interface CallSite {
  readonly stack?: string;
}

/** The frames that a call site keeps beside our own, which are at most six. */
const FRAMES = 10;

export function captureCallSite(): CallSite {
  const site: CallSite = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = FRAMES;
  Error.captureStackTrace(site);
  Error.stackTraceLimit = limit;
  return site;
}

/** The frames of a call site as V8 prints them, without ours. */
export function framesOf(site: CallSite | undefined): string | undefined {
  return site?.stack
    ?.split("\n")
    .filter((line) => line.startsWith("    at ") && !isOwn(line))
    .join("\n");
}
