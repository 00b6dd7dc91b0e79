/**
 * Puts the parts of a connection together that need each other: the conversion of values, the limits of calls, and what takes in the
 * worker's messages.
 */
import { ValueDecoder, ValueEncoder, type CodecRegistry } from "../../values/index.js";
import type { CallLimits } from "../handles/types.js";
import { ConnectionLimits } from "../limits/connection-limits.js";
import type { CallTable } from "./call-table.js";
import type { Channel } from "./channel.js";
import type { Holdings } from "./holdings.js";
import type { Operands } from "../operations/operands.js";
import type { Outbox } from "../operations/outbox.js";
import { Receiver, type LogRecord } from "./receiver.js";
import { ValueContext } from "./value-context.js";

/** The conversion in both directions; the holdings take the one from Python. @returns the one to Python */
export function openValues(
  holdings: Holdings,
  outbox: Outbox,
  operands: Operands,
  codecs: CodecRegistry,
): ValueEncoder {
  const context = new ValueContext({
    callbacks: holdings.callbacks,
    encodeHandle: (handle) => operands.argument(handle),
    receiveReference: (form) => holdings.receiveReference(form),
    receiveException: (form) => holdings.receiveException(form),
    release: (id, count) => {
      outbox.releaseReference(id, count);
    },
  });
  const encoder = new ValueEncoder(context, codecs);
  holdings.useValues(encoder, new ValueDecoder(context, codecs));
  return encoder;
}

/** What watches the limits of calls and streams, of which `session` holds for all. */
export function openLimits(
  channel: Channel,
  outbox: Outbox,
  calls: CallTable,
  session: CallLimits | undefined,
): ConnectionLimits {
  return new ConnectionLimits(
    calls,
    {
      sendCancel: (id) => {
        outbox.send({ t: "cancel", id });
      },
      killWorker: (why) => {
        channel.kill(why);
      },
    },
    session,
  );
}

export function openReceiver(
  holdings: Holdings,
  outbox: Outbox,
  calls: CallTable,
  log: (record: LogRecord) => void,
): Receiver {
  return new Receiver({
    calls,
    streams: holdings.streams,
    decode: (value, attachments, scope, site) => holdings.decode(value, attachments, scope, site),
    readError: (error, attachments, site) => holdings.errors.read(error, attachments, site),
    over: (id) => {
      holdings.endCallbacksOf(id);
    },
    closeStream: (stream) => {
      holdings.closeStream(stream);
    },
    done: (id) => {
      outbox.done(id);
    },
    track: (pending) => {
      holdings.track(pending);
    },
    performCallback: (message, attachments) => {
      holdings.performCallback(message, attachments);
    },
    released: (message) => {
      holdings.callbacks.released(message);
    },
    log,
  });
}
