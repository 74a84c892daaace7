// The values of the facts in triage.ts.
import type { Assessment } from "../domain/assessment.ts";
import type { LatestCheckpoint } from "../domain/latest-checkpoint.ts";
import type { AverageLoad, CounterSample } from "../domain/rate.ts";
import type { FirstSeen, LagReading } from "../domain/triage.ts";
import type { Bottleneck } from "../domain/vertex-pressure.ts";

/** A job as it was last assessed. */
export type JobTriage = {
  readonly assessment: Assessment;
  /** Values that a list sorts by; undefined while unknown. */
  readonly restarts: number | undefined;
  readonly checkpoint: LatestCheckpoint | undefined;
  /** Of the vertices whose backpressure was read. */
  readonly bottleneck: Bottleneck | undefined;
  readonly memory: TriageMemory;
};

/** What an assessment hands to the next one of the same job. */
export type TriageMemory = {
  readonly seen: FirstSeen;
  /** The counters of each vertex, and its load between the last two different ones. */
  readonly samples: Readonly<Record<string, CounterSample | undefined>>;
  readonly loads: Readonly<Record<string, AverageLoad | undefined>>;
  /** The checkpoint interval, ms, which does not change. */
  readonly intervalMs: number | undefined;
  /** The names of the lag metrics of each source, and when they were read, epoch ms. */
  readonly lagNames: Readonly<Record<string, { readonly atMs: number; readonly ids: readonly string[] } | undefined>>;
  readonly lag: readonly LagReading[];
};

/** The running jobs of a cluster, assessed one after the other. */
export type TriageRound = {
  /** By job id. A job that was not assessed yet is absent. */
  readonly byJob: Readonly<Record<string, JobTriage | undefined>>;
  /** When the next job is due, epoch ms. */
  readonly nextMs: number;
};
