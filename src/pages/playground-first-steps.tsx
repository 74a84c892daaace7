import { useQuery } from "@tanstack/react-query";
import { lazy, type ReactNode, Suspense, useEffect, useRef } from "react";
import { Link, useNavigate } from "react-router";

import { urlPart } from "../base/url-part.ts";
import { useFact, useObserved } from "../client/use-client.tsx";
import { jobStatusFacts } from "../domain/job-status.ts";
import { takesCheckpoints } from "../domain/batch-job.ts";
import type { Reason } from "../domain/assessment.ts";
import type { ContainerHistory } from "../domain/container-history.ts";
import { useContainerActions } from "../features/containers/queries.ts";
import { FirstSteps } from "../features/first-steps/first-steps.tsx";
import type { StepId } from "../features/first-steps/first-steps-model.ts";
import { SavepointButton } from "../features/job-actions/savepoint-button.tsx";
import { checkpointsOptions } from "../observe/checkpoints.ts";
import { containerNamesOptions, playgroundOptions } from "../observe/containers.ts";
import { jobOptions, jobsOverviewOptions } from "../observe/jobs.ts";
import { triageRoundOptions } from "../observe/triage.ts";
import type { Job } from "../rest/jobs.ts";
import { Button, buttonClass } from "../ui/button.tsx";
import { PowerIcon } from "../ui/page-icons.tsx";

// The last step. It restarts the job and needs code of a job's page.
const BackpressureButton = lazy(async () => ({
  default: (await import("../features/job-actions/backpressure-button.tsx")).BackpressureButton,
}));

const TASK_MANAGER_SERVICE = "taskmanager";
const NO_REASONS: readonly Reason[] = [];

/** The first steps on the overview, about the newest running job. Only for a backend with the playground API. */
export function OverviewFirstSteps(): ReactNode {
  const observed = useObserved();
  const jobs = useFact(jobsOverviewOptions).data?.jobs ?? [];
  const [newest] = jobs.filter(({ state }) => !jobStatusFacts(state).isTerminal).toSorted((a, b) => b["start-time"] - a["start-time"]);
  const jobId = newest?.jid;
  // The assessment of the jobs requests these. More requests are not needed.
  const live = useQuery({ ...jobOptions(observed, jobId), enabled: false }).data;
  const checkpoints = useQuery({ ...checkpointsOptions(observed, jobId ?? ""), enabled: false }).data?.checkpoints;
  const round = useQuery({ ...triageRoundOptions(observed), enabled: false }).data;
  const navigate = useNavigate();
  const open = (id: string): void => void navigate(pathOf(id));
  const action = useStepAction(live?.job, { kind: "primary", onStarted: open });
  return (
    <FirstSteps
      job={live?.job}
      latest={checkpoints?.latest}
      reasons={(jobId === undefined ? undefined : round?.byJob[jobId]?.assessment.reasons) ?? NO_REASONS}
      actionOf={(step) =>
        step === "kill" ? (
          // The job's page shows what follows.
          <KillButton jobId={jobId} onKilled={open} />
        ) : step === "recover" ? (
          <StartButton />
        ) : (
          <>
            {step !== "rescale" && action(step)}
            {jobId !== undefined && (
              <Link className={buttonClass({ small: true })} to={pathOf(jobId)}>
                Open the job
              </Link>
            )}
          </>
        )
      }
    />
  );
}

/** The first steps on the page of a job, in one line. The incident above the graph has the buttons of the first two. */
export function JobFirstSteps({ job, reasons, onRescale }: { job: Job; reasons: readonly Reason[]; onRescale: () => void }): ReactNode {
  const checkpoints = useFact(checkpointsOptions, job.jid, takesCheckpoints(job)).data?.checkpoints;
  const navigate = useNavigate();
  const action = useStepAction(job, { onStarted: (id) => void navigate(pathOf(id)) });
  return (
    <FirstSteps
      isCompact
      job={job}
      latest={checkpoints?.latest}
      reasons={reasons}
      actionOf={(step) =>
        step === "rescale" && job.state === "RUNNING" ? (
          <Button small onPress={onRescale}>
            Rescale the job
          </Button>
        ) : (
          action(step)
        )
      }
    />
  );
}

function pathOf(jobId: string): string {
  return `/job/running/${urlPart(jobId)}/overview`;
}

/** The buttons of the steps that act on a running job. `onStarted` is not called once the page was left. */
function useStepAction(
  job: Job | undefined,
  { kind, onStarted }: { kind?: "primary"; onStarted: (jobId: string) => void },
): (step: StepId) => ReactNode {
  const isShown = useRef(true);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  const look = kind === undefined ? {} : { kind };
  return (step) => {
    if (job === undefined) return null;
    // Stays in its place while its restart stops the job.
    if (step === "backpressure") {
      return (
        <Suspense fallback={null}>
          <BackpressureButton {...look} job={job} onStarted={(id) => isShown.current && onStarted(id)} />
        </Suspense>
      );
    }
    return step === "savepoint" && job.state === "RUNNING" ? <SavepointButton {...look} job={job} /> : null;
  };
}

/** The first TaskManager in a state that can be killed or started. */
function useTaskManager(state: "running" | "exited"): string | undefined {
  const restartable = useFact(playgroundOptions).data?.restartable ?? [];
  const history: ContainerHistory | undefined = useFact(containerNamesOptions).data;
  if (!restartable.includes(TASK_MANAGER_SERVICE)) return undefined;
  return history?.containers.find((one) => one.service === TASK_MANAGER_SERVICE && one.state === state)?.name;
}

function KillButton({ jobId, onKilled }: { jobId: string | undefined; onKilled: (jobId: string) => void }): ReactNode {
  const name = useTaskManager("running");
  return (
    <ContainerButton
      isSmall={false}
      type="kill"
      name={jobId === undefined ? undefined : name}
      missing={jobId === undefined ? "No running job is known yet." : "No TaskManager runs."}
      onDone={() => jobId !== undefined && onKilled(jobId)}
    >
      Kill a TaskManager
    </ContainerButton>
  );
}

function StartButton(): ReactNode {
  const name = useTaskManager("exited");
  if (name === undefined) return null;
  return (
    <ContainerButton isSmall type="start" name={name} missing="">
      Start <span className="mono">{name}</span>
    </ContainerButton>
  );
}

function ContainerButton({
  type,
  name,
  missing,
  isSmall,
  onDone,
  children,
}: {
  type: "kill" | "start";
  name: string | undefined;
  missing: string;
  isSmall: boolean;
  onDone?: () => void;
  children: ReactNode;
}): ReactNode {
  const actions = useContainerActions(onDone);
  const busy = actions.isBusy ? "Another request is in progress." : undefined;
  return (
    <>
      <Button
        kind="primary"
        small={isSmall}
        disabledReason={name === undefined ? missing : busy}
        onPress={() => name !== undefined && actions.run({ type, name })}
      >
        <PowerIcon />
        {children}
      </Button>
      {actions.failed !== undefined && (
        <p className="text-dense text-danger" role="alert">
          {actions.failed.words}
        </p>
      )}
    </>
  );
}
