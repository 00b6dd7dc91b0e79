/** Calls one Python function, for *Call Function*: the entry of the bundle that holds the library's runtime. */
import { inspect } from "node:util";
import type { CallFunctionResult } from "../../protocol/index.js";
import { openPython, type PyArg } from "snakebridge";

export interface CallRequest {
  interpreter: string;
  adapterPath: string;
  folder: string;
  /** `json.dumps` */
  path: string;
  arguments: readonly unknown[];
  keywords: Readonly<Record<string, unknown>>;
}

export async function callFunction(request: CallRequest, signal: AbortSignal): Promise<CallFunctionResult> {
  let output = "";
  const session = openPython({
    config: false,
    environment: request.interpreter,
    adapterPath: request.adapterPath,
    cwd: request.folder,
    onOutput: (_stream, text) => {
      output += text;
    },
    signal,
  });
  try {
    const args = request.arguments as readonly PyArg[];
    const value: unknown = await session.call(request.path, args, request.keywords as Record<string, PyArg>);
    return { text: valueText(value), output };
  } finally {
    await session[Symbol.asyncDispose]();
  }
}

/** As indented JSON where JSON can hold it. */
function valueText(value: unknown): string {
  if (value === undefined || typeof value === "function" || typeof value === "bigint") {
    return inspect(value);
  }
  try {
    return JSON.stringify(value, null, 2);
  } catch {
    return inspect(value, { depth: 6 });
  }
}
