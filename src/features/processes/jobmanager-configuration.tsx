import { type ReactNode, useState } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { jobManagerConfigOptions } from "../../client/cluster-options.ts";
import { useFact } from "../../client/use-client.tsx";
import { applicationConfigOptions } from "../../observe/application.ts";
import {
  jobManagerConfigOfJobOptions,
  jobManagerEnvironmentOfJobOptions,
  jobManagerEnvironmentOptions,
} from "../../observe/job-manager.ts";
import type { JobManagerConfig, JobManagerEnvironment } from "../../rest/jobmanager.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { QueryRegion, type RegionQuery } from "../../ui/query-region.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { PROCESS_HEADING } from "./process-class.ts";
import { ProcessTools } from "./process-tools.tsx";

type Entry = { readonly key: string; readonly value: string };

/** The JobManager's configuration and its JVM. Flink hides the values of secrets. */
export function JobManagerConfiguration(): ReactNode {
  return <ConfigurationOf config={useFact(jobManagerConfigOptions)} environment={useFact(jobManagerEnvironmentOptions)} />;
}

/** The same of the JobManager that ran a job, as a History Server keeps it. */
export function JobManagerConfigurationOfJob({ jobId }: { jobId: string }): ReactNode {
  return (
    <ConfigurationOf
      config={useFact(jobManagerConfigOfJobOptions, jobId)}
      environment={useFact(jobManagerEnvironmentOfJobOptions, jobId)}
    />
  );
}

/** The configuration of an application's JobManager. */
export function JobManagerConfigurationOfApplication({ applicationId }: { applicationId: string }): ReactNode {
  return <ConfigurationOf config={useFact(applicationConfigOptions, applicationId)} />;
}

function ConfigurationOf({
  config,
  environment,
}: {
  config: RegionQuery<JobManagerConfig>;
  environment?: RegionQuery<JobManagerEnvironment>;
}): ReactNode {
  const [filter, setFilter] = useState("");
  const needle = filter.trim().toLowerCase();
  return (
    <>
      <ProcessTools>
        <SearchField label="Filter options" value={filter} onChange={setFilter} />
      </ProcessTools>
      <QueryRegion query={config} loading={<Options entries={undefined} />}>
        {(entries) => {
          const shown = entries.filter(({ key, value }) => `${key}\n${value}`.toLowerCase().includes(needle));
          return shown.length === 0 ? (
            <EmptyState>
              {entries.length === 0 ? "All options have Flink's defaults." : `No option contains “${filter.trim()}”.`}
            </EmptyState>
          ) : (
            <Options entries={shown} />
          );
        }}
      </QueryRegion>
      {environment !== undefined && <Environment environment={environment} />}
    </>
  );
}

function Options({ entries }: { entries: readonly Entry[] | undefined }): ReactNode {
  return (
    <DataTable
      label="Configuration"
      columns={COLUMNS}
      rows={entries}
      rowKey={({ key }) => key}
      density="scan"
      initialSort={BY_KEY}
      minWidth={640}
      skeletonRows={10}
    />
  );
}

const BY_KEY = { id: "key", isDescending: false };

const COLUMNS: readonly Column<Entry>[] = [
  {
    id: "key",
    header: "Option",
    className: "mono",
    sortBy: ({ key }) => key,
    cell: ({ key }) => <span title={visibleText(key)}>{visibleText(key)}</span>,
  },
  {
    id: "value",
    header: "Value",
    className: "mono",
    sortBy: ({ value }) => value,
    cell: ({ value }) => <span title={visibleText(value)}>{visibleText(value)}</span>,
  },
];

function Environment({ environment }: { environment: RegionQuery<JobManagerEnvironment> }): ReactNode {
  return (
    <QueryRegion query={environment} loading={null}>
      {({ jvm, classpath }) => (
        <section aria-label="Environment">
          <h2 className={PROCESS_HEADING}>Environment</h2>
          <div className="px-4 pb-4 wrap-anywhere">
            <p>
              {visibleText(jvm.version)}, {visibleText(jvm.arch)}
            </p>
            {jvm.options.length > 0 && (
              <details>
                <summary className="leading-6">JVM options ({jvm.options.length})</summary>
                <ul className="mono">
                  {jvm.options.map((option, index) => (
                    // An option may occur twice.
                    <li key={`${String(index)} ${option}`}>{visibleText(option)}</li>
                  ))}
                </ul>
              </details>
            )}
            {classpath.length > 0 && (
              <details>
                <summary className="leading-6">Class path ({classpath.length})</summary>
                <ul className="mono">
                  {classpath.map((entry, index) => (
                    <li key={`${String(index)} ${entry}`}>{visibleText(entry)}</li>
                  ))}
                </ul>
              </details>
            )}
          </div>
        </section>
      )}
    </QueryRegion>
  );
}
