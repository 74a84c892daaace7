// The dedicated worker's own scope, and the handover of its first port.

import type { RawPort } from "./raw-port.ts";

declare const self: DedicatedWorkerGlobalScope;

/** What a worker's entry may do with its scope. */
export interface WorkerScope {
  /** Handles uncaught errors and rejections. A worker in Chromium lives on after one. */
  onUncaught(handler: (error: unknown) => void): void;
}

/** Calls back once with the port in the first message from the thread that created this worker. */
export function onFirstPort(callback: (port: RawPort, scope: WorkerScope) => void): void {
  const scope: WorkerScope = {
    onUncaught(handler) {
      self.addEventListener("error", (event) => handler(event.error ?? event.message));
      self.addEventListener("unhandledrejection", (event) => handler(event.reason));
    },
  };
  self.addEventListener(
    "message",
    (event) => {
      const port = event.ports[0];
      if (port !== undefined) callback(port, scope);
    },
    { once: true },
  );
}
