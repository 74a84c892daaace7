import { type ReactNode, type RefObject, useLayoutEffect, useRef, useState } from "react";

import type { ContainerEnd } from "../../domain/container-history.ts";
import { formatCounted } from "../../domain/units.ts";
import { CutText } from "../../ui/cut-text.tsx";
import { Button } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { Hint } from "../../ui/hint.tsx";
import { PanelHead } from "../../ui/panel-head.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { proofGrid } from "./grid-model.ts";
import { ProofTable } from "./proof-grid.tsx";
import { type ProofJob, useProofJob } from "./queries.ts";
import type { TallyReport } from "./tally-reader.ts";
import type { TallyMark } from "./tally-session.ts";
import { useTally } from "./use-tally.ts";
import { type ProofStanding, proofStanding, proofWords, verdictOf } from "./verdict.ts";

/** See {@link ProofPanel}. */
export type ProofPanelProps = {
  /** The job whose plan, watermark and late clicks complement the tally. */
  jobId: string | undefined;
  /** When the container with the topics started, epoch ms. */
  topicsSinceMs: number | undefined;
  /** Ends of TaskManagers, marked under the window that was open then. */
  kills: readonly ContainerEnd[];
};

/** The exactly-once proof, from topic `output` alone. */
export function ProofPanel({ jobId, topicsSinceMs, kills }: ProofPanelProps): ReactNode {
  const { report, trouble, marks } = useTally(topicsSinceMs, kills);
  const job = useProofJob(jobId);
  return (
    <section aria-label="Exactly-once proof" className="flex flex-col">
      {report === undefined || !report.hasTopic ? (
        <>
          <Head />
          {trouble !== undefined ? (
            <p className="text-dense leading-4 text-danger" role="alert">
              The topic could not be read: {trouble}
            </p>
          ) : (
            <EmptyState>
              {report === undefined ? "Reading topic output …" : "This cluster has no topic output, so there is nothing to count."}
            </EmptyState>
          )}
        </>
      ) : (
        <Judged report={report} marks={marks} job={job} trouble={trouble} />
      )}
    </section>
  );
}

function Head({ controls, children }: { controls?: ReactNode; children?: ReactNode }): ReactNode {
  return (
    <PanelHead
      title={
        <Hint
          title="Exactly-once proof"
          text="The generator produces 1000 clicks per page in each 15 s window. A lost or duplicated click makes a count differ or be missing. Read only from topic output, across all kills and restarts."
        >
          Exactly-once proof
        </Hint>
      }
      controls={controls}
    >
      {children}
    </PanelHead>
  );
}

function Judged({
  report,
  marks,
  job,
  trouble,
}: {
  report: TallyReport;
  marks: readonly TallyMark[];
  job: ProofJob;
  trouble: string | undefined;
}): ReactNode {
  const { box, minuteCount } = useMinuteCount();
  const [minutesBack, setMinutesBack] = useState(0);
  const { summary, newestClickMs, dueClickMs } = report;
  const grid = proofGrid(summary, { watermarkMs: job.watermarkMs, newestClickMs, dueClickMs }, marks, { minuteCount, minutesBack });
  const verdict = verdictOf(summary, { isEventTime: job.isEventTime, lateWindows: grid.lateWindows });
  const step = Math.max(1, minuteCount - 1);
  return (
    <>
      <Head
        controls={
          (grid.hasEarlier || grid.hasLater) && (
            <>
              <Button
                kind="quiet"
                small
                icon
                label="Earlier windows"
                disabledReason={grid.hasEarlier ? undefined : "Older windows are not kept."}
                onPress={() => setMinutesBack(minutesBack + step)}
              >
                ‹
              </Button>
              <Button
                kind="quiet"
                small
                icon
                label="Later windows"
                disabledReason={grid.hasLater ? undefined : "These are the newest."}
                onPress={() => setMinutesBack(Math.max(0, minutesBack - step))}
              >
                ›
              </Button>
            </>
          )
        }
      >
        <StateBadge tone={verdict.badge.tone} shape={SHAPES[verdict.standing]} label={verdict.badge.label} filled />
        <CutText
          as="p"
          className="line-clamp-2 max-h-7 min-w-0 text-dense leading-3.5 text-fg-2 normal-nums"
          full={`${verdict.lead} ${verdict.rest}`}
        >
          <b className="font-strong text-fg">{verdict.lead}</b> {verdict.rest}
        </CutText>
      </Head>
      <div ref={box} className="min-w-0 flex-none overflow-hidden">
        <ProofTable grid={grid} isLaw={verdict.standing !== "inapplicable"} />
      </div>
      <Aside report={report} job={job} trouble={trouble} wasKilled={marks.length > 0} />
    </>
  );
}

const SHAPES = { none: "created", holds: "finished", broken: "failed", unseen: "suspended", inapplicable: "created" } as const;

/** Notes below the counts: why there are none yet, late clicks, and read errors. */
function Aside({
  report,
  job,
  trouble,
  wasKilled,
}: {
  report: TallyReport;
  job: ProofJob;
  trouble: string | undefined;
  wasKilled: boolean;
}): ReactNode {
  if (trouble !== undefined) {
    return (
      <p className="text-dense font-strong text-fg-2" role="status">
        Reading stopped: {trouble}
      </p>
    );
  }
  if (job.lateDrops > 0) {
    return (
      <p className="text-dense text-fg-2">
        <Hint
          title="numLateRecordsDropped"
          text="Counted by the window operator, over all attempts that this page has seen. A partition without records for 5 s is idle and no longer holds back event time, so its later records may be late."
        >
          <b>{formatCounted(job.lateDrops, "click")}</b> arrived after their window had closed
        </Hint>{" "}
        (a partition was idle), so those windows count fewer.
      </p>
    );
  }
  if (report.summary.results === 0) {
    return (
      <p className="text-dense text-fg-2">
        The first counts appear when the first 15 s window ends.
        {!wasKilled && " Then kill a TaskManager, start it again, and check that no count is off."}
      </p>
    );
  }
  return null;
}

const PAGE_COLUMN_PX = 56;
/** Four windows wide enough for "1000", and the gap between two minutes. */
const MINUTE_PX = 172;
const MINUTES_BEFORE_MEASURED = 5;

/** The number of minutes that fit into the box. */
function useMinuteCount(): { box: RefObject<HTMLDivElement | null>; minuteCount: number } {
  const box = useRef<HTMLDivElement>(null);
  const [minuteCount, setMinuteCount] = useState(MINUTES_BEFORE_MEASURED);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      const { clientWidth } = element;
      // Without layout there is no width.
      if (clientWidth > 0) setMinuteCount(Math.min(12, Math.max(1, Math.floor((clientWidth - PAGE_COLUMN_PX) / MINUTE_PX))));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { box, minuteCount };
}

/** The proof in a few words, for the collapsed panel. */
export function ProofLine({ jobId, topicsSinceMs }: Pick<ProofPanelProps, "jobId" | "topicsSinceMs">): ReactNode {
  const { report } = useTally(topicsSinceMs, NO_KILLS);
  const job = useProofJob(jobId);
  return <span>{proofWords(report?.summary, job.isEventTime)}</span>;
}

const NO_KILLS: readonly ContainerEnd[] = [];

/** The result of the proof and how far it reaches in event time, epoch ms. */
export type ProofReach = { standing: ProofStanding; judgedThroughMs: number | undefined; newestClickMs: number | undefined };

/** The result of the proof; undefined before the topic was read. */
export function useProofReach(jobId: string): ProofReach | undefined {
  const { report } = useTally(undefined, NO_KILLS);
  const { isEventTime } = useProofJob(jobId);
  if (report === undefined) return undefined;
  const { summary, newestClickMs } = report;
  const last = summary.windows.findLast(({ isClosed }) => isClosed);
  return {
    standing: proofStanding(summary, isEventTime),
    judgedThroughMs: last === undefined ? undefined : last.startMs + summary.windowMs,
    newestClickMs,
  };
}
