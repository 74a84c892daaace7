import { type ReactNode, useMemo } from "react";
import { Link } from "react-router";

import { urlPart } from "../../base/url-part.ts";
import { visibleText } from "../../base/visible-text.ts";
import { useFact } from "../../client/use-client.tsx";
import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import { jobTitle } from "../../domain/job-name.ts";
import { DASH, formatBytes, formatBytesOf, formatCount } from "../../domain/units.ts";
import { jobsOverviewOptions } from "../../observe/jobs.ts";
import { taskManagerOptions } from "../../observe/task-managers.ts";
import type { JobsOverview } from "../../rest/jobs.ts";
import type { ResourceProfile, TaskManager } from "../../rest/taskmanagers.ts";
import { Bar } from "../../ui/bar.tsx";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { MEMORY_POOL, MEMORY_POOLS, PROCESS_HEADING } from "./process-class.ts";
import { formatCores, resourceBytes, type ResourceName, RESOURCES } from "./resource-model.ts";

/** The resources of a TaskManager that no slot has, and its slots with their jobs. */
export function TaskManagerResources({ id }: { id: string }): ReactNode {
  const info = useFact(taskManagerOptions, id).data;
  const jobs = useFact(jobsOverviewOptions).data;
  return (
    <>
      <section aria-label="Free resources">
        <h2 className={PROCESS_HEADING}>Free resources</h2>
        {info === undefined ? <Skeleton width={320} /> : <FreeResources info={info} />}
      </section>
      <section className="border-b border-line" aria-label="Allocated slots">
        <h2 className={PROCESS_HEADING}>Allocated slots</h2>
        <AllocatedSlots info={info} jobs={jobs} />
      </section>
    </>
  );
}

function FreeResources({ info: { totalResource, freeResource } }: { info: TaskManager }): ReactNode {
  const known = RESOURCES.filter(({ key }) => resourceBytes(totalResource, key) !== undefined);
  const hasCores = totalResource.cpuCores >= 0;
  if (known.length === 0 && !hasCores) return <EmptyState>The TaskManager does not report its resources.</EmptyState>;
  return (
    <dl className={MEMORY_POOLS}>
      {hasCores && (
        <Free
          name="CPU cores"
          words={`${formatCores(freeResource.cpuCores)} of ${formatCores(totalResource.cpuCores)}`}
          share={freeResource.cpuCores / totalResource.cpuCores}
        />
      )}
      {known.map(({ key, name }) => {
        const free = resourceBytes(freeResource, key);
        const total = resourceBytes(totalResource, key) ?? 0;
        return <Free key={key} name={name} words={formatBytesOf(free, total)} share={free === undefined ? undefined : free / total} />;
      })}
    </dl>
  );
}

function Free({ name, words, share }: { name: string; words: string; share: number | undefined }): ReactNode {
  return (
    <div>
      <dt className={MEMORY_POOL}>
        {name}
        <span>{words}</span>
      </dt>
      <dd className="mt-1.25">
        <Bar kind="plain" share={share} />
      </dd>
    </div>
  );
}

type SlotRow = {
  readonly number: number;
  readonly jobId: string;
  readonly title: string;
  readonly taskCount: number | undefined;
  readonly resource: ResourceProfile;
};

function AllocatedSlots({ info, jobs }: { info: TaskManager | undefined; jobs: JobsOverview | undefined }): ReactNode {
  const rows = useMemo(() => info?.allocatedSlots.map((slot, index) => slotRow(slot, index, jobs)), [info, jobs]);
  const isMemoryKnown = rows?.some(({ resource }) => RESOURCES.some(({ key }) => resourceBytes(resource, key) !== undefined)) ?? true;
  if (rows?.length === 0) return <EmptyState>No slot is allocated to a job.</EmptyState>;
  return (
    <>
      <DataTable
        label="Allocated slots"
        columns={isMemoryKnown ? COLUMNS : COLUMNS_WITHOUT_MEMORY}
        rows={rows}
        rowKey={({ number }) => String(number)}
        density="scan"
        minWidth={isMemoryKnown ? 900 : 520}
      />
    </>
  );
}

function slotRow(slot: TaskManager["allocatedSlots"][number], index: number, jobs: JobsOverview | undefined): SlotRow {
  const job = jobs?.jobs.find(({ jid }) => jid === slot.jobId);
  return {
    number: index + 1,
    jobId: slot.jobId,
    title: job === undefined ? "" : jobTitle(job),
    taskCount: slot.assignedTasks,
    resource: slot.resource,
  };
}

const COLUMNS_WITHOUT_MEMORY: readonly Column<SlotRow>[] = [
  { id: "number", header: "#", width: 56, isNumeric: true, sortBy: ({ number }) => number, cell: ({ number }) => number },
  {
    id: "job",
    header: "Job",
    sortBy: ({ title, jobId }) => `${title} ${jobId}`,
    cell: ({ title, jobId }) => (
      <span title={visibleText(`${title} ${jobId}`)}>
        <Link to={`/job/running/${urlPart(jobId)}/overview`}>
          {title !== "" && `${title} `}
          <span className="mono">{visibleText(jobId)}</span>
        </Link>
      </span>
    ),
  },
  {
    id: "tasks",
    header: "Tasks",
    hint: JOB_GLOSSARY.assignedTasks,
    width: 72,
    isNumeric: true,
    sortBy: ({ taskCount }) => taskCount,
    cell: ({ taskCount }) => formatCount(taskCount),
  },
  {
    id: "cores",
    header: "Cores",
    width: 72,
    isNumeric: true,
    sortBy: ({ resource }) => resource.cpuCores,
    cell: ({ resource }) => formatCores(resource.cpuCores),
  },
];

const COLUMNS: readonly Column<SlotRow>[] = [...COLUMNS_WITHOUT_MEMORY, ...RESOURCES.map(({ key, name }) => memoryColumn(key, name))];

function memoryColumn(key: ResourceName, name: string): Column<SlotRow> {
  return {
    id: key,
    header: name,
    width: 112,
    isNumeric: true,
    sortBy: ({ resource }) => resourceBytes(resource, key),
    cell: ({ resource }) => {
      const bytes = resourceBytes(resource, key);
      return bytes === undefined ? <span className="text-fg-3">{DASH}</span> : formatBytes(bytes);
    },
  };
}
