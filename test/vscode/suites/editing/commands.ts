import assert from "node:assert/strict";
import { commands, window } from "vscode";
import { closeAll } from "../../editor.ts";
import { activated } from "../../extension.ts";
import { eventually, press, type, visibleText } from "../../window.ts";

/** The text of the report that a command opened. */
const shownReport = (name: string): Promise<string> =>
  eventually(`the report ${name}`, () => {
    const document = window.activeTextEditor?.document;
    return document?.uri.path === `/${name}` && document.getText() !== "" ? document.getText() : undefined;
  });

describe("Commands that answer with a text", () => {
  before(activated);
  afterEach(closeAll);

  it("Call Function runs Python and shows the value", async () => {
    const called = commands.executeCommand("snakebridge.callFunction");
    await eventually("the input", async () => {
      const found = await visibleText(".quick-input-widget .quick-input-title");
      return found.some((title) => title.includes("Call Function")) || undefined;
    });
    await type("json.dumps({'a': [1, 2]}, sort_keys=True)");
    await eventually("what is wrong with it", async () => {
      const found = await visibleText(".quick-input-widget .quick-input-message");
      return found.some((message) => message.includes("Not a JSON value")) || undefined;
    });
    await press("Control+A");
    await type('json.dumps({"b": 1, "a": 2}, sort_keys=True)');
    await press("Enter");
    await called;
    assert.match(await shownReport("json.dumps.txt"), /\{\\?"a\\?": 2, \\?"b\\?": 1\}/);
  });

  it("Doctor explains the environment", async () => {
    await commands.executeCommand("snakebridge.doctor");
    assert.match(await shownReport("doctor.txt"), /Python.*3\.\d+/i);
  });

  it("Report Issue holds the versions and no path of the user", async () => {
    // Its message waits for an answer, so the command itself ends later.
    void commands.executeCommand("snakebridge.reportIssue");
    const report = await shownReport("issue.md");
    assert.match(report, /VS Code 1\.\d+/);
    assert.match(report, /Python.*3\.\d+/i);
    assert.ok(!report.includes(process.env["HOME"] ?? "/nowhere-at-all"), "the home folder is taken out");
  });
});
