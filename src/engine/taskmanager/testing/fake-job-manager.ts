// The JobManager's end of the conversation, for tests: keeps what comes, sends what it is told.

import type { Link } from "../../host.ts";
import type { ErrorInfo } from "../../protocol/error-info.ts";
import { JOB_MANAGER_PROTOCOL, type ToJobManager, type ToTaskManager } from "../../protocol/jobmanager-taskmanager.ts";
import type { FakeHost } from "./fake-network.ts";

type Message<T extends ToJobManager["type"]> = Extract<ToJobManager, { type: T }>;

/** Speaks with every TaskManager that registers. */
export class FakeJobManager {
  readonly received: ToJobManager[] = [];
  readonly #links = new Map<string, Link<ToJobManager, ToTaskManager>>();

  constructor(host: FakeHost) {
    host.onLink(JOB_MANAGER_PROTOCOL, (link) => {
      this.#links.set(link.peer, link);
      link.onMessage((message) => this.received.push(message));
    });
  }

  send(container: string, message: ToTaskManager): void {
    this.#links.get(container)?.send(message);
  }

  /** To every TaskManager: those that do not run the attempt ignore it. */
  broadcast(message: ToTaskManager): void {
    for (const container of this.#links.keys()) this.send(container, message);
  }

  /** Closes the connection to a TaskManager, as the JobManager does when it gives one up. */
  giveUp(container: string): void {
    this.#links.get(container)?.close();
  }

  of<T extends ToJobManager["type"]>(type: T): Message<T>[] {
    return this.received.filter((message): message is Message<T> => message.type === type);
  }

  /** The states that an attempt has reported, in order. */
  statesOf(attemptId: string): string[] {
    return this.of("task-state").flatMap((message) => (message.attemptId === attemptId ? [message.state] : []));
  }

  errorOf(attemptId: string): ErrorInfo | undefined {
    return this.of("task-state").find((message) => message.attemptId === attemptId && message.error !== undefined)?.error;
  }

  /** Attempts that have acknowledged a checkpoint, sorted. */
  acknowledged(checkpointId: number): string[] {
    return this.of("acknowledge-checkpoint")
      .flatMap((message) => (message.checkpointId === checkpointId ? [message.attemptId] : []))
      .toSorted();
  }
}
