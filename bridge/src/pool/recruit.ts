/** Starts a worker for a pool: its output with the session's name, its heartbeat, and what the pool must hear of it. */
import { Heartbeat } from "./heartbeat.js";
import { Member } from "./member.js";
import type { PoolSettings } from "./pool-options.js";
import { WorkerProcess, type WorkerLoss } from "./worker.js";

/** Who is told of a worker's life. */
export interface Employer {
  /** It is past its handshake and its warm-up imports, so many milliseconds after its start. */
  onReady(member: Member, milliseconds: number): void;
  onLost(member: Member, loss: WorkerLoss): void;
  /** It has given no sign of life for so many milliseconds. */
  onUnresponsive(worker: WorkerProcess, silence: number): void;
  onResponsive(worker: WorkerProcess): void;
}

export function recruit(settings: PoolSettings, employer: Employer): Member {
  const { worker: options } = settings;
  const { onOutput } = options;
  const worker = new WorkerProcess(
    onOutput === undefined
      ? options
      : {
          ...options,
          onOutput: (stream, text, { pid }) => onOutput(stream, text, { pid, session: member.session }),
        },
  );
  const member: Member = new Member(worker);
  let beat: Heartbeat | null = null;
  worker.onLost((loss) => {
    beat?.stop();
    employer.onLost(member, loss);
  });
  const began = performance.now();
  worker.ready.then(
    () => {
      member.ready = true;
      beat = listen(member, settings, employer);
      employer.onReady(member, performance.now() - began);
    },
    // `onLost` tells the pool.
    () => undefined,
  );
  return member;
}

function listen(member: Member, settings: PoolSettings, employer: Employer): Heartbeat {
  const { worker } = member;
  return new Heartbeat(worker, {
    interval: settings.heartbeat,
    unresponsiveAfter: settings.unresponsiveAfter,
    onState: (state) => (member.state = state),
    onUnresponsive: (silence) => {
      employer.onUnresponsive(worker, silence);
    },
    onResponsive: () => {
      employer.onResponsive(worker);
    },
  });
}
