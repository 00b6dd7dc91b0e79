/**
 * The direction of imports, as docs/architecture.md draws it: `client -> server` by protocol only,
 * `server -> bridge` through the package, and inside the bridge each folder uses only those above it.
 */

/** The folders of bridge/src from the wire up. */
const layers = [
  "wire",
  "values",
  "pool",
  "runtime",
  "environment",
  "description",
  "config",
  "generate",
  "project",
  "cli",
];

/** Files directly in bridge/src are the package's entries: nobody inside the bridge imports them but the command line. */
const layerRules = layers.map((layer, index) => ({
  name: `bridge-${layer}-knows-only-what-is-above`,
  severity: "error",
  comment: `bridge/src/${layer} may import only: ${layers.slice(0, index + 1).join(", ")}.`,
  from: { path: `^bridge/src/${layer}/` },
  to: { path: `^bridge/src/(${[...layers.slice(index + 1)].join("|") || "none"})/` },
}));

export default {
  forbidden: [
    ...layerRules,
    {
      name: "bridge-entries-are-for-users",
      severity: "error",
      comment: "Only the command line may import the package's own entries.",
      from: { path: "^bridge/src/", pathNot: "^bridge/src/(cli/|[^/]+\\.ts$)" },
      to: { path: "^bridge/src/[^/]+\\.ts$" },
    },
    {
      name: "generate-is-pure",
      severity: "error",
      comment: "Generation has no clock, no disk and no process.",
      from: { path: "^bridge/src/generate/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "bridge-stands-alone",
      severity: "error",
      from: { path: "^bridge/" },
      to: { path: "^(server|client)/" },
    },
    {
      name: "server-does-not-know-the-client",
      severity: "error",
      from: { path: "^server/" },
      to: { path: "^client/" },
    },
    {
      name: "server-uses-the-bridge-by-its-package",
      severity: "error",
      comment: "Import `snakebridge` or `snakebridge/tooling`, not files of bridge/src.",
      from: { path: "^server/(src|protocol)/" },
      to: { path: "^bridge/src/" },
    },
    {
      name: "client-knows-the-server-by-protocol-only",
      severity: "error",
      from: { path: "^client/" },
      to: { path: "^(server|bridge)/", pathNot: "^server/protocol/" },
    },
    {
      name: "protocol-depends-on-nothing-else",
      severity: "error",
      from: { path: "^server/protocol/" },
      to: {
        path: "(^server/src/|^bridge/|node_modules/)",
        pathNot: "node_modules/(vscode-languageserver-protocol|vscode-jsonrpc|vscode-languageserver-types)/",
      },
    },
    {
      name: "only-the-client-imports-vscode",
      severity: "error",
      from: { pathNot: "^(client|test/vscode)/" },
      to: { path: "^vscode$" },
    },
    {
      name: "only-the-server-imports-vscode-languageserver",
      severity: "error",
      from: { pathNot: "^server/" },
      to: { path: "(^|node_modules/)vscode-languageserver(/|$)" },
    },
    {
      name: "no-cycles",
      severity: "error",
      comment: "A cycle of imports that exist at run time. Cycles of types only are allowed.",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(/dist/|/out/|/fixtures/)" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
