/**
 * THIRD_PARTY_NOTICES.txt of the extension: the packages whose code the bundles hold, with their licences, as the builds
 * themselves list them (`inputs.json` beside the bundles), and typeshed.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";

/** Written by a build: every file that went into its bundles, relative to the repository. */
export function inputsOf(root, metafiles, workingDirectory) {
  const paths = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const all = paths.map((path) => relative(root, resolve(workingDirectory, path)).replaceAll("\\", "/"));
  return [...new Set(all)].sort();
}

/** @returns {string} the text; throws where a package does not say under which licence it stands */
export function thirdPartyNotices(root, rooms) {
  const inputs = rooms.flatMap((room) =>
    JSON.parse(readFileSync(join(root, room, "out", "inputs.json"), "utf8")),
  );
  const folders = [...new Set(inputs.flatMap((path) => packageFolder(path) ?? []))].sort();
  const packages = folders.map((folder) => noticeOf(join(root, folder)));
  packages.sort((one, other) => one.title.localeCompare(other.title));
  const typeshed = join(root, "bridge", "dist", "typeshed");
  packages.push({
    title: `typeshed ${readFileSync(join(typeshed, "commit.txt"), "utf8").trim()}`,
    text: readFileSync(join(typeshed, "LICENSE"), "utf8"),
  });
  const line = "-".repeat(100);
  const head =
    "This extension contains code of these projects, each under its own licence.\n\n" +
    packages.map(({ title }) => `  ${title}`).join("\n");
  return `${[head, ...packages.map(({ title, text }) => `${line}\n${title}\n${line}\n\n${text.trim()}`)].join("\n\n")}\n`;
}

/** `node_modules/@scope/name` of a file inside it; undefined for our own files. */
function packageFolder(path) {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

function noticeOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const texts = readdirSync(folder)
    .filter((file) => /^(?:licen[cs]e|copying|notice|thirdpartynotice)/i.test(file))
    .sort()
    .map((file) => join(folder, file))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8").trim());
  if (license === undefined && texts.length === 0) throw new Error(`${name} says nothing about its licence.`);
  const title = `${name} ${version}${license === undefined ? "" : ` (${license})`}`;
  return { title, text: texts.length > 0 ? texts.join("\n\n") : `Licence: ${license}` };
}
