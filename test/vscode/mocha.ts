/** Runs Mocha inside the extension host and hands its results to the host outside. */
import { version } from "vscode";
import type { TestResult } from "./host/driver.ts";
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
  const reports: Promise<void>[] = [];
  let failures = 0;
  const add = (test: Mocha.Test | Mocha.Hook, state: TestResult["state"], error?: Error): void => {
    if (state === "failed") failures += 1;
    const text = error === undefined ? undefined : (error.stack ?? error.message);
    const result = { title: test.fullTitle(), state, milliseconds: test.duration ?? 0 };
    reports.push(report(version, text === undefined ? result : { ...result, error: text }));
  };
  // More than once where a test is suspected of passing only mostly.
  const rounds = Number(process.env["SNAKEBRIDGE_TEST_ROUNDS"] ?? 1);
  mocha.cleanReferencesAfterRun(false);
  for (let round = 0; round < rounds; round += 1) await runOnce(mocha, add);
  await Promise.all(reports);
  await report(version);
  if (failures > 0) throw new Error("Some tests failed.");
}

function runOnce(
  mocha: Mocha,
  add: (test: Mocha.Test | Mocha.Hook, state: TestResult["state"], error?: Error) => void,
): Promise<void> {
  return new Promise((resolve) => {
    mocha
      .run(() => {
        resolve();
      })
      .on("pass", (test) => {
        add(test, "passed");
      })
      .on("pending", (test) => {
        add(test, "pending");
      })
      .on("fail", (test, error: Error) => {
        add(test, "failed", error);
      });
  });
}
