/** Runs Mocha inside the extension host and hands its results to the host outside. */
import { version } from "vscode";
import type { SuiteResults, TestResult } from "./host/driver.ts";
import { report } from "./window.ts";

/** @param load loads the test files, which call `describe` and `it` */
export async function runMocha(load: () => Promise<unknown>): Promise<void> {
  const { default: Mocha } = await import("mocha");
  // Collects and prints nothing: the host outside prints the results.
  class Quiet extends Mocha.reporters.Base {}
  const mocha = new Mocha({ ui: "bdd", timeout: 60_000, slow: 5_000, reporter: Quiet });
  mocha.suite.emit("pre-require", globalThis, "", mocha);
  await load();
  const tests: TestResult[] = [];
  const add = (test: Mocha.Test | Mocha.Hook, state: TestResult["state"], error?: Error): void => {
    const text = error === undefined ? undefined : (error.stack ?? error.message);
    const result = { title: test.fullTitle(), state, milliseconds: test.duration ?? 0 };
    tests.push(text === undefined ? result : { ...result, error: text });
  };
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on("pass", (test) => add(test, "passed"))
      .on("pending", (test) => add(test, "pending"))
      .on("fail", (test, error: Error) => add(test, "failed", error));
  });
  const results: SuiteResults = { vscode: version, tests };
  await report(results);
  if (tests.some((test) => test.state === "failed")) throw new Error("Some tests failed.");
}
