import { clsx } from "clsx";
import type { ReactNode } from "react";

import { jobManagerConfigOptions } from "../../client/cluster-options.ts";
import { useFact } from "../../client/use-client.tsx";
import { DASH, formatBytes, formatCount } from "../../domain/units.ts";
import type { FlinkProcess } from "../../observe/process.ts";
import { taskManagerOptions } from "../../observe/task-managers.ts";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { Hint } from "../../ui/hint.tsx";
import { QueryRegion } from "../../ui/query-region.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Cell, HeadCell, Row, Table } from "../../ui/table.tsx";
import { jobManagerParts, type MemoryPart, taskManagerParts } from "./memory-parts.ts";
import { PROCESS_HEADING } from "./process-class.ts";
import { useMemoryMetrics } from "./use-metrics.ts";

const JOB_MANAGER: FlinkProcess = { kind: "jobmanager" };

/** How a TaskManager's memory is divided by its configuration, and how much of it is in use. */
export function TaskManagerMemory({ process }: { process: FlinkProcess & { kind: "taskmanager" } }): ReactNode {
  const { values } = useMemoryMetrics(process);
  return (
    <MemorySection>
      <QueryRegion query={useFact(taskManagerOptions, process.id)} loading={<Skeleton width={320} />}>
        {({ memoryConfiguration }) => (
          <MemoryModel
            parts={taskManagerParts(memoryConfiguration, values)}
            none="The TaskManager reports no memory configuration. A process without a JVM, such as a worker of Drey's engine, has none, and no metrics of a JVM."
          />
        )}
      </QueryRegion>
    </MemorySection>
  );
}

/** The same of the JobManager. */
export function JobManagerMemory(): ReactNode {
  const { values } = useMemoryMetrics(JOB_MANAGER);
  return (
    <MemorySection>
      <QueryRegion query={useFact(jobManagerConfigOptions)} loading={<Skeleton width={320} />}>
        {(config) => (
          <MemoryModel
            parts={jobManagerParts(config, values)}
            none="The cluster's configuration has no sizes for the JobManager's memory (jobmanager.memory.*). A process without a JVM, such as a worker of Drey's engine, has none, and no metrics of a JVM."
          />
        )}
      </QueryRegion>
    </MemorySection>
  );
}

function MemorySection({ children }: { children: ReactNode }): ReactNode {
  return (
    <section className="border-b border-line" aria-label="Configured memory">
      <h2 className={PROCESS_HEADING}>Configured memory</h2>
      {children}
    </section>
  );
}

const USED = {
  title: "Used",
  text: "As the process measures it. Flink measures the whole heap, managed memory, network memory and the metaspace. It does not measure the other parts.",
};

/** By the depth of a part. */
const INDENTS = ["", "pl-4", "pl-8", "pl-12"] as const;

function MemoryModel({ parts, none }: { parts: readonly MemoryPart[]; none: string }): ReactNode {
  const totalBytes = parts[0]?.configuredBytes;
  if (parts.length === 0) return <EmptyState>{none}</EmptyState>;
  return (
    <div className="overflow-x-auto pb-2">
      <Table label="Memory model" density="scan" minWidth={620}>
        <colgroup>
          <col style={{ width: 190 }} />
          <col style={{ width: 150 }} />
          <col style={{ width: 92 }} />
          <col style={{ width: 92 }} />
          <col />
        </colgroup>
        <thead>
          <tr>
            <HeadCell>Part</HeadCell>
            <HeadCell isNumeric>Configured</HeadCell>
            <HeadCell isNumeric>
              <Hint {...USED}>Used</Hint>
            </HeadCell>
            <HeadCell isNumeric>Maximum</HeadCell>
            <HeadCell>Place in the process</HeadCell>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <Row key={part.name}>
              <Cell>
                <span className={clsx(INDENTS[part.depth], part.depth < 2 && "font-strong")}>{part.name}</span>
              </Cell>
              <Cell isNumeric>{configuredWords(part)}</Cell>
              <Cell isNumeric>{measured(part.usedBytes)}</Cell>
              <Cell isNumeric>{measured(part.limitBytes)}</Cell>
              <Cell>
                <Place part={part} totalBytes={totalBytes} />
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function configuredWords({ configuredBytes, configuredMaxBytes }: MemoryPart): ReactNode {
  if (configuredBytes === undefined) return <span className="text-fg-3">{DASH}</span>;
  return configuredMaxBytes === undefined
    ? exactBytes(configuredBytes)
    : `${exactBytes(configuredBytes)} to ${exactBytes(configuredMaxBytes)}`;
}

/** Sizes are usually configured in MiB, and 1,280 MiB as 1.3 GiB would hide 51 MiB. */
function exactBytes(bytes: number): string {
  const mib = bytes / 1024 ** 2;
  return mib > 1024 && mib < 10_240 && mib % 1024 !== 0 ? `${formatCount(mib)} MiB` : formatBytes(bytes);
}

/** Empty if there is no measurement, because most parts have none. */
function measured(bytes: number | undefined): ReactNode {
  return bytes === undefined ? null : formatBytes(bytes);
}

/** The part as a bar at its place in the whole process, filled as far as it is used. Decorative, because the numbers are beside it. */
function Place({ part, totalBytes }: { part: MemoryPart; totalBytes: number | undefined }): ReactNode {
  const { configuredBytes, startBytes, usedBytes } = part;
  if (totalBytes === undefined || !(totalBytes > 0) || configuredBytes === undefined || startBytes === undefined) return null;
  const percentOf = (bytes: number, of: number): string => `${String(Math.min(100, (bytes / of) * 100))}%`;
  return (
    <span className="relative block h-2.5" aria-hidden="true">
      {configuredBytes > 0 && (
        <i
          className="absolute inset-y-0 min-w-0.5 overflow-hidden rounded-bar bg-line-strong"
          style={{ left: percentOf(startBytes, totalBytes), width: percentOf(configuredBytes, totalBytes) }}
        >
          {usedBytes !== undefined && usedBytes > 0 && (
            <i
              className="absolute inset-y-0 left-0 min-w-0.5 bg-accent-fill greyed:bg-fg-3"
              style={{ width: percentOf(usedBytes, configuredBytes) }}
            />
          )}
        </i>
      )}
    </span>
  );
}
