import { cva } from "class-variance-authority";
import { type ReactNode, useEffect, useState } from "react";

import type { Backend } from "../../client/backend.ts";
import { readSetting, writeSetting } from "../../client/settings.ts";
import { useBackend, useFact } from "../../client/use-client.tsx";
import { containerNamesOptions, playgroundOptions } from "../../observe/containers.ts";
import { CloseButton } from "../../ui/icon-button.tsx";
import { StateShape } from "../../ui/state-shape.tsx";
import { nextStep, observeSteps, readSteps, STEP_IDS, type StepId, type StepMemory, type StepObservations } from "./first-steps-model.ts";

/** The steps that are done, or {@link DISMISSED}. */
const KEY = "drey.first-steps";
const DISMISSED = "dismissed";

const TITLES: Readonly<Record<StepId, string>> = {
  kill: "Kill a TaskManager",
  recover: "Recover the job",
  savepoint: "Take a savepoint",
  rescale: "Rescale the job",
  backpressure: "See backpressure",
};

const TEXTS: Readonly<Record<StepId, string>> = {
  kill: "Its process ends at once, as with kill -9, and the tasks in its slots are lost.",
  recover: "The job restarts from its latest checkpoint once it has enough slots.",
  savepoint: "A savepoint is the job's state in files that are kept until you delete them.",
  rescale: "The job stops with a savepoint and starts from it at another parallelism.",
  backpressure: "The job restarts from a savepoint with an operator that is slow in even minutes. Backpressure shows within two minutes.",
};

/** See {@link FirstSteps}. */
export type FirstStepsProps = Omit<StepObservations, "history"> & {
  /** One line without introduction, for a page that shows the job itself. */
  isCompact?: boolean;
  /** The button of a step; null if the page has one elsewhere. */
  actionOf: (step: StepId) => ReactNode;
};

/**
 * What the playground is, and five steps to try. Each is checked when the cluster's replies show it. Renders nothing once it
 * is dismissed, and for clusters that are not Drey's engine.
 */
export function FirstSteps(props: FirstStepsProps): ReactNode {
  const [isDismissed, setIsDismissed] = useState(() => readSetting(KEY) === DISMISSED);
  const kind = useFact(playgroundOptions).data?.backend;
  if (isDismissed || kind === undefined || kind === "flink") return null;
  const dismiss = (): void => {
    writeSetting(KEY, DISMISSED);
    setIsDismissed(true);
  };
  return <Steps {...props} place={kind === "browser" ? "in this tab" : "in a Node process"} onDismiss={dismiss} />;
}

const panelClass = cva("border-b border-line bg-surface px-4", {
  variants: { isCompact: { true: "flex flex-wrap items-center gap-x-4 gap-y-1 py-1 max-phone:px-3", false: "grid gap-2.5 py-3.5" } },
});

const listClass = cva("flex min-w-0 flex-wrap gap-x-4 gap-y-1 text-dense", {
  variants: { isCompact: { true: "max-phone:flex-[1_1_260px]", false: "" } },
});

function Steps({
  place,
  isCompact = false,
  actionOf,
  onDismiss,
  job,
  latest,
  reasons,
}: FirstStepsProps & { place: string; onDismiss: () => void }): ReactNode {
  const history = useFact(containerNamesOptions).data;
  const done = useStepMemory({ history, job, latest, reasons });
  const next = nextStep(done);
  const action = next === undefined ? null : actionOf(next);
  const text = next === undefined ? "You have seen all five." : TEXTS[next];
  return (
    <section className={panelClass({ isCompact })} aria-label="First steps">
      {!isCompact && (
        <div className="flex items-start gap-3">
          <p className="min-w-0 flex-1 text-title wrap-anywhere normal-nums">
            <b className="font-title">
              This is a playground: an engine with Flink's REST API runs {place}, with a job that counts clicks in windows of 15 s.
            </b>{" "}
            Kill a TaskManager, and see whether the job recovers without losing a click or counting one twice.
          </p>
          <CloseButton label="Dismiss the first steps" onPress={onDismiss} />
        </div>
      )}
      <ol className={listClass({ isCompact })} aria-label="Steps to try">
        {STEP_IDS.map((id) => (
          <Step key={id} title={TITLES[id]} isDone={done.includes(id)} isNext={id === next} />
        ))}
      </ol>
      {(!isCompact || action !== null || next === undefined) && (
        <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1.5 max-phone:order-last">
          {action}
          {(!isCompact || next === undefined) && (
            <p className="min-w-0 text-dense wrap-anywhere text-fg-2" role="status">
              {text}
            </p>
          )}
        </div>
      )}
      {isCompact && (
        <span className="ml-auto flex">
          <CloseButton label="Dismiss the first steps" onPress={onDismiss} />
        </span>
      )}
    </section>
  );
}

const stepClass = cva("flex items-center gap-1.5 [&>svg]:size-3", {
  variants: { look: { done: "text-fg-2", next: "font-strong text-fg", later: "text-fg-3" } },
});

function Step({ title, isDone, isNext }: { title: string; isDone: boolean; isNext: boolean }): ReactNode {
  return (
    <li className={stepClass({ look: isDone ? "done" : isNext ? "next" : "later" })} aria-current={isNext ? "step" : undefined}>
      {isDone ? <StateShape shape="finished" tone="running" /> : <StateShape shape="created" tone="created" />}
      {title}
      <span className="sr-only">{isDone ? ", done" : ", not done"}</span>
    </li>
  );
}

/** What was seen on another page of the same cluster counts. */
const memories = new WeakMap<Backend, StepMemory>();

function useStepMemory(observations: StepObservations): readonly StepId[] {
  const backend = useBackend();
  const [memory, setMemory] = useState(() => memories.get(backend) ?? { done: readSteps(readSetting(KEY)), parallelism: undefined });
  const next = observeSteps(memory, observations);
  if (next !== memory) setMemory(next);
  useEffect(() => {
    memories.set(backend, next);
    if (next.done.length > 0) writeSetting(KEY, next.done.join(" "));
  }, [backend, next]);
  return next.done;
}
