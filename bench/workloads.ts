/** The workloads, what the floor does for each, and what SnakeBridge has set itself, as a ratio to the floor of the same round. */

export interface Workload {
  name: string;
  title: string;
  /** What the floor does where it is not the same thing. */
  floor?: string;
  /** At most this many times the floor. */
  goal: number;
}

export const workloads: readonly Workload[] = [
  { name: "trivial", title: "2,000 trivial calls, one at a time", goal: 1.2 },
  { name: "together", title: "10,000 calls issued together", goal: 0.3 },
  { name: "arrayIn", title: "8 MB float64 array to Python, mean back", floor: "raw bytes", goal: 1.15 },
  { name: "arrayOut", title: "8 MB float64 array from Python", floor: "raw bytes", goal: 1.15 },
  { name: "recordsIn", title: "100,000 small records to Python", floor: "json of both sides", goal: 1.6 },
  { name: "recordsOut", title: "100,000 small records from Python", floor: "json of both sides", goal: 1.6 },
  { name: "generator", title: "generator of 10,000 items", floor: "one exchange an item", goal: 0.15 },
  {
    name: "chain",
    title: "2,000 chains of three calls, one at a time",
    floor: "2,000 single calls",
    goal: 1.3,
  },
  { name: "startup", title: "process start to first result", goal: 1.25 },
];

export const parties: readonly string[] = [
  "floor",
  "snakebridge",
  "pythonia",
  "python-shell",
  "python-bridge",
  "node-calls-python",
  "pyodide",
];
