/** What `npm run report:types` reports on, what `docs/description.md` aims at, and how a row is written. */

/** Modules counted together, the share of declared callables (%) and the time (s) that `docs/description.md` aims at. */
export const LIBRARIES = [
  {
    name: "standard library",
    each: 0.15,
    declared: 99,
    modules: ["json", "math", "collections", "datetime", "pathlib", "re", "random", "asyncio"],
  },
  { name: "numpy", declared: 99.5, seconds: 0.8, modules: ["numpy", "numpy.linalg", "numpy.random"] },
  { name: "requests", declared: 99.5, seconds: 0.5, modules: ["requests"] },
  { name: "pydantic", declared: 99.5, seconds: 0.5, modules: ["pydantic"] },
  { name: "openai", declared: 99.5, seconds: 0.5, modules: ["openai"] },
  { name: "polars", declared: 99.5, seconds: 0.5, modules: ["polars"] },
  { name: "torch", declared: 95, seconds: 2.5, modules: ["torch"] },
  { name: "scikit-learn", declared: 86, seconds: 0.5, modules: ["sklearn.linear_model"] },
  { name: "pandas", declared: 76, seconds: 1, modules: ["pandas"] },
  { name: "scipy", declared: 25, seconds: 0.6, modules: ["scipy.stats"] },
  { name: "google-genai", modules: ["google.genai"] },
  { name: "networkx", modules: ["networkx"] },
  { name: "sympy", modules: ["sympy"] },
  { name: "pyarrow", modules: ["pyarrow"] },
  { name: "attrs", modules: ["attrs"] },
  { name: "pillow", modules: ["PIL.Image"] },
  { name: "langchain-core", modules: ["langchain_core.messages", "langchain_core.runnables"] },
  { name: "dspy", modules: ["dspy"] },
  { name: "transformers", modules: ["transformers"] },
];

/** What the row has, what it aims at, and whether it is met. */
export function withGoals(row) {
  if (row.failed) return row;
  return {
    ...row,
    goals: goalsOf(row).map((goal) => ({
      ...goal,
      met: goal.atLeast ? goal.value >= goal.goal : goal.value <= goal.goal,
    })),
  };
}

function goalsOf(row) {
  const { coverage } = row;
  const share = (count) => (100 * count) / (coverage.callables || 1);
  const goals = [
    { name: "signatures", value: share(coverage.signatures), goal: 99, atLeast: true },
    { name: "cached index, ms", value: row.index, goal: 2 },
    { name: "cached symbol, ms", value: row.symbol, goal: 6 },
  ];
  if (row.declared !== undefined)
    goals.push({ name: "declared", value: share(coverage.declared), goal: row.declared, atLeast: true });
  const limit = row.each ?? row.seconds;
  if (limit !== undefined)
    goals.push({
      name: "seconds",
      value: (row.each === undefined ? row.processor : row.slowest) / 1000,
      goal: limit,
    });
  return goals;
}

/** A row for a terminal. */
export function line(row) {
  const title = `${row.name}${row.version ? ` ${row.version}` : ""}`.padEnd(24);
  if (row.failed) return `${title} ${row.failed}`;
  const { coverage } = row;
  const share = (count) => `${((100 * count) / (coverage.callables || 1)).toFixed(1)} %`;
  const { goals } = withGoals(row);
  const told = goals.map(
    ({ name, goal, value, met }) => `${name} ${goal}: ${met ? "met" : `not met (${value.toFixed(2)})`}`,
  );
  const by = (counts) =>
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([source, count]) => `${source} ${count}`)
      .join(", ");
  return [
    `${title} callables ${coverage.callables}, signatures ${share(coverage.signatures)}, declared ${share(coverage.declared)}, concrete ${share(coverage.concrete)}`,
    `  parameters: ${by(coverage.parameters)}; returns: ${by(coverage.returns)}`,
    `  import ${(row.import / 1000).toFixed(2)} s, describe ${(row.describe / 1000).toFixed(2)} s, of it processor ${(row.processor / 1000).toFixed(2)} s, slowest module ${(row.slowest / 1000).toFixed(2)} s; ` +
      `cached: index ${row.index.toFixed(2)} ms, slowest symbol ${row.symbol.toFixed(2)} ms; ${(row.bytes / 1024).toFixed(0)} KiB`,
    `  goals: ${told.join("; ")}`,
    ...(row.skipped.length > 0
      ? [
          `  skipped ${row.skipped.length}: ${row.skipped
            .slice(0, 3)
            .map((item) => `${item.name} (${item.reason})`)
            .join("; ")}`,
        ]
      : []),
  ].join("\n");
}

/** The table of `docs/description.md`. */
export function table(rows) {
  const cell = (goal) => (goal === undefined ? "" : `${goal.goal} ${goal.met ? "met" : "**not met**"}`);
  const head = [
    "library",
    "callables",
    "signatures",
    "declared",
    "goal",
    "concrete",
    "cold, s",
    "goal",
    "index, ms",
    "symbol, ms",
    "KiB",
  ];
  const body = rows.map((row) => {
    const title = `${row.name}${row.version ? ` ${row.version}` : ""}`;
    if (row.failed) return [title, row.failed, ...head.slice(2).map(() => "")];
    const { coverage } = row;
    const share = (count) => `${((100 * count) / (coverage.callables || 1)).toFixed(1)} %`;
    const goals = new Map(withGoals(row).goals.map((goal) => [goal.name, goal]));
    return [
      title,
      String(coverage.callables),
      share(coverage.signatures),
      share(coverage.declared),
      cell(goals.get("declared")),
      share(coverage.concrete),
      ((row.each === undefined ? row.processor : row.slowest) / 1000).toFixed(2),
      cell(goals.get("seconds")),
      row.index.toFixed(2),
      row.symbol.toFixed(2),
      (row.bytes / 1024).toFixed(0),
    ];
  });
  return [head, head.map(() => "---"), ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
