import type { ReactNode } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { useFact } from "../../client/use-client.tsx";
import { GLOSSARY } from "../../domain/glossary.ts";
import { knownAmount } from "../../domain/task-manager.ts";
import { formatAgo, formatBytes, formatCount, formatOf } from "../../domain/units.ts";
import { taskManagerOptions } from "../../observe/task-managers.ts";
import type { TaskManager } from "../../rest/taskmanagers.ts";
import { FactAge } from "../../ui/age.tsx";
import { Hint } from "../../ui/hint.tsx";
import { missingBecause, UnknownValue } from "../../ui/query-region.tsx";
import { Time } from "../../ui/time.tsx";

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
      {info.blocked === true && (
        <Hint {...GLOSSARY.blocked} className="font-strong text-st-restarting-text">
          blocked
        </Hint>
      )}
      <span>
        <b>{formatOf(Math.max(0, info.slotsNumber - info.freeSlots), info.slotsNumber)}</b> slots taken
      </span>
      <span>
        heartbeat{" "}
        <b>
          <Time atMs={info.timeSinceLastHeartbeat} isStop>
            <FactAge sinceMs={info.timeSinceLastHeartbeat} format={formatAgo} />
          </Time>
        </b>
      </span>
    </>
  );
}

/** The machine and the address of one TaskManager, in a line above the tabs. Renders nothing that it does not report. */
export function TaskManagerStrip({ id }: { id: string }): ReactNode {
  const info = useFact(taskManagerOptions, id).data;
  if (info === undefined) return null;
  return (
    <dl
      className="flex h-8 items-center gap-x-5 overflow-x-auto px-4 text-dense whitespace-nowrap"
      aria-label="TaskManager facts"
      // It scrolls sideways in a narrow window.
      tabIndex={0}
    >
      {stripFacts(info).map(([name, value]) => (
        <div key={name} className="flex flex-none gap-1.5">
          <dt className="text-fg-3">{name}</dt>
          <dd className="text-fg-2">{visibleText(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function stripFacts(info: TaskManager): readonly (readonly [name: string, value: string])[] {
  const { hardware } = info;
  const bytes = (amount: number): string | undefined => (knownAmount(amount) === undefined ? undefined : formatBytes(amount));
  const count = (amount: number | undefined): string | undefined => (knownAmount(amount) === undefined ? undefined : formatCount(amount));
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["Free slots", formatOf(info.freeSlots, info.slotsNumber)],
    ["Tasks", count(info.assignedTasks)],
    ["Cores", count(hardware.cpuCores)],
    ["Physical memory", bytes(hardware.physicalMemory)],
    ["JVM heap", bytes(hardware.freeMemory)],
    ["Managed memory", bytes(hardware.managedMemory)],
    ["Data port", info.dataPort > 0 ? String(info.dataPort) : undefined],
    ["Path", info.path],
  ];
  return facts.flatMap(([name, value]) => (value === undefined || value === "" ? [] : [[name, value] as const]));
}
