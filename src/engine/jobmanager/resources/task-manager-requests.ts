// Questions to a TaskManager that only it can answer. There is no timer: whoever does not answer is lost by its heartbeats, and with it the question.

import type { ThreadInfo } from "../../../rest/threads.ts";
import type { LogText, ToJobManager } from "../../protocol/jobmanager-taskmanager.ts";
import type { TaskManagerConnection } from "./task-manager-connection.ts";

/** What a TaskManager answers. */
export type InquiryAnswer = Extract<ToJobManager, { type: "log" | "thread-dump" }>;

interface Pending {
  readonly taskManager: TaskManagerConnection;
  readonly settle: (answer: InquiryAnswer | undefined) => void;
}

/** The questions that are open. Every promise resolves: to undefined if the TaskManager is gone before it has answered. */
export class TaskManagerInquiries {
  readonly #pending = new Map<number, Pending>();
  #nextRequestId = 1;

  /** Its log, as far as it is kept. */
  async log(taskManager: TaskManagerConnection): Promise<LogText | undefined> {
    const answer = await this.#ask(taskManager, "log");
    return answer?.type === "log" ? answer.log : undefined;
  }

  /** Its thread and tasks at this moment. */
  async threads(taskManager: TaskManagerConnection): Promise<readonly ThreadInfo[] | undefined> {
    const answer = await this.#ask(taskManager, "thread-dump");
    return answer?.type === "thread-dump" ? answer.threads : undefined;
  }

  onAnswer(answer: InquiryAnswer): void {
    const pending = this.#pending.get(answer.requestId);
    this.#pending.delete(answer.requestId);
    pending?.settle(answer);
  }

  /** That TaskManager is gone. */
  remove(taskManager: TaskManagerConnection): void {
    for (const [requestId, pending] of [...this.#pending]) {
      if (pending.taskManager !== taskManager) continue;
      this.#pending.delete(requestId);
      pending.settle(undefined);
    }
  }

  #ask(taskManager: TaskManagerConnection, about: InquiryAnswer["type"]): Promise<InquiryAnswer | undefined> {
    const requestId = this.#nextRequestId++;
    return new Promise((settle) => {
      this.#pending.set(requestId, { taskManager, settle });
      // If it cannot be reached, the heartbeats will tell.
      taskManager.sender.trySend({ type: "inquiry", requestId, about });
    });
  }
}
