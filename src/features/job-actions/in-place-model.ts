import { isNotFound } from "../../client/http-status-error.ts";
import { isUnderWay, type Operation } from "../../client/operation.ts";
import { isJobOver } from "../../domain/job-status.ts";
import { causeInWords, downtimeMs, isExecuting, parallelismChange, range, reasonInWords } from "../../domain/rescale.ts";
import { formatCounted, formatDuration, formatInterval } from "../../domain/units.ts";
import type { Job } from "../../rest/jobs.ts";
import type { Overview } from "../../rest/overview.ts";
import type { Rescale, RescaleConfig, RescaleHistory } from "../../rest/rescales.ts";
import type { ResourceRequirements } from "../../rest/resource-requirements.ts";
import type { DeclaredRequirements } from "../../observe/requirements-calls.ts";
import { isAtUpperBounds, slotsAskedFor } from "./requirements-model.ts";
import type { RescaleStep } from "./rescale-model.ts";

/** The cluster's replies about a rescale in place. */
export type InPlaceFacts = {
  readonly job: Job;
  /** Undefined if the cluster keeps no history, or has not sent it yet. */
  readonly history: RescaleHistory | undefined;
  /** The details of {@link ownRescale}. */
  readonly details: Rescale | undefined;
  readonly config: RescaleConfig | undefined;
  readonly overview: Overview | undefined;
  /** By the page's clock, epoch ms. */
  readonly nowMs: number;
};

/**
 * The rescale that carries out a declaration: the first completed one for its requirements, or the
 * newest one as long as none has completed. The adaptive scheduler may need several: if its cooldown
 * ends before the new slots arrive, it ignores the rescale that it began for the declaration and
 * begins another one for the slots (DefaultStateTransitionManager).
 */
export function ownRescale(history: RescaleHistory | undefined, declared: DeclaredRequirements): Rescale | undefined {
  const first = firstRescale(history, declared);
  if (history === undefined || first === undefined) return undefined;
  const own = history.filter(
    ({ rescaleUuid, resourceRequirementsUuid }) =>
      rescaleUuid === first.rescaleUuid || (resourceRequirementsUuid !== "" && resourceRequirementsUuid === first.resourceRequirementsUuid),
  );
  return own.findLast(({ terminalState }) => terminalState === "COMPLETED") ?? own[0];
}

/**
 * The rescale begun by a declaration: the first one after the previously newest that the
 * declaration may have caused. The JobManager caches the history for a refresh interval, so a
 * rescale for new slots may be older than the declaration and still be missing in the history read
 * before it.
 */
function firstRescale(history: RescaleHistory | undefined, { newestBefore }: DeclaredRequirements): Rescale | undefined {
  if (history === undefined || newestBefore === undefined) return undefined;
  const before = history.findIndex(({ rescaleUuid }) => rescaleUuid === newestBefore);
  const after = before === -1 ? history : history.slice(0, before);
  return after.findLast(({ triggerCause }) => triggerCause !== "NEW_RESOURCE_AVAILABLE" && triggerCause !== "INITIAL_SCHEDULE");
}

/**
 * Whether a cluster keeps no history of rescales. A cluster that answers 404 continues to do so.
 */
export function isWithoutHistory(error: Error | null): boolean {
  return isNotFound(error);
}

/** The result of the three steps of a rescale in place. */
export type InPlaceOutcome = "not begun" | "under way" | "over";

/** The steps of a rescale in place, from the cluster's replies. */
export type InPlaceSteps = { readonly steps: readonly RescaleStep[]; readonly outcome: InPlaceOutcome };

/** Derives the steps. `wanted` is the declaration that the form would send. */
export function inPlaceSteps(
  wanted: ResourceRequirements | undefined,
  operation: Operation<DeclaredRequirements> | undefined,
  facts: InPlaceFacts,
): InPlaceSteps {
  const declare = declareStep(wanted, operation, facts.nowMs);
  if (operation?.phase !== "done") {
    const outcome = operation === undefined ? "not begun" : isUnderWay(operation) ? "under way" : "over";
    return { steps: [declare, waitStep("later", facts), restartStep("later", restartDetail())], outcome };
  }
  const { value } = operation;
  const own = ownRescale(facts.history, value);
  const end = endOf(value, own, facts);
  if (end !== undefined) return { steps: [declare, waited(own, facts), end], outcome: "over" };
  const isRestarting = facts.job.state !== "RUNNING" || (facts.details?.schedulerStates ?? []).some((span) => !isExecuting(span));
  return {
    steps: isRestarting
      ? [declare, waited(own, facts), restartStep("now", `The job is ${facts.job.state}.`)]
      : [declare, waitStep("now", facts, value.requirements), restartStep("later", restartDetail())],
    outcome: "under way",
  };
}

function declareStep(
  wanted: ResourceRequirements | undefined,
  operation: Operation<DeclaredRequirements> | undefined,
  nowMs: number,
): RescaleStep {
  const base = { id: "declare", title: "Declare the requirements" };
  switch (operation?.phase) {
    case undefined:
      return {
        ...base,
        phase: "later",
        detail: wanted === undefined ? "The number of subtasks that each vertex may have." : boundsInWords(wanted),
      };
    case "asking":
    case "running": {
      const trouble = operation.phase === "running" && operation.trouble !== undefined ? ` ${operation.trouble}` : "";
      return { ...base, phase: "now", detail: `for ${formatDuration(Math.max(0, nowMs - operation.sinceMs))}.${trouble}` };
    }
    case "done":
      return { ...base, phase: "done", detail: `${boundsInWords(operation.value.requirements)} Accepted by the cluster.` };
    case "failed":
      return { ...base, phase: "failed", detail: operation.words };
  }
}

function boundsInWords(requirements: ResourceRequirements): string {
  const bounds = Object.values(requirements).map(({ parallelism }) => parallelism);
  const lower = range(bounds.map(({ lowerBound }) => lowerBound)) ?? "1";
  const upper = range(bounds.map(({ upperBound }) => upperBound)) ?? "1";
  return `At least ${lower}, at most ${upper} subtasks for each vertex.`;
}

function waitStep(phase: "later" | "now", facts: InPlaceFacts, requirements?: ResourceRequirements): RescaleStep {
  const base = { id: "wait", title: "Wait for slots and cooldown", phase };
  return { ...base, detail: requirements === undefined ? waitsInWords(facts.config) : missingInWords(requirements, facts) };
}

/** How long the scheduler waits, from its configuration. */
function waitsInWords(config: RescaleConfig | undefined): string {
  const cooldown = config?.executingCooldownTimeoutInMillis;
  const stabilization = config?.executingResourceStabilizationTimeoutInMillis;
  const sinceLast = cooldown === null || cooldown === undefined ? "" : `, at least ${formatInterval(cooldown)} after the last rescale`;
  const forMore =
    stabilization === null || stabilization === undefined
      ? ""
      : `. With fewer slots than requested it waits ${formatInterval(stabilization)} for more`;
  return `The job keeps running until the new slots are available${sinceLast}${forMore}.`;
}

function missingInWords(requirements: ResourceRequirements, { job, config, overview }: InPlaceFacts): string {
  const runsAt = `It runs at ${range(job.vertices.map(({ parallelism }) => parallelism)) ?? "none"}`;
  if (overview === undefined) return `${runsAt}.`;
  const { desired } = slotsAskedFor(job.vertices, requirements);
  const { "slots-total": total, "slots-available": free } = overview;
  // A slot reserved for the job counts as taken, so only slots beyond the cluster's total are
  // surely missing.
  return desired > total
    ? `${runsAt} and asks for ${formatCounted(desired, "slot")}. The cluster has ${String(total)}.`
    : `${runsAt} and asks for ${formatCounted(desired, "slot")}. The cluster has ${String(total)}, ${String(free)} of them free. ${waitsInWords(config)}`;
}

/** The second step when it is done, with its duration if the cluster reports it. */
function waited(own: Rescale | undefined, { details }: InPlaceFacts): RescaleStep {
  const restartMs = details?.schedulerStates?.find((span) => !isExecuting(span))?.enterTimestampInMillis;
  const startMs = own?.startTimestampInMillis;
  const took =
    restartMs === null || restartMs === undefined || startMs === null || startMs === undefined
      ? "The slots were available."
      : `for ${formatDuration(Math.max(0, restartMs - startMs))}`;
  return { id: "wait", title: "Wait for slots and cooldown", phase: "done", detail: took };
}

function restartDetail(): string {
  return "All tasks restart from the latest checkpoint. Records read after it are replayed. The job keeps its ID.";
}

function restartStep(phase: RescaleStep["phase"], detail: string): RescaleStep {
  return { id: "restart", title: "Restart at the new parallelism", phase, detail };
}

/** The last step, if the rescale is over. */
function endOf(
  { requirements, newestBefore }: DeclaredRequirements,
  own: Rescale | undefined,
  facts: InPlaceFacts,
): RescaleStep | undefined {
  const { job } = facts;
  if (isJobOver(job)) return restartStep("failed", `The job is ${job.state}.`);
  if (own === undefined) {
    // Without its own record, there was nothing to do, or the cluster keeps no history. The job's
    // state decides.
    const isThere = job.state === "RUNNING" && isAtUpperBounds(job, requirements);
    const isKnown = newestBefore === undefined || facts.history !== undefined;
    return isThere && isKnown
      ? restartStep("done", `It runs at ${range(job.vertices.map(({ parallelism }) => parallelism)) ?? "none"}.`)
      : undefined;
  }
  switch (own.terminalState) {
    case "COMPLETED":
      return restartStep("done", completedInWords(own, requirements, facts));
    case "FAILED":
      return restartStep("failed", `${reasonInWords(own.terminatedReason)} It started because ${causeInWords(own.triggerCause)}.`);
    case "IGNORED":
      return restartStep("ignored", reasonInWords(own.terminatedReason));
    case null:
    case undefined:
      return undefined;
    default:
      return restartStep("ignored", `It ended as ${own.terminalState}. ${reasonInWords(own.terminatedReason)}`);
  }
}

function completedInWords(own: Rescale, requirements: ResourceRequirements, { job, details }: InPlaceFacts): string {
  const { after, desired } = details === undefined ? { after: undefined, desired: undefined } : parallelismChange(details);
  const downtime = downtimeMs(details?.schedulerStates);
  const { startTimestampInMillis: start, endTimestampInMillis: end } = own;
  const took = start === null || start === undefined || end === null || end === undefined ? "" : `, after ${formatDuration(end - start)}`;
  const stood = downtime === undefined ? "" : ` The downtime was ${formatDuration(downtime)}.`;
  const { desired: slots } = slotsAskedFor(job.vertices, requirements);
  const isShort = after !== undefined && desired !== undefined && after !== desired;
  const more = isShort
    ? ` It asked for ${desired} (${formatCounted(slots, "slot")}) and rescales again when more slots become available.`
    : "";
  return `It runs at ${after ?? "the new parallelism"}${took}.${stood}${more}`;
}
