/** Runs Mocha inside the extension host and hands its results to the host outside. */
import { inspect } from "node:util";
import { version } from "vscode";
import { lookAtFailure, seenAt } from "./failure.ts";
import type { TestResult } from "./host/driver.ts";
import { takeRepetitions } from "./repeated.ts";
import { report } from "./window.ts";

/** @param load loads the test files, which call `describe` and `it` */
export async function runMocha(load: () => Promise<unknown>): Promise<void> {
  const { default: Mocha } = await import("mocha");
  // Collects and prints nothing: the host outside prints the results.
  class Quiet extends Mocha.reporters.Base {}
  // Waiting ends with `eventually`, which says what was missing; the time here is for what hangs elsewhere.
  const mocha = new Mocha({ ui: "bdd", timeout: 150_000, slow: 5_000, reporter: Quiet });
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  const only = process.env["SNAKEBRIDGE_TEST_ONLY"];
  if (only !== undefined) mocha.grep(only);
  await load();
  // For suites that close nothing themselves; else the window was looked at before.
  mocha.suite.afterEach(function () {
    return lookAtFailure(this.currentTest);
  });
  // More than once where a test is suspected of passing only mostly.
  const rounds = Number(process.env["SNAKEBRIDGE_TEST_ROUNDS"] ?? 1);
  mocha.cleanReferencesAfterRun(false);
  let failures = 0;
  for (let round = 0; round < rounds; round += 1) failures += await runOnce(mocha);
  await report(version);
  if (failures > 0) throw new Error("Some tests failed.");
}

/** The number of failures. */
async function runOnce(mocha: Mocha): Promise<number> {
  const reports: Promise<void>[] = [];
  const failed: { result: TestResult; error: Error }[] = [];
  let failures = 0;
  const resultOf = (test: Mocha.Test | Mocha.Hook, state: TestResult["state"]): TestResult => {
    const repetitions = takeRepetitions();
    const result = { title: test.fullTitle(), state, milliseconds: test.duration ?? 0 };
    return repetitions.length === 0 ? result : { ...result, repetitions };
  };
  // A failure is told when the hooks behind the test have looked at the window.
  const tellFailures = (): void => {
    for (const { result, error } of failed.splice(0)) {
      const shown = seenAt(error);
      const text = shown === undefined ? inspect(error) : `${inspect(error)}\nThe window showed\n${shown}`;
      reports.push(report(version, { ...result, error: text }));
    }
  };
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on("test", tellFailures)
      .on("pass", (test) => {
        reports.push(report(version, resultOf(test, "passed")));
      })
      .on("pending", (test) => {
        reports.push(report(version, resultOf(test, "pending")));
      })
      .on("fail", (test, error: Error) => {
        failures += 1;
        failed.push({ result: resultOf(test, "failed"), error });
      });
  });
  tellFailures();
  await Promise.all(reports);
  return failures;
}
