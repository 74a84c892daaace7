import "./story.css";

import { Fragment, type ReactNode, useEffect, useState } from "react";

import { type Backend, useBackend } from "../../client/use-client.tsx";
import type { ContainerHistory } from "../../domain/container-history.ts";
import { jobStatusFacts } from "../../domain/job-status.ts";
import { Button } from "../../ui/button.tsx";
import { useTenthsNow } from "../../ui/clock.ts";
import { CloseIcon, PowerIcon } from "../../ui/icons.tsx";
import { StateShape } from "../../ui/state-shape.tsx";
import { allTasksRun } from "./story-facts.ts";
import { useStoryFacts } from "./queries.ts";
import { EMPTY_BOOK, type Incident, nextStory, type StoryBook } from "./story-model.ts";
import {
  type ProofReach,
  proofThrough,
  recoveredParts,
  storySentence,
  type StoryPart,
  type StoryProof,
  storySteps,
  wayOut,
} from "./story-words.ts";

/** What the playground adds to the story; absent on a cluster without it. */
export type StoryPlayground = {
  history: ContainerHistory | undefined;
  proof: ProofReach | undefined;
  /** Services that can be started. */
  restartable: readonly string[];
  start: (name: string) => void;
  /** Something was asked and not answered yet. */
  isBusy: boolean;
  /** The cluster's answer to the last start, if it was no. */
  failedWords: string | undefined;
};

/** See {@link Story}. */
export type StoryProps = { jobId: string; playground?: StoryPlayground | undefined };

/** What happened to the job, in the room above its graph: a sentence, a way out, and steps with measured seconds; one quiet line when it is over. */
export function Story({ jobId, playground }: StoryProps): ReactNode {
  const { book, isOver, isWell } = useStory(jobId, playground?.history);
  const [dismissed, setDismissed] = useState<number | undefined>(undefined);
  const { incident } = book;
  const isQuiet = incident?.phase === "over" || incident?.phase === "unaffected";
  if (incident === undefined && isWell) return <Invitation playground={playground} />;
  if (incident === undefined || isOver || (incident.startMs === dismissed && isQuiet)) return null;
  return isQuiet ? (
    <Told key={incident.startMs} incident={incident} proof={playground?.proof} onDismiss={() => setDismissed(incident.startMs)} />
  ) : (
    <Trouble incident={incident} playground={playground} />
  );
}

/** What was told stays told when the page is left and come back to. */
const books = new WeakMap<Backend, Map<string, StoryBook>>();

function useStory(jobId: string, history: ContainerHistory | undefined): { book: StoryBook; isOver: boolean; isWell: boolean } {
  const backend = useBackend();
  const [book, setBook] = useState(() => books.get(backend)?.get(jobId) ?? EMPTY_BOOK);
  const isBusy = book.incident === undefined ? book.toldThroughMs === undefined : book.incident.phase !== "over";
  const facts = useStoryFacts(jobId, history, isBusy || hasUntold(book, history));
  const next = facts === undefined ? book : nextStory(book, facts);
  if (next !== book) setBook(next);
  useEffect(() => {
    const own = books.get(backend) ?? new Map<string, StoryBook>();
    own.set(jobId, next);
    books.set(backend, own);
  }, [backend, jobId, next]);
  const state = facts?.job.state;
  return {
    book: next,
    isOver: state !== undefined && state !== "FAILED" && jobStatusFacts(state).isTerminal,
    isWell: facts !== undefined && allTasksRun(facts.job),
  };
}

/** Nothing has happened yet, and in a playground something may: what to do for a story. */
function Invitation({ playground }: { playground: StoryPlayground | undefined }): ReactNode {
  const victim = playground?.history?.containers.find(
    ({ service, state }) => service === "taskmanager" && state === "running" && playground.restartable.includes(service),
  );
  if (victim === undefined) return null;
  return (
    <div className="story">
      <p className="line">
        <span className="words">
          Nothing has gone wrong yet. Switch <span className="mono">{victim.name}</span> off: the job will wait for it, go back to its
          latest checkpoint, and count every click exactly once.
        </span>
      </p>
    </div>
  );
}

function hasUntold({ toldThroughMs }: StoryBook, history: ContainerHistory | undefined): boolean {
  return history?.ends.some(({ seenMs }) => seenMs !== undefined && seenMs > (toldThroughMs ?? 0)) ?? false;
}

/** What is over: one line. */
function Told({
  incident,
  proof: reach,
  onDismiss,
}: {
  incident: Incident;
  proof: ProofReach | undefined;
  onDismiss: () => void;
}): ReactNode {
  const [showsSteps, setShowsSteps] = useState(false);
  const proof = useProofThrough(reach);
  const nowMs = incident.caughtUpMs ?? incident.runningMs ?? incident.startMs;
  const hasRecovered = incident.phase === "over";
  const { lead, rest } = storySentence(incident, nowMs, proof);
  return (
    <div className="story">
      <p className="line">
        <span className="s-running well">
          <StateShape shape="finished" tone="running" />
        </span>
        <span className="words" role="status">
          <b className="strong">
            <Parts parts={lead} />
          </b>{" "}
          {hasRecovered ? <Parts parts={recoveredParts(incident, nowMs, proof)} /> : rest}
        </span>
        <span className="end">
          {hasRecovered && (
            <button type="button" className="linkish" aria-expanded={showsSteps} onClick={() => setShowsSteps(!showsSteps)}>
              Step by step
            </button>
          )}
          <button type="button" className="x" aria-label="Put the story away" onClick={onDismiss}>
            <CloseIcon />
          </button>
        </span>
      </p>
      {showsSteps && <Steps incident={incident} nowMs={nowMs} />}
    </div>
  );
}

/** What the proof says of an incident, remembering what the clicks had reached when it was first seen to be over. */
function useProofThrough(reach: ProofReach | undefined): StoryProof {
  const [throughMs, setThroughMs] = useState<number | undefined>(undefined);
  if (throughMs === undefined && reach?.newestClickMs !== undefined) setThroughMs(reach.newestClickMs);
  return proofThrough(reach, throughMs);
}

function Trouble({ incident, playground }: { incident: Incident; playground: StoryPlayground | undefined }): ReactNode {
  const nowMs = useTenthsNow();
  const { lead, rest } = storySentence(incident, nowMs, playground?.proof?.standing ?? "open");
  const name = playground === undefined ? undefined : wayOut(incident, startable(playground));
  return (
    <div className="story">
      <p className="line">
        <span className="words">
          <b className="strong">
            <Parts parts={lead} />
          </b>{" "}
          {rest}
        </span>
        {playground !== undefined && name !== undefined && (
          <span className="end">
            <Button
              kind="primary"
              disabledReason={playground.isBusy ? "The request is on its way." : undefined}
              onPress={() => playground.start(name)}
            >
              <PowerIcon />
              Start <span className="mono">{name}</span>
            </Button>
          </span>
        )}
      </p>
      {/* The sentence counts on; what is said aloud is only what has changed. */}
      <p className="sr" role="status">
        {PHASE_WORDS[incident.phase]}
      </p>
      {playground?.failedWords !== undefined && (
        <p className="refused" role="alert">
          {playground.failedWords}
        </p>
      )}
      <Steps incident={incident} nowMs={nowMs} />
    </div>
  );
}

const PHASE_WORDS: Readonly<Record<Incident["phase"], string>> = {
  unnoticed: "A TaskManager was killed. The JobManager has not noticed yet.",
  unaffected: "A TaskManager was killed. No task of this job was lost with it.",
  restarting: "The job is RESTARTING.",
  waiting: "The job waits for slots.",
  deploying: "The tasks are being deployed.",
  restoring: "The tasks restore their state.",
  "catching-up": "All tasks run again and work off the backlog.",
  over: "Recovered.",
  failed: "The job FAILED.",
};

function startable({ history, restartable }: StoryPlayground): readonly string[] {
  return (history?.containers ?? [])
    .filter(({ service, state }) => service === "taskmanager" && state === "exited" && restartable.includes(service))
    .map(({ name }) => name);
}

function Steps({ incident, nowMs }: { incident: Incident; nowMs: number }): ReactNode {
  return (
    <ol className="steps" aria-label="Step by step">
      {storySteps(incident, nowMs).map((step) => (
        <li key={step.id} className={`step s-${step.tone} ${step.progress}`} aria-current={step.progress === "now" ? "step" : undefined}>
          <b>{step.title}</b>
          {step.detail}
        </li>
      ))}
    </ol>
  );
}

function Parts({ parts }: { parts: readonly StoryPart[] }): ReactNode {
  return parts.map((part, index) =>
    // A sentence never changes its order.
    typeof part === "string" ? (
      <Fragment key={index}>{part}</Fragment>
    ) : (
      <span key={index} className="mono">
        {part.name}
      </span>
    ),
  );
}
