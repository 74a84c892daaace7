// The one queue of a task for everything that is not input: checkpoints to trigger, notifications, timers, answers. Flink: TaskMailboxImpl.
// Mails run in the order in which they came, one at a time, and before any further input.

/** Something to be done by the task. It may throw: then the task fails. */
export type Mail = () => void;

/** First in, first out. */
export class Mailbox {
  readonly #mails: Mail[] = [];
  #processed = 0;

  get size(): number {
    return this.#mails.length;
  }

  /** Number of mails taken so far. */
  get processed(): number {
    return this.#processed;
  }

  put(mail: Mail): void {
    this.#mails.push(mail);
  }

  /** The oldest mail, or undefined if there is none. */
  take(): Mail | undefined {
    const mail = this.#mails.shift();
    if (mail !== undefined) this.#processed++;
    return mail;
  }

  clear(): void {
    this.#mails.length = 0;
  }
}
