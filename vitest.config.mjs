import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

// One project a room, so that `vitest run --project bridge` runs one room.
const project = (name, include, more = {}) => ({
  test: {
    name,
    include,
    exclude: ["**/node_modules/**", "**/dist/**", "**/out/**", "**/fixtures/**"],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // Patience only: a poll ends with its condition. The default, one second, is little for a process on a busy machine.
    expect: { poll: { timeout: 20_000 } },
    pool: "forks",
    execArgv: ["--expose-gc"],
    ...more,
  },
});

export default defineConfig({
  test: {
    // A file of tests mostly waits for Python and for installers, so two of them keep two processors busy. The default leaves one free.
    maxWorkers: Math.max(2, availableParallelism()),
    projects: [
      project("bridge", ["bridge/test/**/*.test.ts"], { testTimeout: 120_000 }),
      project("server", ["server/test/**/*.test.ts"], {
        globalSetup: "server/test/bundle.ts",
        testTimeout: 120_000,
      }),
      project("client", ["client/test/**/*.test.ts"]),
      project("product", ["test/**/*.test.ts"], {
        globalSetup: "test/package/packed.ts",
        testTimeout: 120_000,
      }),
    ],
  },
});
