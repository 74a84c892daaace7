import type { Host, Link } from "../host.ts";
import type { FromBroker, RetentionHold, ToBroker } from "../protocol/broker.ts";

const RECONNECT_DELAY_MS = 1_000;

/** Tells kafka what each job may still read, and tells it again whenever the connection had to be opened anew. */
export class BrokerRetention {
  readonly #host: Host;
  readonly #holds = new Map<string, RetentionHold>();
  #link: Link<FromBroker, ToBroker> | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  /** Replaces what was told of the job before. */
  retain(jobId: string, hold: RetentionHold): void {
    if (hold.type === "released") this.#holds.delete(jobId);
    else this.#holds.set(jobId, hold);
    const isConnected = this.#link !== undefined;
    if (!isConnected) this.#connect();
    // A new connection begins with all holds; only a release is not among them.
    if (isConnected || hold.type === "released") this.#link?.send({ type: "retain", jobId, hold });
  }

  #connect(): void {
    const link = this.#host.connect<FromBroker, ToBroker>("kafka", "data");
    this.#link = link;
    link.onClosed(() => {
      this.#link = undefined;
      this.#host.setTimer(RECONNECT_DELAY_MS, () => {
        if (this.#link === undefined) this.#connect();
      });
    });
    for (const [jobId, hold] of this.#holds) link.send({ type: "retain", jobId, hold });
  }
}
