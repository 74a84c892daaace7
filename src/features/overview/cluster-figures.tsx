import type { ReactNode } from "react";

import { GLOSSARY, type GlossaryEntry } from "../../domain/glossary.ts";
import { jobStatusFacts } from "../../domain/job-status.ts";
import { formatCount } from "../../domain/units.ts";
import type { Overview } from "../../rest/overview.ts";
import type { JobStatus } from "../../rest/states.ts";
import { Hint } from "../../ui/hint.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { StateShape } from "../../ui/state-shape.tsx";

/** The cluster in seven figures from `GET /overview`, or placeholders. */
export function ClusterFigures({ overview }: { overview: Overview | undefined }): ReactNode {
  return (
    <section className="flex flex-wrap gap-x-11 gap-y-3.5 px-4 pt-4.5 pb-4 max-phone:gap-x-7" aria-label="Cluster">
      <Figure
        value={overview?.["slots-available"]}
        of={overview?.["slots-total"]}
        blocked={overview?.["slots-free-and-blocked"]}
        term={GLOSSARY.slotsFree}
      >
        task slots free
      </Figure>
      <Figure value={overview?.taskmanagers} blocked={overview?.["taskmanagers-blocked"]} term={GLOSSARY.taskManagers}>
        {overview?.taskmanagers === 1 ? "TaskManager" : "TaskManagers"}
      </Figure>
      <div className="my-1 w-px bg-line max-phone:hidden" />
      <Figure value={overview?.["jobs-running"]} term={GLOSSARY.jobsRunning} status="RUNNING">
        {overview?.["jobs-running"] === 1 ? "running job" : "running jobs"}
      </Figure>
      <Figure value={overview?.["jobs-finished"]} term={GLOSSARY.jobsFinished} status="FINISHED">
        finished
      </Figure>
      <Figure value={overview?.["jobs-cancelled"]} term={GLOSSARY.jobsCanceled} status="CANCELED">
        canceled
      </Figure>
      <Figure value={overview?.["jobs-failed"]} term={GLOSSARY.jobsFailed} status="FAILED">
        failed
      </Figure>
    </section>
  );
}

function Figure({
  value,
  of,
  blocked = 0,
  term,
  status,
  children,
}: {
  value: number | undefined;
  of?: number | undefined;
  /** How many more are blocked. Only a cluster that can block some reports it. */
  blocked?: number | undefined;
  term: GlossaryEntry;
  status?: JobStatus;
  children: ReactNode;
}): ReactNode {
  return (
    <div className="grid justify-items-start">
      <b className="block h-8 text-figure font-[520] tracking-[-0.02em]">
        {value === undefined ? <Skeleton width={28} height={20} /> : formatCount(value)}
        {of !== undefined && <small className="text-title leading-8 font-text tracking-normal text-fg-3"> of {formatCount(of)}</small>}
      </b>
      <Hint {...term}>
        <span className="inline-flex items-center gap-1.25 text-dense leading-5 text-fg-2">
          {status !== undefined && <StateShape shape={jobStatusFacts(status).tone} tone={jobStatusFacts(status).tone} />}
          {children}
        </span>
      </Hint>
      {blocked > 0 && (
        <Hint {...GLOSSARY.blocked}>
          <span className="text-dense leading-5 font-strong text-st-restarting-text">{formatCount(blocked)} blocked</span>
        </Hint>
      )}
    </div>
  );
}
