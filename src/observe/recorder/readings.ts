// Derives samples and events of a history from the facts in the query cache. Pure.
import type { Reason } from "../../domain/assessment.ts";
import { isJobOver } from "../../domain/job-status.ts";
import type { RateBook } from "../../domain/rate.ts";
import { restartCount } from "../../domain/restart-count.ts";
import { knownAmount } from "../../domain/task-manager.ts";
import { formatCounted } from "../../domain/units.ts";
import type { JobExceptions } from "../../rest/exceptions.ts";
import type { Job, JobsOverview } from "../../rest/jobs.ts";
import type { Metrics } from "../../rest/metrics.ts";
import type { RescaleHistory } from "../../rest/rescales.ts";
import type { TaskManagers } from "../../rest/taskmanagers.ts";
import type { LiveCheckpoints } from "../checkpoints.ts";
import { firstLine, keyOfException } from "../cluster-events.ts";
import type { JobTriage, TriageRound } from "../job-triage.ts";
import type { LiveJob } from "../jobs.ts";
import type { SourceReadings } from "../source-readings.ts";
import { completedCheckpointEvent, type HistoryEvent, historyEvent, type Sample } from "./history.ts";
import { CLUSTER } from "./history-store.ts";

/** What a fact tells about a job, or about {@link CLUSTER}. */
export interface Reading {
  readonly jobId: string;
  readonly samples?: readonly Sample[];
  readonly events?: readonly HistoryEvent[];
}

/**
 * Reads a reply. `before` is the one before it, `atMs` the time of the reply by the cluster's clock,
 * epoch ms.
 */
type Reader<Data> = (data: Data, atMs: number, before: Data | undefined) => readonly Reading[];

const readJob: Reader<LiveJob> = ({ job, rates }, atMs) => [
  { jobId: job.jid, samples: isJobOver(job) ? [] : [{ atMs, values: loadOf(job, rates) }], events: stateEvents(job) },
];

/** The highest load of a vertex, and the records that the sources emit. */
function loadOf({ plan, vertices }: Job, { series }: RateBook): Sample["values"] {
  const loads = vertices.flatMap(({ id }) => series[id]?.load ?? []);
  const highest = (shares: readonly number[]): number | undefined => (shares.length === 0 ? undefined : Math.max(...shares));
  // A source emits nothing to another vertex if it is the only one.
  const emitting = plan.nodes.filter(({ id, inputs = [] }) => inputs.length === 0 && plan.nodes.some((node) => reads(node, id)));
  const rates = emitting.map(({ id }) => series[id]?.rates?.recordsOutPerSecond);
  return {
    busy: highest(loads.map(({ busyShare }) => busyShare)),
    backpressured: highest(loads.map(({ backpressuredShare }) => backpressuredShare)),
    recordsPerSecond: rates.length === 0 ? undefined : sumIfAllKnown(rates),
  };
}

function reads({ inputs = [] }: Job["plan"]["nodes"][number], sourceId: string): boolean {
  return inputs.some(({ id }) => id === sourceId);
}

function sumIfAllKnown(values: readonly (number | undefined)[]): number | undefined {
  return values.includes(undefined) ? undefined : values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

/** When the job last entered each of its states. */
function stateEvents({ timestamps }: Job): readonly HistoryEvent[] {
  return Object.entries(timestamps)
    .filter(([, sinceMs]) => sinceMs > 0)
    .map(([state, sinceMs]) => historyEvent("state", `${state} ${String(sinceMs)}`, sinceMs, state));
}

const readCheckpoints =
  (jobId: string): Reader<LiveCheckpoints> =>
  ({ checkpoints: { latest }, seen }, atMs, before) => {
    const known = new Set(before?.seen.filter(({ status }) => status !== "IN_PROGRESS").map(({ id }) => id));
    const ended = seen.filter(({ id, status }) => status !== "IN_PROGRESS" && !known.has(id));
    const completed = ended.filter(({ status }) => status === "COMPLETED");
    const { restored } = latest;
    return [
      {
        jobId,
        samples: [
          ...completed.map(({ acknowledgedMs, triggeredMs, durationMs, stateBytes }) => ({
            atMs: acknowledgedMs ?? triggeredMs,
            values: { checkpointMs: durationMs, checkpointBytes: stateBytes },
            isToldLater: true,
          })),
          { atMs, values: { checkpointAgeMs: checkpointAge(seen, atMs) } },
        ],
        events: [
          ...ended.map(({ id, status, isSavepoint, acknowledgedMs, triggeredMs, durationMs, failure, path }) => {
            const endMs = acknowledgedMs ?? triggeredMs;
            const name = `${isSavepoint ? "Savepoint" : "Checkpoint"} ${String(id)}`;
            // A failed one has no time of its end, so it is the time when it is known to have begun.
            if (status === "FAILED")
              return historyEvent("checkpoint-failed", name, endMs, `${name} failed: ${failure ?? "no reason given"}`);
            return isSavepoint
              ? historyEvent("savepoint", name, endMs, `${name} completed${path === undefined ? "" : ` at ${path}`}`)
              : completedCheckpointEvent(id, endMs, durationMs);
          }),
          ...(restored === null || restored === undefined
            ? []
            : [
                historyEvent(
                  "restore",
                  `${String(restored.id)} ${String(restored.restore_timestamp)}`,
                  restored.restore_timestamp,
                  `Restored from ${restored.is_savepoint ? "savepoint" : "checkpoint"} ${String(restored.id)}`,
                ),
              ]),
        ],
      },
    ];
  };

/** The time since the last completed checkpoint; undefined if there is none. */
function checkpointAge(seen: LiveCheckpoints["seen"], atMs: number): number | undefined {
  const completed = seen
    .filter(({ status }) => status === "COMPLETED")
    .map(({ acknowledgedMs, triggeredMs }) => acknowledgedMs ?? triggeredMs);
  return completed.length === 0 ? undefined : Math.max(0, atMs - Math.max(...completed));
}

const readExceptions =
  (jobId: string): Reader<JobExceptions> =>
  ({ exceptionHistory: { entries } }) => [
    {
      jobId,
      events: entries
        .filter(({ timestamp }) => timestamp > 0)
        .map((entry) =>
          historyEvent("exception", keyOfException(entry), entry.timestamp, `${entry.taskName ?? "The job"} failed: ${firstLine(entry)}`),
        ),
    },
  ];

const readRestarts =
  (jobId: string): Reader<Metrics> =>
  (metrics, atMs, before) => {
    const count = restartCount(metrics);
    if (count === undefined) return [];
    const earlier = before === undefined ? undefined : restartCount(before);
    return [
      {
        jobId,
        samples: [{ atMs, values: { restarts: count } }],
        events:
          earlier === undefined || count <= earlier
            ? []
            : [
                historyEvent(
                  "restart",
                  `${String(count)} ${String(atMs)}`,
                  atMs,
                  `Restarted: ${formatCounted(count, "restart")} since it was submitted`,
                ),
              ],
      },
    ];
  };

/** Jobs whose page is closed: their states, at the time when they were seen. */
const readOverview: Reader<JobsOverview> = ({ jobs }, atMs, before) =>
  before === undefined
    ? []
    : jobs.flatMap(({ jid, state }): Reading[] => {
        const earlier = before.jobs.find((job) => job.jid === jid);
        if (earlier === undefined || earlier.state === state) return [];
        return [{ jobId: jid, events: [historyEvent("state", `${state} seen ${String(atMs)}`, atMs, state)] }];
      });

const readRescales =
  (jobId: string): Reader<RescaleHistory> =>
  (rescales) => [
    {
      jobId,
      events: rescales.flatMap(({ rescaleUuid, terminalState, triggerCause, startTimestampInMillis, endTimestampInMillis }) => {
        const atMs = knownAmount(endTimestampInMillis) ?? knownAmount(startTimestampInMillis);
        if (atMs === undefined || terminalState === null || terminalState === undefined) return [];
        const cause = triggerCause === null || triggerCause === undefined ? "" : `, cause: ${triggerCause}`;
        return [historyEvent("rescale", rescaleUuid, atMs, `Rescale ${terminalState}${cause}`)];
      }),
    },
  ];

const readSources =
  (jobId: string): Reader<SourceReadings> =>
  ({ byVertex }, atMs) => {
    const pending = Object.values(byVertex).map(({ pendingRecords }) => pendingRecords);
    return [{ jobId, samples: [{ atMs, values: { lag: pending.length === 0 ? undefined : sumIfAllKnown(pending) } }] }];
  };

const readTaskManagers: Reader<TaskManagers> = ({ taskmanagers }, atMs, before) => {
  if (before === undefined) return [];
  const [earlier, present] = [before.taskmanagers, taskmanagers].map((list) => new Set(list.map(({ id }) => id)));
  const events = [
    ...[...(earlier ?? [])].filter((id) => present?.has(id) === false).map((id) => ({ id, change: "lost" })),
    ...[...(present ?? [])].filter((id) => earlier?.has(id) === false).map((id) => ({ id, change: "joined" })),
  ];
  return [
    {
      jobId: CLUSTER,
      events: events.map(({ id, change }) =>
        historyEvent(
          "taskmanager",
          `${id} ${change} ${String(atMs)}`,
          atMs,
          `TaskManager ${id} ${change === "lost" ? "was lost" : "joined"}`,
        ),
      ),
    },
  ];
};

/** The lag that an assessment read, and the beginning and the end of each reason. */
function readTriage(jobId: string, { assessment, memory }: JobTriage, atMs: number, before: JobTriage | undefined): Reading {
  const keyOf = ({ kind, vertexId = "" }: Reason): string => `${kind} ${vertexId}`;
  const isStill = new Set(assessment.reasons.map(keyOf));
  // A source that was not read cannot show that a reason is over.
  const over = assessment.unread.length > 0 ? [] : (before?.assessment.reasons ?? []).filter((reason) => !isStill.has(keyOf(reason)));
  // Times of the page are moved to the cluster's clock.
  const aheadMs = assessment.atMs - atMs;
  return {
    jobId,
    samples: memory.lag.slice(-1).map((lag) => ({ atMs: lag.atMs - aheadMs, values: { lag: lag.records } })),
    events: [
      ...assessment.reasons.flatMap((reason) => {
        const { since, label } = reason;
        if (since === undefined) return [];
        const sinceMs = since.by === "page" ? since.atMs - aheadMs : since.atMs;
        const id = `${keyOf(reason)} ${String(since.atMs)}`;
        return [historyEvent("trouble", id, sinceMs, `${label}${since.isAtLeast ? ", since then or earlier" : ""}`)];
      }),
      ...over.map((reason) => historyEvent("trouble", `over ${keyOf(reason)} ${String(atMs)}`, atMs, `Over: ${reason.label}`)),
    ],
  };
}

const readTriageOf =
  (jobId: string): Reader<JobTriage> =>
  (triage, atMs, before) => [readTriage(jobId, triage, atMs, before)];

const readRound: Reader<TriageRound> = ({ byJob }, atMs, before) =>
  Object.entries(byJob).flatMap(([jobId, triage]): Reading[] => {
    const earlier = before?.byJob[jobId];
    return triage === undefined || triage === earlier ? [] : [readTriage(jobId, triage, atMs, earlier)];
  });

/** The reader of an assessment by its key, without its first part. */
export function triageReaderOf([name, jobId]: readonly unknown[]): Reader<unknown> | undefined {
  if (name === "round") return readRound as Reader<unknown>;
  return name === "job" && typeof jobId === "string" ? (readTriageOf(jobId) as Reader<unknown>) : undefined;
}

/**
 * The reader of a fact by its key, without the backend's id: the call and its parameters. Undefined
 * for facts that are not recorded.
 */
export function readerOf([call, params]: readonly unknown[]): Reader<unknown> | undefined {
  const jobId = typeof params === "object" && params !== null && "jobid" in params ? String(params.jobid) : "";
  switch (call) {
    case "job":
      return readJob as Reader<unknown>;
    case "checkpoints":
      return readCheckpoints(jobId) as Reader<unknown>;
    case "jobExceptions":
      return readExceptions(jobId) as Reader<unknown>;
    case "jobMetrics":
      return readRestarts(jobId) as Reader<unknown>;
    case "jobsOverview":
      return readOverview as Reader<unknown>;
    case "rescaleHistory":
      return readRescales(jobId) as Reader<unknown>;
    case "sourceReadings":
      return readSources(jobId) as Reader<unknown>;
    case "taskManagers":
      return readTaskManagers as Reader<unknown>;
    default:
      return undefined;
  }
}

/**
 * Events without those that an exact report repeats: a state that was seen in the list of jobs, when
 * the job's own reply tells since when.
 */
export function withoutRepeats(events: readonly HistoryEvent[]): readonly HistoryEvent[] {
  const isSeen = ({ id }: HistoryEvent): boolean => / seen \d+$/.test(id);
  return events.filter((event) => {
    if (event.kind !== "state" || !isSeen(event)) return true;
    return !events.some(
      (other) =>
        other.kind === "state" &&
        !isSeen(other) &&
        other.text === event.text &&
        other.atMs <= event.atMs &&
        event.atMs - other.atMs < SEEN_LATE_MS,
    );
  });
}

/** A state is seen in the list of jobs at most this long after the job entered it, ms. */
const SEEN_LATE_MS = 60_000;
