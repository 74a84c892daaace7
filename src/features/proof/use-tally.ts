import { useEffect, useSyncExternalStore } from "react";

import { transferOf } from "../../client/transport-source.ts";
import { type Backend, useBackend } from "../../client/use-client.tsx";
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
      onError: (listener) => listener("This browser has no workers, in which the tally would run."),
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

/** The tally of the chosen backend. `topicsSinceMs` is when the container with the topics started, undefined while not known. */
export function useTally(topicsSinceMs: number | undefined): TallyState {
  const session = sessionOf(useBackend());
  useEffect(() => {
    if (topicsSinceMs !== undefined) session.topicsSince(topicsSinceMs);
  }, [session, topicsSinceMs]);
  return useSyncExternalStore(session.subscribe, session.read);
}
