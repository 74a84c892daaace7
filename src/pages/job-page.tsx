import "./job-page.css";

import { type ReactNode, useCallback } from "react";

import { useLiveCheckpoints } from "../features/checkpoints/queries.ts";
import { JobBar } from "../features/job-graph/job-bar.tsx";
import { useExceptions, useHasPlayground, useLiveJob } from "../features/job-graph/queries.ts";
import { useGraph } from "../features/job-graph/use-graph.ts";
import { formatAge, formatCount } from "../domain/units.ts";
import { taskProgressOf } from "../domain/vertex-phase.ts";
import { StaleMark } from "../ui/age.tsx";
import { staleSince } from "../ui/region.tsx";
import { type TabItem, Tabs } from "../ui/tabs.tsx";
import { JobFolded } from "./job-folded.tsx";
import { type JobTab, useJobNavigation } from "./job-location.ts";
import { JobOverview } from "./job-overview.tsx";
import { type JobData, PANEL_ID } from "./job-data.ts";
import { UnknownJob } from "./unknown-job.tsx";

/** `#/job/running/:jid/…` and `#/job/completed/:jid/…`: one job. The graph stands above its vertices; the other tabs fold it to a line. */
export function JobPage(): ReactNode {
  const navigation = useJobNavigation();
  const { location, go } = navigation;
  const { jobId } = location;
  const hasPlayground = useHasPlayground();
  const jobQuery = useLiveJob(jobId);
  const checkpointsQuery = useLiveCheckpoints(jobId);
  const exceptions = useExceptions(jobId).data?.exceptionHistory.entries;
  const live = jobQuery.data;
  const graph = useGraph(jobId, live, checkpointsQuery.data?.checkpoints, exceptions ?? NO_EXCEPTIONS);
  const selectTab = useCallback((tab: JobTab) => go({ tab }), [go]);

  if (live === undefined && jobQuery.error !== null) {
    return <UnknownJob jobId={jobId} error={jobQuery.error} onRetry={() => void jobQuery.refetch()} />;
  }
  const staleSinceMs = staleSince(jobQuery);
  const data: JobData = { jobId, live, graph, checkpointsQuery, exceptions: exceptions ?? NO_EXCEPTIONS, hasPlayground, staleSinceMs };
  const items = tabItems(data, exceptions?.length);
  const tab = items.some(({ id }) => id === location.tab) ? location.tab : "vertices";
  const tabs = (
    <Tabs
      label="Job details"
      items={items}
      selected={tab}
      onSelect={selectTab}
      panelId={PANEL_ID}
      end={staleSinceMs !== undefined && <StaleMark sinceMs={staleSinceMs} format={formatAge} />}
    />
  );
  return (
    <>
      <JobBar job={live?.job} jobId={jobId} />
      {tab === "vertices" ? (
        <JobOverview data={data} navigation={navigation} tabs={tabs} />
      ) : (
        <JobFolded data={data} navigation={navigation} tab={tab} tabs={tabs} />
      )}
    </>
  );
}

const NO_EXCEPTIONS: JobData["exceptions"] = [];

/** Exceptions are an alert while the job has not got over them. */
function tabItems({ live, checkpointsQuery, hasPlayground }: JobData, exceptions: number | undefined): readonly TabItem<JobTab>[] {
  const tasks = live === undefined ? undefined : taskProgressOf(live.job.vertices);
  const isWell = tasks !== undefined && tasks.running + tasks.finished === tasks.total;
  const completed = checkpointsQuery.data?.checkpoints.counts.completed;
  return [
    { id: "vertices", label: "Vertices", count: live?.job.vertices.length },
    { id: "checkpoints", label: "Checkpoints", count: completed === undefined ? undefined : formatCount(completed) },
    { id: "exceptions", label: "Exceptions", count: exceptions, isAlert: (exceptions ?? 0) > 0 && !isWell },
    ...(hasPlayground ? [{ id: "output", label: "Output" } as const] : []),
  ];
}
