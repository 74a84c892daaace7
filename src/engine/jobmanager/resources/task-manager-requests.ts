// Requests that only a TaskManager can answer: its log and its thread dump. There is no timeout. If a TaskManager
// does not answer, its heartbeats time out, and its open requests end with it.

import type { ThreadInfo } from "../../../rest/threads.ts";
import type { LogText, ToJobManager } from "../../protocol/jobmanager-taskmanager.ts";
import type { TaskManagerConnection } from "./task-manager-connection.ts";

/** A TaskManager's answer to such a request. */
export type RequestAnswer = Extract<ToJobManager, { type: "log" | "thread-dump" }>;

interface Pending {
  readonly taskManager: TaskManagerConnection;
  readonly settle: (answer: RequestAnswer | undefined) => void;
}

/** The open requests. Every promise resolves: to undefined if the TaskManager is lost before it answers. */
export class TaskManagerRequests {
  readonly #pending = new Map<number, Pending>();
  #nextRequestId = 1;

  /** Its log, as far as it is kept. */
  async log(taskManager: TaskManagerConnection): Promise<LogText | undefined> {
    const answer = await this.#ask(taskManager, "log-request");
    return answer?.type === "log" ? answer.log : undefined;
  }

  /** Its thread and tasks at this moment. */
  async threads(taskManager: TaskManagerConnection): Promise<readonly ThreadInfo[] | undefined> {
    const answer = await this.#ask(taskManager, "thread-dump-request");
    return answer?.type === "thread-dump" ? answer.threads : undefined;
  }

  onAnswer(answer: RequestAnswer): void {
    const pending = this.#pending.get(answer.requestId);
    this.#pending.delete(answer.requestId);
    pending?.settle(answer);
  }

  /** Ends the open requests of a TaskManager that is lost. */
  remove(taskManager: TaskManagerConnection): void {
    for (const [requestId, pending] of [...this.#pending]) {
      if (pending.taskManager !== taskManager) continue;
      this.#pending.delete(requestId);
      pending.settle(undefined);
    }
  }

  #ask(taskManager: TaskManagerConnection, type: "log-request" | "thread-dump-request"): Promise<RequestAnswer | undefined> {
    const requestId = this.#nextRequestId++;
    return new Promise((settle) => {
      this.#pending.set(requestId, { taskManager, settle });
      // If it is unreachable, its heartbeats time out.
      taskManager.sender.trySend({ type, requestId });
    });
  }
}
