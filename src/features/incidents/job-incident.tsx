import { visibleText } from "../../base/visible-text.ts";
import { cva } from "class-variance-authority";
import { Fragment, type ReactNode, useEffect, useState } from "react";

import type { Backend } from "../../client/backend.ts";
import { useBackend, useRefreshMs } from "../../client/use-client.tsx";
import type { Assessment } from "../../domain/assessment.ts";
import type { ContainerHistory } from "../../domain/container-history.ts";
import { Button } from "../../ui/button.tsx";
import { useNow, useTenthsNow } from "../../ui/clock.ts";
import { CutText } from "../../ui/cut-text.tsx";
import { CloseButton } from "../../ui/icon-button.tsx";
import { PowerIcon } from "../../ui/page-icons.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { StateShape } from "../../ui/state-shape.tsx";
import { TONE_COLORS } from "../../ui/tone-colors.ts";
import { areTimesMissing, useObservations } from "./queries.ts";
import { allTasksRun, type Observations } from "./incident-facts.ts";
import { TroubleLines } from "./trouble-lines.tsx";
import { EMPTY_MEMORY, type IncidentMemory } from "./incident-memory.ts";
import { type Incident, incidentOf, observe } from "./incident-model.ts";
import {
  containerToStart,
  describedMoment,
  isCurrent,
  phaseWords,
  type Present,
  type ProofReach,
  proofThrough,
  recoveredParts,
  incidentSentence,
  type SentencePart,
  type IncidentProof,
  incidentSteps,
} from "./incident-words.ts";

/** What the playground adds to an incident. Other clusters have none of it. */
export type IncidentPlayground = {
  history: ContainerHistory | undefined;
  proof: ProofReach | undefined;
  /** Services that can be started. */
  restartable: readonly string[];
  start: (name: string) => void;
  kill: (name: string) => void;
  /** Whether a request about containers is in progress. */
  isBusy: boolean;
  /** Why the cluster refused the last request. */
  failedWords: string | undefined;
};

/** See {@link JobIncident}. */
export type JobIncidentProps = {
  jobId: string;
  playground?: IncidentPlayground | undefined;
  /** What is wrong with the job besides; undefined before it was assessed. */
  assessment?: Assessment | undefined;
};

/**
 * What happened to the job, above its graph: a sentence, a button, and steps with measured times. A
 * recovery that is over is a single line. The reasons why the job needs attention are below, as far
 * as an incident in progress does not say the same.
 */
export function JobIncident({ jobId, playground, assessment }: JobIncidentProps): ReactNode {
  const { incident, observations } = useIncident(jobId, playground?.history);
  const [dismissedKey, setDismissedKey] = useState<string | undefined>(undefined);
  if (observations === undefined) return null;
  const isQuiet = incident === undefined || incident.phase === "over" || incident.phase === "unaffected";
  const { reasons, unread } = assessment ?? NOT_ASSESSED;
  const told = reasons.filter(({ kind }) => (isQuiet ? incident === undefined || kind !== "recent-failures" : kind === "restart-loop"));
  const trouble = <TroubleLines jobId={jobId} reasons={told} unread={isQuiet ? unread : NOT_ASSESSED.unread} />;
  if (incident === undefined) {
    return told.length > 0 ? (
      trouble
    ) : (
      <>
        <Invitation playground={playground} observations={observations} />
        {trouble}
      </>
    );
  }
  if (isQuiet && incident.key === dismissedKey) return trouble;
  return (
    <>
      {isQuiet ? (
        <RecoveredLine key={incident.key} incident={incident} proof={playground?.proof} onDismiss={() => setDismissedKey(incident.key)} />
      ) : (
        <IncidentPanel incident={incident} playground={playground} />
      )}
      {trouble}
    </>
  );
}

const NOT_ASSESSED: Pick<Assessment, "reasons" | "unread"> = { reasons: [], unread: [] };

const LINE = "flex min-h-7.5 items-center gap-2.5 max-phone:flex-wrap leading-6 text-fg-2 normal-nums";
const WAITS = "Waiting for the answer to the last request.";
const LINE_END = "ml-auto flex flex-none items-center gap-2";

/**
 * A step with its bar above it, in the colour of its tone. The bar is striped during the step and
 * empty before it.
 */
const stepClass = cva(
  "relative min-w-0 pt-3 pr-2.5 text-label leading-3.75 text-fg-2 tabular-nums before:absolute before:top-0 before:right-0.75 before:left-0 before:h-1 before:rounded-bar forced-colors:before:outline",
  {
    variants: {
      progress: {
        done: "before:bg-(--tone) forced-colors:before:bg-[CanvasText]",
        now: "before:bg-[repeating-linear-gradient(115deg,var(--tone)_0_7px,color-mix(in_oklab,var(--tone)_55%,transparent)_7px_14px)]",
        later: "before:inset-ring before:inset-ring-line-strong",
      },
    },
  },
);

const stepTitleClass = cva("block truncate text-dense leading-4.25", {
  variants: {
    progress: { done: "font-semibold text-fg", now: "font-semibold text-(--tone-text)", later: "font-medium text-fg-2" },
  },
});

/** Observations are kept when the page is left and opened again. */
const memories = new WeakMap<Backend, Map<string, IncidentMemory>>();

type ObservedIncident = { incident: Incident | undefined; observations: Observations | undefined };

function useIncident(jobId: string, history: ContainerHistory | undefined): ObservedIncident {
  const backend = useBackend();
  const [memory, setMemory] = useState(() => memories.get(backend)?.get(jobId) ?? EMPTY_MEMORY);
  const [hasIncident, setHasIncident] = useState(false);
  const observations = useObservations(jobId, history, hasIncident);
  const next = observations === undefined ? memory : observe(memory, observations);
  if (next !== memory) setMemory(next);
  useEffect(() => {
    const own = memories.get(backend) ?? new Map<string, IncidentMemory>();
    own.set(jobId, next);
    memories.set(backend, own);
  }, [backend, jobId, next]);
  if (observations === undefined) return { incident: undefined, observations };
  const incident = incidentOf(next, observations);
  const asksMore = incident !== undefined && isUnderWay(incident, areTimesMissing(observations, next.runs.at(-1)?.seenMs));
  if (asksMore !== hasIncident) setHasIncident(asksMore);
  return { incident, observations };
}

/** Whether further calls may add facts. */
function isUnderWay({ phase }: Incident, lacksTimes: boolean): boolean {
  return phase === "over" ? lacksTimes : phase !== "unaffected" && phase !== "failed";
}

function usePresent(nowMs: number): Present {
  return { nowMs, refreshMs: useRefreshMs() };
}

/** In a playground without a failure: how to trigger a recovery. */
function Invitation({
  playground,
  observations: { job, exceptions, checkpoints },
}: {
  playground: IncidentPlayground | undefined;
  observations: Observations;
}): ReactNode {
  const present = usePresent(useNow());
  const victim = playground?.history?.containers.find(
    ({ service, state }) => service === "taskmanager" && state === "running" && playground.restartable.includes(service),
  );
  const hasNoFailure = exceptions !== undefined && exceptions.value.length === 0 && isCurrent(exceptions.atMs, present);
  const isWell = allTasksRun(job.value) && isCurrent(job.atMs, present) && checkpoints?.value.latestCompleted !== undefined;
  if (victim === undefined || !hasNoFailure || !isWell) return null;
  return (
    <div data-incident>
      <p className={LINE}>
        <span className="min-w-0 wrap-anywhere">
          No failure has been reported for this job. Kill <span className="mono">{victim.name}</span> to see how a job recovers from its
          latest checkpoint.
        </span>
        <span className={LINE_END}>
          <Button
            kind="primary"
            disabledReason={playground?.isBusy === true ? WAITS : undefined}
            onPress={() => playground?.kill(victim.name)}
          >
            <PowerIcon />
            Kill <span className="mono">{victim.name}</span>
          </Button>
        </span>
      </p>
      <Refusal words={playground?.failedWords} />
    </div>
  );
}

/** A finished recovery, or a kill that did not affect the job, as one line. */
function RecoveredLine({
  incident,
  proof: reach,
  onDismiss,
}: {
  incident: Incident;
  proof: ProofReach | undefined;
  onDismiss: () => void;
}): ReactNode {
  const [showsSteps, setShowsSteps] = useState(false);
  const present = usePresent(useNow());
  const { nowMs } = describedMoment(incident, present);
  const proof = useProofThrough(reach);
  const hasRecovered = incident.phase === "over";
  const { lead, rest } = incidentSentence(incident, present, proof);
  return (
    <div data-incident>
      <p className={LINE}>
        <span className="[&>svg]:size-3.5">
          <StateShape shape="finished" tone="running" />
        </span>
        <span className="min-w-0 wrap-anywhere" role="status">
          <b className="font-strong text-fg">
            <Parts parts={lead} />
          </b>{" "}
          {hasRecovered ? <Parts parts={recoveredParts(incident, nowMs, proof)} /> : rest}
        </span>
        <span className={LINE_END}>
          {hasRecovered && (
            <LinkButton isExpanded={showsSteps} onPress={() => setShowsSteps(!showsSteps)}>
              Steps
            </LinkButton>
          )}
          <CloseButton label="Dismiss" onPress={onDismiss} />
        </span>
      </p>
      {showsSteps && <Steps incident={incident} present={present} />}
    </div>
  );
}

/**
 * The result of the proof for an incident. It must cover the clicks up to the time when the
 * incident was first seen to be over.
 */
function useProofThrough(reach: ProofReach | undefined): IncidentProof {
  const [throughMs, setThroughMs] = useState<number | undefined>(undefined);
  if (throughMs === undefined && reach?.newestClickMs !== undefined) setThroughMs(reach.newestClickMs);
  return proofThrough(reach, throughMs);
}

function IncidentPanel({ incident, playground }: { incident: Incident; playground: IncidentPlayground | undefined }): ReactNode {
  const present = usePresent(useTenthsNow());
  const { lead, rest } = incidentSentence(incident, present, playground?.proof?.standing ?? "open");
  const name = playground === undefined ? undefined : containerToStart(incident, startable(playground, present), present);
  return (
    <div data-incident>
      <p className={LINE}>
        <span className="min-w-0 wrap-anywhere">
          <b className="font-strong text-fg">
            <Parts parts={lead} />
          </b>{" "}
          {rest}
        </span>
        {playground !== undefined && name !== undefined && (
          <span className={LINE_END}>
            <Button kind="primary" disabledReason={playground.isBusy ? WAITS : undefined} onPress={() => playground.start(name)}>
              <PowerIcon />
              Start <span className="mono">{name}</span>
            </Button>
          </span>
        )}
      </p>
      {/* The visible sentence counts seconds. Screen readers hear only changes of the phase. */}
      <p className="sr-only" role="status">
        {visibleText(phaseWords(incident))}
      </p>
      <Refusal words={playground?.failedWords} />
      <Steps incident={incident} present={present} />
    </div>
  );
}

/** Why the cluster refused the last request about a container. */
function Refusal({ words }: { words: string | undefined }): ReactNode {
  return words === undefined ? null : (
    <p className="text-dense leading-4 text-danger" role="alert">
      {words}
    </p>
  );
}

function startable({ history, restartable }: IncidentPlayground, present: Present): readonly string[] {
  if (history === undefined || !isCurrent(history.atMs, present)) return [];
  return history.containers
    .filter(({ service, state }) => service === "taskmanager" && state === "exited" && restartable.includes(service))
    .map(({ name }) => name);
}

function Steps({ incident, present }: { incident: Incident; present: Present }): ReactNode {
  return (
    <ol
      className="mt-2 grid grid-flow-col overflow-hidden max-tablet:grid-flow-row max-tablet:grid-cols-2 max-tablet:gap-y-2.5"
      aria-label="Steps"
    >
      {incidentSteps(incident, present).map((step) => (
        <li
          key={step.id}
          className={stepClass({ progress: step.progress })}
          style={TONE_COLORS[step.tone]}
          aria-current={step.progress === "now" ? "step" : undefined}
        >
          <CutText
            as="span"
            className="block truncate max-tablet:whitespace-normal"
            full={visibleText([step.title, step.detail].filter(Boolean).join(", "))}
          >
            <b className={stepTitleClass({ progress: step.progress })}>{step.title}</b>
            {visibleText(step.detail)}
          </CutText>
        </li>
      ))}
    </ol>
  );
}

function Parts({ parts }: { parts: readonly SentencePart[] }): ReactNode {
  return parts.map((part, index) =>
    // The parts of a sentence keep their order.
    typeof part === "string" ? (
      <Fragment key={index}>{visibleText(part)}</Fragment>
    ) : (
      <span key={index} className="mono">
        {visibleText(part.name)}
      </span>
    ),
  );
}
