import type { ReactNode } from "react";
import { Link } from "react-router";

import { visibleText } from "../../base/visible-text.ts";
import { useFact, useIsHistoryServer } from "../../client/use-client.tsx";
import { DASH, formatCount } from "../../domain/units.ts";
import { jobConfigOptions } from "../../observe/jobs.ts";
import type { JobConfig } from "../../rest/jobs.ts";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { EntriesTable } from "../../ui/entries-table.tsx";
import { Hint } from "../../ui/hint.tsx";
import { QueryRegion } from "../../ui/query-region.tsx";
import { SectionHead } from "../../ui/section-head.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";

/** How a job runs, and the parameters that its program was given (`GET /jobs/:jobid/config`). */
export function ConfigurationPanel({ jobId }: { jobId: string }): ReactNode {
  const query = useFact(jobConfigOptions, jobId);
  const isHistoryServer = useIsHistoryServer();
  return (
    <div className="pb-4 [&>:first-child>div:first-child]:border-t-0">
      <QueryRegion query={query} loading={<ExecutionConfiguration config={undefined} />}>
        {({ "execution-config": config }) =>
          config === undefined ? (
            <EmptyState>The cluster has no configuration of this job. It has none if its JobMaster could not be created.</EmptyState>
          ) : (
            <>
              <ExecutionConfiguration config={config} />
              <UserConfiguration config={config} />
            </>
          )
        }
      </QueryRegion>
      {!isHistoryServer && (
        <p className="px-4 pt-3 text-dense text-fg-2">
          The configuration of the cluster is on the page of the <Link to="/job-manager/config">JobManager</Link>.
        </p>
      )}
    </div>
  );
}

type ExecutionConfig = NonNullable<JobConfig["execution-config"]>;

function ExecutionConfiguration({ config }: { config: ExecutionConfig | undefined }): ReactNode {
  return (
    <section aria-label="Execution configuration">
      <SectionHead title="Execution configuration" />
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1 px-4 pb-3 text-dense/5">
        <Fact name="Restart strategy" hint="The job's own restart strategy. Without one, restart-strategy.type of the cluster applies.">
          {config && (visibleText(config["restart-strategy"]) || DASH)}
        </Fact>
        <Fact
          name="Job parallelism"
          hint="The parallelism of operators that do not set their own. auto: the cluster's parallelism.default."
        >
          {config && parallelismWords(config["job-parallelism"])}
        </Fact>
        <Fact name="Object reuse mode" hint="Whether operators pass objects on to each other without copying them (pipeline.object-reuse).">
          {config && switchWords(config["object-reuse-mode"])}
        </Fact>
        {config?.["execution-mode"] !== undefined && (
          <Fact name="Execution mode" hint="How batch programs exchange data. Reported until Flink 1.20.">
            {visibleText(config["execution-mode"])}
          </Fact>
        )}
      </dl>
    </section>
  );
}

/** A name and its value; without a value, a placeholder. */
function Fact({ name, hint, children }: { name: string; hint: string; children: ReactNode }): ReactNode {
  return (
    <>
      <dt className="text-fg-2">
        <Hint text={hint}>{name}</Hint>
      </dt>
      <dd className="wrap-anywhere">{children ?? <Skeleton width={160} />}</dd>
    </>
  );
}

function parallelismWords(parallelism: number): string {
  return parallelism === -1 ? "auto" : formatCount(parallelism);
}

function switchWords(isOn: boolean | undefined): string {
  if (isOn === undefined) return DASH;
  return isOn ? "on" : "off";
}

function UserConfiguration({ config }: { config: ExecutionConfig }): ReactNode {
  const entries = Object.entries(config["user-config"]).map(([key, value]) => ({ key, value }));
  return (
    <section aria-label="User configuration">
      <SectionHead title="User configuration" />
      {entries.length === 0 ? (
        <EmptyState>The program has set no global job parameters (ExecutionConfig.setGlobalJobParameters).</EmptyState>
      ) : (
        <EntriesTable label="User configuration" keyHeader="Parameter" entries={entries} />
      )}
    </section>
  );
}
