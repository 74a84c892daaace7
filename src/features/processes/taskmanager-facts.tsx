import type { ReactNode } from "react";
import { useFact } from "../../client/use-client.tsx";

import { knownAmount } from "../../domain/task-manager.ts";
import { DASH, formatAgo, formatBytes, formatCount, formatOf } from "../../domain/units.ts";
import { taskManagerOptions } from "../../observe/task-managers.ts";
import type { TaskManager } from "../../rest/taskmanagers.ts";
import { FactAge } from "../../ui/age.tsx";
import { missingBecause, QueryRegion, UnknownValue } from "../../ui/query-region.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { MEMORY_POOL, MEMORY_POOLS, PROCESS_HEADING } from "./process-class.ts";

/** For the bar: slots, tasks and heartbeat of one TaskManager. */
export function TaskManagerBarFacts({ id }: { id: string }): ReactNode {
  const query = useFact(taskManagerOptions, id);
  const info = query.data;
  const error = missingBecause(query);
  if (error !== undefined) {
    return (
      <span>
        slots and heartbeat <UnknownValue error={error} />
      </span>
    );
  }
  if (info === undefined) return null;
  return (
    <>
      <span>
        <b>{formatOf(Math.max(0, info.slotsNumber - info.freeSlots), info.slotsNumber)}</b> slots taken
      </span>
      <span>
        heartbeat{" "}
        <b>
          <FactAge sinceMs={info.timeSinceLastHeartbeat} format={formatAgo} />
        </b>
      </span>
    </>
  );
}

const MEMORY: readonly { readonly key: keyof TaskManager["memoryConfiguration"]; readonly name: string }[] = [
  { key: "frameworkHeap", name: "Framework heap" },
  { key: "taskHeap", name: "Task heap" },
  { key: "frameworkOffHeap", name: "Framework off-heap" },
  { key: "taskOffHeap", name: "Task off-heap" },
  { key: "networkMemory", name: "Network" },
  { key: "managedMemory", name: "Managed" },
  { key: "totalFlinkMemory", name: "Total Flink memory" },
  { key: "jvmMetaspace", name: "JVM metaspace" },
  { key: "jvmOverhead", name: "JVM overhead" },
  { key: "totalProcessMemory", name: "Total process memory" },
];

/** How a TaskManager's memory is divided by its configuration, and its resources. */
export function TaskManagerMemory({ id }: { id: string }): ReactNode {
  const query = useFact(taskManagerOptions, id);
  return (
    <section aria-label="Configured memory">
      <h2 className={PROCESS_HEADING}>Configured memory</h2>
      <QueryRegion query={query} loading={<Skeleton width={320} />}>
        {(info) => <MemoryParts info={info} />}
      </QueryRegion>
    </section>
  );
}

function MemoryParts({ info }: { info: TaskManager }): ReactNode {
  const physicalBytes = knownAmount(info.hardware.physicalMemory);
  return (
    <dl className={MEMORY_POOLS}>
      {MEMORY.map(({ key, name }) => (
        <dt key={key} className={MEMORY_POOL}>
          {name}
          <span>{formatBytes(knownAmount(info.memoryConfiguration[key]))}</span>
        </dt>
      ))}
      <dt className={MEMORY_POOL}>
        Cores
        <span>{knownAmount(info.hardware.cpuCores) === undefined ? DASH : formatCount(info.hardware.cpuCores)}</span>
      </dt>
      <dt className={MEMORY_POOL}>
        Physical memory
        <span>{formatBytes(physicalBytes)}</span>
      </dt>
    </dl>
  );
}
