/**
 * The VS Code versions that the suites run on, with the npm package that carries a complete build of each
 * (workbench and Node extension host) for machines that can't reach VS Code's own update server.
 */
export interface HostVersion {
  /** Short name for `--vscode`. */
  readonly name: "floor" | "newest";
  /** Version of VS Code. */
  readonly vscode: string;
  /** Version of the npm package `code-server`, and the hash that the registry gives for it. */
  readonly codeServer: string;
  readonly integrity: string;
  /** Major version of the Node that runs it. */
  readonly node: 20 | 24;
}

export const hostVersions: readonly HostVersion[] = [
  {
    name: "floor",
    vscode: "1.100.3",
    codeServer: "4.100.3",
    integrity:
      "sha512-q/Fh2DOxCRNhC/WiG/6sAhSKnj7ZACTVBaeeZ+rWjol//0FCbl/qg1ln5ecZ99jYcfqMxZZAyWcN+YBIo0DgpA==",
    node: 20,
  },
  {
    name: "newest",
    vscode: "1.139.1",
    codeServer: "4.139.1",
    integrity:
      "sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==",
    node: 24,
  },
];

/** Version of the npm packages `node-PLATFORM-ARCH` that supply a Node 20 where none is on PATH. */
export const node20 = "20.20.2";

export function hostVersion(name: string): HostVersion {
  const found = hostVersions.find((version) => version.name === name || version.vscode === name);
  if (found === undefined) {
    throw new Error(
      `No VS Code is pinned as "${name}"; use ${hostVersions.map((version) => version.name).join(" or ")}.`,
    );
  }
  return found;
}
