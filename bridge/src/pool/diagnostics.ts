/** The channels of `node:diagnostics_channel` on which workers and pools tell what happens. `docs/pool.md` lists them. */
import { channel } from "node:diagnostics_channel";

export const channels = {
  start: channel("snakebridge:worker:start"),
  ready: channel("snakebridge:worker:ready"),
  lost: channel("snakebridge:worker:lost"),
  recycle: channel("snakebridge:worker:recycle"),
  unresponsive: channel("snakebridge:worker:unresponsive"),
  responsive: channel("snakebridge:worker:responsive"),
  wait: channel("snakebridge:pool:wait"),
  saturated: channel("snakebridge:pool:saturated"),
  call: channel("snakebridge:pool:call"),
} as const;
