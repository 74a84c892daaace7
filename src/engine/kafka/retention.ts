// What may be dropped from a topic: everything below the floor, which is the lowest offset that any job may still read.
// A job holds either the offsets of its last completed checkpoint or, without checkpoints, the position its fetches have come to.

import { assertUnreachable } from "../../base/assert.ts";
import type { RetentionHold } from "../protocol/broker.ts";

/** A job that needs some records, and from which offset on. */
export interface Holder {
  readonly jobId: string;
  readonly offset: number;
}

/** The holds of all jobs on all topics. */
export class Retention {
  readonly #holds = new Map<string, Exclude<RetentionHold, { type: "released" }>>();
  /** Offset of each job's last fetch, by `<job>/<topic>/<partition>`. */
  readonly #positions = new Map<string, number>();

  /** Takes in what the JobManager says of a job. */
  hold(jobId: string, hold: RetentionHold): void {
    switch (hold.type) {
      case "offsets":
      case "by-position":
        this.#holds.set(jobId, hold);
        return;
      case "released":
        this.#holds.delete(jobId);
        for (const key of this.#positions.keys()) if (key.startsWith(`${jobId}/`)) this.#positions.delete(key);
        return;
      default:
        assertUnreachable(hold);
    }
  }

  /** The job asked for records from `offset` on: it has got those below. */
  noteFetch(jobId: string, topic: string, partition: number, offset: number): void {
    this.#positions.set(`${jobId}/${topic}/${partition}`, offset);
  }

  /** The job that holds back the most of a partition; undefined while no job holds any of it, and then nothing may be dropped. */
  floor(topic: string, partition: number): Holder | undefined {
    let lowest: Holder | undefined;
    for (const [jobId, hold] of this.#holds) {
      const offset = this.#heldOffset(jobId, hold, topic, partition);
      if (offset !== undefined && (lowest === undefined || offset < lowest.offset)) lowest = { jobId, offset };
    }
    return lowest;
  }

  #heldOffset(jobId: string, hold: Exclude<RetentionHold, { type: "released" }>, topic: string, partition: number): number | undefined {
    switch (hold.type) {
      case "offsets":
        return hold.offsets.find((split) => split.topic === topic && split.partition === partition)?.offset;
      case "by-position":
        // Until its first fetch the job may begin anywhere.
        return hold.topics.includes(topic) ? (this.#positions.get(`${jobId}/${topic}/${partition}`) ?? 0) : undefined;
      default:
        return assertUnreachable(hold);
    }
  }
}
