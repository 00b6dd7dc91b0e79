/**
 * What failed, read from the reports that the runners wrote: said once more at the end of a long run, where a reader looks first
 * and where a log that was cut still has it.
 */

const longest = 1_500;

/** @typedef {{ title: string, text: string }} Failure a test's whole title, and what its runner said */

/** @returns {Failure[]} of a report by vitest, or by our own hosts for tests in VS Code */
export function failuresOfJson(source) {
  const report = JSON.parse(source);
  const vitest = (report.testResults ?? []).flatMap((file) => {
    const failed = file.assertionResults.filter((test) => test.status === "failed");
    if (failed.length === 0 && file.status === "failed") return [failure(file.name, file.message)];
    return failed.map((test) =>
      failure(`${file.name}: ${test.fullName}`, (test.failureMessages ?? []).join("\n")),
    );
  });
  const vscode = (report.runs ?? []).flatMap((run) =>
    run.tests
      .filter((test) => test.state === "failed")
      .map((test) => failure(`${run.suite} in VS Code ${run.vscode}: ${test.title}`, test.error)),
  );
  return [...vitest, ...vscode];
}

/** @returns {Failure[]} of a JUnit report, which pytest writes */
export function failuresOfJunit(source) {
  return [...source.matchAll(/<testcase\b([^>]*)>\s*<(?:failure|error)\b([^>]*)>([\s\S]*?)<\//g)].map(
    ([, test, head, body]) =>
      failure(
        `${attribute(test, "classname")} ${attribute(test, "name")}`,
        `${unescape(attribute(head, "message"))}\n${unescape(body)}`,
      ),
  );
}

function failure(title, text = "") {
  return { title, text: text.length > longest ? `${text.slice(0, longest)} …` : text };
}

function attribute(text, name) {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1] ?? "";
}

function unescape(text) {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#10;", "\n")
    .replaceAll("&amp;", "&");
}
