import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test, vi } from "vitest";
import { DescribeError, InterpreterError, WorkerLostError } from "../../src/pool/errors.js";
import type { WorkerOptions } from "../../src/pool/worker-options.js";
import { WorkerProcess, type WorkerMessage } from "../../src/pool/worker.js";
import { afterBeingBusy } from "./busy.js";
import { ProtocolError } from "../../src/wire/errors.js";

const adapterPath = fileURLToPath(new URL("fixtures/scripted-adapter", import.meta.url));
const started: WorkerProcess[] = [];

function start(script: string, options: Partial<WorkerOptions> = {}): WorkerProcess {
  const worker = new WorkerProcess({
    python: "python3",
    adapterPath,
    env: { SCRIPT: script },
    onOutput: () => undefined,
    ...options,
  });
  started.push(worker);
  return worker;
}

afterEach(async () => {
  for (const worker of started) worker.kill();
  await Promise.all(started.splice(0).map((worker) => worker.lost));
});

function answer(
  worker: WorkerProcess,
): Promise<{ message: WorkerMessage; attachments: readonly Uint8Array[] }> {
  return new Promise((resolve) => {
    worker.onMessage((message, attachments) => resolve({ message, attachments }));
  });
}

describe("a worker", () => {
  test("says who it is, takes messages at once and answers them", async () => {
    const worker = start("echo");
    const big = new Uint8Array(3_000_000).fill(7);
    const answered = answer(worker);
    worker.send({ t: "batch", text: "ü\ud800" }, [new Uint8Array([1, 2]), big]);
    expect((await worker.ready).executable).toContain("python");
    const { message, attachments } = await answered;
    expect(message["r"]).toEqual([{ t: "batch", text: "ü\ud800" }]);
    expect(attachments.map((one) => one.byteLength)).toEqual([2, 3_000_000]);
    expect(attachments[1]?.every((byte) => byte === 7)).toBe(true);
  });

  test("tells its state and closes in good order", async () => {
    const worker = start("echo");
    expect(await worker.ping()).toEqual({ rss: 1, refs: 2, calls: 3, busy: false, others: 0 });
    await worker.close();
    expect(await worker.lost).toMatchObject({ code: "WORKER_LOST", exitCode: 0 });
    expect(await worker.ping()).toBeNull();
  });

  test("has its time for closing, though this process could not listen", async () => {
    const worker = start("echo");
    await worker.ready;
    await afterBeingBusy(() => worker.close(30_000));
    expect(await worker.lost).toMatchObject({ exitCode: 0 });
  });

  test("hands over what Python prints, as text", async () => {
    const output = { stdout: "", stderr: "" };
    const worker = start("print", { onOutput: (stream, text) => (output[stream] += text) });
    await worker.close();
    expect(output).toEqual({ stdout: "häßlich\n", stderr: "Fehler\n" });
  });

  test("caps the threads of numerical libraries, unless the user says otherwise", async () => {
    const worker = start("echo", {
      threads: 2,
      env: { SCRIPT: "echo", MKL_NUM_THREADS: "5", HOME: undefined },
    });
    const environment = await worker.describe("environment");
    expect(environment).toMatchObject({
      OMP_NUM_THREADS: "2",
      OPENBLAS_NUM_THREADS: "2",
      MKL_NUM_THREADS: "5",
    });
    expect(environment).not.toHaveProperty("HOME");
  });
});

describe("the end of a worker", () => {
  test("tells exit code and last words", async () => {
    const loss = await start("exit 9").lost;
    expect(loss).toBeInstanceOf(WorkerLostError);
    expect(loss).toMatchObject({ exitCode: 9, signal: null, stderr: "last words" });
    expect(loss.message).toContain("exited with code 9");
  });

  test("tells the signal", async () => {
    const worker = start("echo");
    await worker.ready;
    process.kill(worker.pid!, "SIGSEGV");
    expect(await worker.lost).toMatchObject({ exitCode: null, signal: "SIGSEGV" });
  });

  test("is seen even where a child of the worker keeps the pipe open", async () => {
    expect(await start("orphan pipe").lost).toMatchObject({ exitCode: 3 });
  });
});

describe("bytes that are no frames end the worker with a protocol error", () => {
  test.each([
    ["a header over the limit", "bytes ffffffff00000000", /limit/],
    ["not JSON", "bytes 03000000000000007b7b7b", /not JSON/],
    [
      "an unknown message",
      `bytes 0b00000000000000${Buffer.from('{"t":"what"}').toString("hex").slice(0, 22)}`,
      /not JSON/,
    ],
    [
      "an unknown type",
      `bytes 0c00000000000000${Buffer.from('{"t":"what"}').toString("hex")}`,
      /unknown message "what"/,
    ],
    ["a cut frame", "cut ff0000000000", /ended inside a frame/],
  ])("%s", async (_name, script, message) => {
    const worker = start(script);
    const loss = await worker.lost;
    expect(loss).toBeInstanceOf(ProtocolError);
    expect(loss.message).toMatch(message);
  });

  test("another version of the protocol is named", async () => {
    await expect(start("protocol 2").ready).rejects.toThrow(/version 2 .* version 1/);
  });
});

describe("a start that fails", () => {
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  function program(text: string, mode = 0o755): string {
    const folder = mkdtempSync(join(tmpdir(), "snakebridge-"));
    folders.push(folder);
    const path = join(folder, "python");
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  }

  async function failure(script: string, options: Partial<WorkerOptions> = {}): Promise<unknown> {
    return start(script, options).ready.then(
      () => null,
      (error: unknown) => error,
    );
  }

  test("no such interpreter", async () => {
    const error = await failure("", { python: "/no/such/python" });
    expect(error).toBeInstanceOf(InterpreterError);
    expect(error).toMatchObject({
      problem: "not-found",
      code: "INTERPRETER_NOT_FOUND",
      interpreter: "/no/such/python",
    });
  });

  test("not executable", async () => {
    expect(await failure("", { python: program("x", 0o644) })).toMatchObject({ problem: "not-executable" });
  });

  test("not Python", async () => {
    const python = program("#!/bin/sh\necho 'no option -c' >&2\nexit 2\n");
    const error = await failure("", { python });
    expect(error).toMatchObject({ problem: "not-python" });
    expect(String(error)).toContain("no option -c");
  });

  test("a Python that answers as too old", async () => {
    const python = program(
      `#!/bin/sh\nexec python3 -c "import sys; sys.version_info = (3, 8, 18); exec(sys.argv[1])" "$2" "$3"\n`,
    );
    expect(await failure("", { python })).toMatchObject({ problem: "too-old", version: "3.8.18" });
  });

  test("the interpreter's own error text", async () => {
    const error = await failure("raise");
    expect(error).toMatchObject({ code: "WORKER_START_FAILED" });
    expect(String(error)).toContain("RuntimeError: the start failed");
  });

  test("a warm-up import that fails", async () => {
    expect(await failure("warmup", { imports: ["nothing"] })).toMatchObject({
      code: "WORKER_START_WARMUP",
      pythonError: { type: "builtins.ImportError" },
    });
  });

  test("the start-up deadline", async () => {
    // On a clock of the test's own: it is over when the interpreter has said what it does, however long that took.
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    try {
      let said: () => void = () => undefined;
      const thinking = new Promise<void>((resolve) => (said = resolve));
      const outcome = failure("hang", { startTimeout: 30_000, onOutput: () => said() });
      await thinking;
      await vi.advanceTimersByTimeAsync(31_000);
      vi.useRealTimers();
      const error = await outcome;
      expect(error).toMatchObject({ code: "WORKER_START_TIMEOUT", stderr: "thinking" });
      expect(String(error)).toContain("did not start within 30000 ms");
    } finally {
      vi.useRealTimers();
    }
  });

  test("the deadline does not count the time in which this process could not listen", async () => {
    let now = performance.now();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    vi.spyOn(performance, "now").mockImplementation(() => now);
    try {
      const worker = start("echo", { startTimeout: 30_000 });
      // The timer that looks after the deadline comes late by twice as long as the worker may take.
      now += 60_000;
      vi.advanceTimersByTime(1_000);
      expect((await worker.ready).pid).toBe(worker.pid);
    } finally {
      vi.useRealTimers();
      vi.restoreAllMocks();
    }
  });

  test("a working directory that does not exist", async () => {
    expect(await failure("", { cwd: "/no/such/folder" })).toMatchObject({ code: "WORKER_START_DIRECTORY" });
  });
});

describe("describe", () => {
  test("resolves with the description and reports progress", async () => {
    const progress: unknown[] = [];
    const worker = start("echo");
    expect(await worker.describe({ module: "json" }, { onProgress: (one) => progress.push(one) })).toEqual({
      module: "json",
    });
    expect(progress).toEqual(["half"]);
  });

  test("rejects with the Python error, on abort, and when the worker is lost", async () => {
    const worker = start("echo");
    await expect(worker.describe("fail")).rejects.toThrow(DescribeError);
    const controller = new AbortController();
    const aborted = worker.describe("never", {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(aborted).rejects.toThrow(/abort/i);
    await worker.lost;
    await expect(worker.describe("x")).rejects.toThrow(WorkerLostError);
  });
});
