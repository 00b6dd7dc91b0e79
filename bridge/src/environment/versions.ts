import { satisfies, validRange } from "@renovatebot/pep440";

/** True where a version fulfils a PEP 440 specifier. Pre-releases count: an interpreter or package that is installed is meant. */
export function matchesVersion(version: string, specifier: string): boolean {
  return specifier.trim() === "" || satisfies(version, specifier, { prereleases: true });
}

/** True for a well-formed PEP 440 specifier. */
export function isVersionSpecifier(text: string): boolean {
  return text.trim() !== "" && validRange(text);
}
