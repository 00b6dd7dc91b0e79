/** Takes out of a report what identifies a person or a machine, before it is shown to others. */

export interface Private {
  readonly homeFolder: string;
  readonly userName: string;
  readonly hostName: string;
  readonly workspaceFolders: readonly string[];
}

/** Replaces the longest paths first, so that a folder inside the home folder keeps its own name. */
export function redact(text: string, what: Private): string {
  const replacements: [string, string][] = [
    ...what.workspaceFolders.map((folder, index): [string, string] => [folder, `<folder ${index + 1}>`]),
    [what.homeFolder, "~"],
  ];
  replacements.sort(([one], [other]) => other.length - one.length);
  let redacted = text;
  for (const [path, name] of replacements) {
    for (const spelling of new Set([path, path.replaceAll("\\", "/"), path.replaceAll("\\", "\\\\")])) {
      if (spelling.length > 1) redacted = redacted.replaceAll(spelling, name);
    }
  }
  for (const [word, name] of [
    [what.userName, "<user>"],
    [what.hostName, "<host>"],
  ] as const) {
    if (word.length > 2) redacted = redacted.replaceAll(new RegExp(`\\b${escaped(word)}\\b`, "g"), name);
  }
  // Credentials inside an index or proxy address.
  return redacted.replaceAll(/(\w+:\/\/)[^\s/@]+@/g, "$1<credentials>@");
}

const escaped = (word: string): string => word.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
