import { lazy, type ReactNode, Suspense, useCallback } from "react";
import { useSearchParams } from "react-router";
import { useFact } from "../client/use-client.tsx";

import { useHasApplications } from "../features/applications/use-has-applications.ts";
import { SavepointsPanel } from "../features/savepoints/savepoints-panel.tsx";
import { StartForm } from "../features/start-job/start-form.tsx";
import { savepointsOptions } from "../observe/savepoints.ts";
import type { Plan } from "../rest/plan.ts";
import { BarContent } from "../ui/bar-slot.tsx";

/** Needed only if a plan is shown. */
const PlanGraph = lazy(async () => ({ default: (await import("../features/job-graph/plan-graph.tsx")).PlanGraph }));

function drawPlan(plan: Plan): ReactNode {
  return (
    <Suspense fallback={null}>
      <PlanGraph plan={plan} />
    </Suspense>
  );
}

/**
 * `#/submit`, as in Flink's WebUI: starts a job, with or without a savepoint. `?job=` is the job to
 * resume, `?savepoint=` the path.
 */
export function SubmitPage(): ReactNode {
  const [query, setQuery] = useSearchParams();
  const jobId = query.get("job") ?? undefined;
  const savepointPath = query.get("savepoint") ?? "";
  const hasApplications = useHasApplications();
  const rows = useFact(savepointsOptions).data;
  const row = rows?.find(({ path }) => path === savepointPath.trim());
  const choose = useCallback(
    (path: string, job: string | undefined) => {
      const next = new URLSearchParams();
      if (job !== undefined) next.set("job", job);
      if (path !== "") next.set("savepoint", path);
      setQuery(next, { replace: true });
    },
    [setQuery],
  );
  return (
    <div className="grid min-h-full grid-cols-[minmax(360px,500px)_minmax(0,1fr)] bg-surface max-[1100px]:grid-cols-[minmax(0,1fr)]">
      <BarContent title="Submit job" />
      <StartForm
        key={jobId ?? ""}
        jobId={jobId ?? row?.jobId}
        savepointPath={savepointPath}
        savepointProblem={row?.isUsable === false ? (row.reason ?? "This savepoint cannot be used.") : undefined}
        onSavepointPath={(path) => choose(path, jobId)}
        hasApplications={hasApplications}
        drawPlan={drawPlan}
      />
      <div className="min-w-0 border-l border-line bg-page max-[1100px]:border-t max-[1100px]:border-l-0">
        <SavepointsPanel selectedPath={savepointPath} onSelect={(next) => choose(next?.path ?? "", next?.jobId)} />
      </div>
    </div>
  );
}
