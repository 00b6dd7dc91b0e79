/** Journey 8: a breakpoint in Python, hit from a call in TypeScript, in one debug session with both call stacks. */
import assert from "node:assert/strict";
import { join } from "node:path";
import {
  commands,
  debug,
  Location,
  Position,
  SourceBreakpoint,
  Uri,
  window,
  workspace,
  type DebugSession,
} from "vscode";
import { workspaceFolder } from "../../editor.ts";
import { activated } from "../../extension.ts";
import { lookAtFailure } from "../../failure.ts";
import { notification, pressButton } from "../../notifications.ts";
import { descendants, isPython } from "../../processes.ts";
import { eventually, screenshot, visibleText } from "../../window.ts";

const file = (...parts: string[]): Uri => Uri.file(join(workspaceFolder(), ...parts));

/** The Node of the oldest VS Code runs no TypeScript; the same program without types stands beside it. */
const program = Number(/^v(\d+)/.exec(process.version)?.[1]) >= 24 ? "main.ts" : "main.mjs";

interface Frame {
  readonly id: number;
  readonly name: string;
  readonly line: number;
  readonly source?: { readonly path?: string };
}

/** Where a session has stopped. */
async function innermostFrame(session: DebugSession, threadId: number): Promise<Frame> {
  const answer = (await session.customRequest("stackTrace", { threadId, startFrame: 0, levels: 20 })) as {
    stackFrames: Frame[];
  };
  const [innermost] = answer.stackFrames;
  assert.ok(innermost, "the stack has a frame");
  return innermost;
}

interface Stop {
  readonly session: DebugSession;
  readonly threadId: number;
}

/** Sessions that stopped, in their order. */
function recordStops(): { stops: Stop[]; output: string[]; dispose: () => void } {
  const stops: Stop[] = [];
  const output: string[] = [];
  const tracker = debug.registerDebugAdapterTrackerFactory("*", {
    createDebugAdapterTracker: (session) => ({
      onDidSendMessage: (message: {
        event?: string;
        body?: { reason?: string; threadId?: number; output?: string };
      }) => {
        if (message.event === "stopped" && message.body?.reason === "breakpoint") {
          stops.push({ session, threadId: message.body.threadId ?? 0 });
        }
        if (message.event === "output") output.push(message.body?.output ?? "");
      },
    }),
  });
  return { stops, output, dispose: () => tracker.dispose() };
}

function rootOf(session: DebugSession): DebugSession {
  return session.parentSession === undefined ? session : rootOf(session.parentSession);
}

describe("Debug with Python", function () {
  this.timeout(170_000);

  afterEach(async function () {
    await lookAtFailure(this.currentTest);
    debug.removeBreakpoints(debug.breakpoints);
    await debug.stopDebugging();
  });

  it("offers to install debugpy where neither the environment nor an extension has it", async () => {
    await activated();
    void commands.executeCommand("snakebridge.setUpEnvironment");
    await notification(/Python [\d.]+ is ready\./);
    await commands.executeCommand("notifications.clearAll");
    await window.showTextDocument(await workspace.openTextDocument(file(program)));
    void commands.executeCommand("snakebridge.debugWithPython");
    await notification(/Debugging Python needs the package debugpy/);
    assert.equal(debug.activeDebugSession, undefined);
    await pressButton("Install debugpy");
    const started = await eventually("the debug session", () => debug.activeDebugSession, 120_000);
    assert.equal(rootOf(started).name, program);
  });

  it("stops in TypeScript and in the Python that it calls, in one session with both stacks", async () => {
    const recorded = recordStops();
    try {
      const source = await workspace.openTextDocument(file(program));
      const call = source.positionAt(source.getText().indexOf("return await shapes.area"));
      debug.addBreakpoints([
        new SourceBreakpoint(new Location(source.uri, call)),
        new SourceBreakpoint(new Location(file("python", "shapes.py"), new Position(5, 0))),
      ]);
      await window.showTextDocument(source);
      void commands.executeCommand("snakebridge.debugWithPython");
      const inNode = await eventually("a stop in the program", () => recorded.stops[0], 60_000);
      const caller = await innermostFrame(inNode.session, inNode.threadId);
      assert.equal(caller.name.replace(/^global\./, ""), "measure");
      assert.equal(caller.line, call.line + 1);
      await inNode.session.customRequest("continue", { threadId: inNode.threadId });
      const inPython = await eventually("a stop in Python", () => recorded.stops[1], 60_000);
      const called = await innermostFrame(inPython.session, inPython.threadId);
      assert.equal(called.name, "area");
      assert.equal(called.line, 6);
      assert.ok(called.source?.path?.endsWith("shapes.py"));
      assert.equal(rootOf(inPython.session), rootOf(inNode.session), "both belong to one session");
      const { result } = (await inPython.session.customRequest("evaluate", {
        expression: "product",
        frameId: called.id,
        context: "watch",
      })) as { result: string };
      assert.equal(result, "42");
      await commands.executeCommand("workbench.debug.action.focusCallStackView");
      // The view shows sessions first, and a stopped one's frames when it has asked for them.
      await eventually("both in the call stack view, with Python's frame", async () => {
        const rows = (await visibleText(".debug-call-stack .monaco-list-row")).join("\n");
        return [/Python worker \d+/, /area/].every((part) => part.test(rows)) && rows.includes(program)
          ? rows
          : undefined;
      });
      await screenshot("debug-both-stacks");
      const ended = new Promise<void>((resolve) => {
        const listener = debug.onDidTerminateDebugSession((session) => {
          if (session.parentSession !== undefined) return;
          listener.dispose();
          resolve();
        });
      });
      await inPython.session.customRequest("continue", { threadId: inPython.threadId });
      await ended;
      assert.match(recorded.output.join(""), /area 42/);
    } finally {
      recorded.dispose();
    }
  });

  it("leaves no process and no folder behind", async () => {
    await eventually("the end of debugpy and of the workers", () =>
      descendants().some((one) => isPython(one) && one.command.some((part) => part.includes("debugpy")))
        ? undefined
        : true,
    );
  });
});
