import { type ReactNode, useCallback } from "react";
import { useSearchParams } from "react-router";
import { useFact } from "../client/use-client.tsx";

import { SavepointsPanel } from "../features/savepoints/savepoints-panel.tsx";
import { StartForm } from "../features/start-job/start-form.tsx";
import { savepointsOptions } from "../observe/savepoints.ts";
import { BarContent } from "../ui/bar-slot.tsx";

/**
 * `#/submit`, as in Flink's WebUI: starts a job, with or without a savepoint. `?job=` is the job to
 * resume, `?savepoint=` the path.
 */
export function SubmitPage(): ReactNode {
  const [query, setQuery] = useSearchParams();
  const jobId = query.get("job") ?? undefined;
  const savepointPath = query.get("savepoint") ?? "";
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
      />
      <div className="min-w-0 border-l border-line bg-page max-[1100px]:border-t max-[1100px]:border-l-0">
        <SavepointsPanel selectedPath={savepointPath} onSelect={(next) => choose(next?.path ?? "", next?.jobId)} />
      </div>
    </div>
  );
}
