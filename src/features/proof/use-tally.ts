import { useEffect, useSyncExternalStore } from "react";

import { transferOf } from "../../client/transport-source.ts";
import type { Backend } from "../../client/backend.ts";
import { useBackend } from "../../client/use-client.tsx";
import type { ContainerEnd } from "../../domain/container-history.ts";
import { formatClock } from "../../domain/units.ts";
import { isDocumentVisible, onVisibilityChange } from "../../ui/visibility.ts";
import type { FromTally, ToTally } from "./tally-messages.ts";
import { TallySession, type TallyState, type TallyThread } from "./tally-session.ts";

const sessions = new WeakMap<Backend, TallySession>();

function sessionOf(backend: Backend): TallySession {
  const existing = sessions.get(backend);
  if (existing !== undefined) return existing;
  const session = new TallySession(startThread(backend), { isVisible: isDocumentVisible, onChange: onVisibilityChange });
  sessions.set(backend, session);
  return session;
}

function startThread(backend: Backend): TallyThread {
  if (typeof Worker === "undefined") {
    return {
      post: () => undefined,
      onMessage: () => undefined,
      onError: (listener) => listener("This browser does not support workers, which the proof needs."),
    };
  }
  const worker = new Worker(new URL("./proof.worker.ts", import.meta.url), { type: "module", name: "proof" });
  const source = backend.source();
  const open: ToTally = { type: "open", source };
  worker.postMessage(open, transferOf(source));
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => worker.addEventListener("message", (event: MessageEvent<FromTally>) => listener(event.data)),
    onError: (listener) => worker.addEventListener("error", () => listener("The browser could not run the worker that reads the topic.")),
  };
}

/**
 * The page hears of a kill within a second. For a later notice, the event time is no longer known.
 */
const FRESH_MS = 3000;

/**
 * The tally of the chosen backend. `topicsSinceMs` is when the container with the topics started,
 * undefined while unknown. `kills` are marked at the event time when they were seen.
 */
export function useTally(topicsSinceMs: number | undefined, kills: readonly ContainerEnd[]): TallyState {
  const session = sessionOf(useBackend());
  useEffect(() => {
    if (topicsSinceMs !== undefined) session.topicsSince(topicsSinceMs);
  }, [session, topicsSinceMs]);
  useEffect(() => {
    for (const { name, seenMs } of kills) {
      const nowMs = Date.now();
      if (seenMs !== undefined && nowMs - seenMs < FRESH_MS) session.mark(`${name} ${seenMs}`, `▲ killed ${formatClock(seenMs, nowMs)}`);
    }
  }, [session, kills]);
  return useSyncExternalStore(session.subscribe, session.read);
}
