import type { ReactNode } from "react";

import { GLOSSARY, type GlossaryEntry } from "../../domain/glossary.ts";
import { jobStatusFacts } from "../../domain/job-status.ts";
import { formatCount } from "../../domain/units.ts";
import type { Overview } from "../../rest/overview.ts";
import type { JobStatus } from "../../rest/states.ts";
import { Hint } from "../../ui/hint.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { StateShape } from "../../ui/state-shape.tsx";

/** The cluster in seven figures, as `GET /overview` counts them. Without them, their places. */
export function ClusterFigures({ overview }: { overview: Overview | undefined }): ReactNode {
  return (
    <section className="figs" aria-label="Cluster">
      <Figure value={overview?.["slots-available"]} of={overview?.["slots-total"]} term={GLOSSARY.slotsFree}>
        task slots free
      </Figure>
      <Figure value={overview?.taskmanagers} term={GLOSSARY.taskManagers}>
        {overview?.taskmanagers === 1 ? "TaskManager" : "TaskManagers"}
      </Figure>
      <div className="rule" />
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
  term,
  status,
  children,
}: {
  value: number | undefined;
  of?: number | undefined;
  term: GlossaryEntry;
  status?: JobStatus;
  children: ReactNode;
}): ReactNode {
  return (
    <div className="fig">
      <b>
        {value === undefined ? <Skeleton width={28} height={20} /> : formatCount(value)}
        {of !== undefined && <small> of {formatCount(of)}</small>}
      </b>
      <Hint {...term}>
        <span className="what">
          {status !== undefined && <StateShape shape={jobStatusFacts(status).tone} tone={jobStatusFacts(status).tone} />}
          {children}
        </span>
      </Hint>
    </div>
  );
}
