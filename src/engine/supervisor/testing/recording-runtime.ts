// A platform without threads: it writes down what the supervisor says, and lets a test speak for the containers.

import type { EngineRequest, Timer } from "../../host.ts";
import { completeOptions, type ClusterOptions } from "../cluster-options.ts";
import type { ContainerEvents, ContainerRuntime } from "../container-runtime.ts";
import { MemoryStorage } from "../memory-storage.ts";
import { createRequestRouter, type RequestHandler } from "../request-router.ts";
import { Supervisor } from "../supervisor.ts";

/** A supervisor on a recorded platform. Links' ends are texts. */
export interface RecordedSupervisor {
  readonly supervisor: Supervisor<string>;
  readonly handle: RequestHandler;
  readonly events: ContainerEvents<string>;
  readonly storage: MemoryStorage;
  readonly crashes: string[];
  /** What the supervisor said since the last call, one line each. */
  takeConversation(): string[];
  /** Requests handed to containers, in order. */
  readonly requests: { readonly requestId: number; readonly request: EngineRequest }[];
  /** Lets time pass: due timers fire in order. */
  advance(ms: number): void;
}

/** Creates one that has not booted. */
export function recordSupervisor(options: Partial<ClusterOptions> = {}): RecordedSupervisor {
  let conversation: string[] = [];
  const requests: RecordedSupervisor["requests"] = [];
  const timers = new Set<{ readonly dueMs: number; readonly callback: () => void }>();
  const crashes: string[] = [];
  const storage = new MemoryStorage(1_000);
  let nowMs = 0;
  let events: ContainerEvents<string> | undefined;
  let drawn = 0;

  const runtime: ContainerRuntime<string> = {
    spawn: (incarnation, container) => void conversation.push(`spawn ${String(incarnation)} ${container}`),
    deliverLink: (incarnation, { linkId, peer, kind, end }) =>
      void conversation.push(`deliver ${kind} link ${linkId} of ${peer} to ${String(incarnation)}: ${end}`),
    losePeers: (incarnation, linkIds) => void conversation.push(`lose ${linkIds.join(" ")} at ${String(incarnation)}`),
    request: (incarnation, requestId, request) => {
      conversation.push(`request ${request.method} ${request.url} to ${String(incarnation)}`);
      requests.push({ requestId, request });
    },
    shutdown: (incarnation) => void conversation.push(`shutdown ${String(incarnation)}`),
    terminate: (incarnation) => void conversation.push(`terminate ${String(incarnation)}`),
  };

  function setTimer(delayMs: number, callback: () => void): Timer {
    const timer = { dueMs: nowMs + delayMs, callback };
    timers.add(timer);
    return { clear: () => void timers.delete(timer) };
  }

  const supervisor = new Supervisor<string>({
    clock: { now: () => 1_000_000 + nowMs, monotonicMs: () => nowMs },
    // Another number each time, so that two incarnations differ.
    rng: { next: () => (++drawn * 0.137) % 1 },
    setTimer,
    storage,
    options: completeOptions(options),
    connectRuntime(listener) {
      events = listener;
      return runtime;
    },
    onCrash: (container, reason) => void crashes.push(`${container}: ${reason}`),
  });
  if (events === undefined) throw new Error("the supervisor did not connect its runtime");

  return {
    supervisor,
    handle: createRequestRouter(supervisor, "node"),
    events,
    storage,
    crashes,
    takeConversation() {
      const taken = conversation;
      conversation = [];
      return taken;
    },
    requests,
    advance(ms) {
      nowMs += ms;
      for (const timer of [...timers].toSorted((a, b) => a.dueMs - b.dueMs)) {
        if (timer.dueMs > nowMs || !timers.delete(timer)) continue;
        timer.callback();
      }
    },
  };
}
