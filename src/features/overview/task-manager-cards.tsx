import { useQueries } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";

import { visibleText } from "../../base/visible-text.ts";
import { urlPart } from "../../base/url-part.ts";
import { useFact, useObserved } from "../../client/use-client.tsx";
import { GLOSSARY } from "../../domain/glossary.ts";
import { LATE_HEARTBEAT_MS } from "../../domain/task-manager.ts";
import { formatAgo, formatBytes, formatCount, formatCounted, formatElapsed } from "../../domain/units.ts";
import { jobsOverviewOptions } from "../../observe/jobs.ts";
import { taskManagerOptions, taskManagersOptions } from "../../observe/task-managers.ts";
import { Age, StaleMark } from "../../ui/age.tsx";
import { useNow } from "../../ui/clock.ts";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { Hint } from "../../ui/hint.tsx";
import { QueryRegion, staleSince } from "../../ui/query-region.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { type SlotContent, type TaskManagerCard, taskManagerCard } from "./slots-model.ts";

/** So many get a card, each with a call for its details; the list page has all. */
const MOST_CARDS = 24;

/** The TaskManagers as cards: whose job sits in which slot. */
export function TaskManagerCards(): ReactNode {
  const query = useFact(taskManagersOptions);
  const jobs = useFact(jobsOverviewOptions).data?.jobs ?? [];
  const infos = query.data?.taskmanagers ?? [];
  const shown = infos.slice(0, MOST_CARDS);
  const observed = useObserved();
  const details = useQueries({ queries: shown.map(({ id }) => taskManagerOptions(observed, id)) }).map(({ data }) => data);
  const cards = shown.map((info, index) => taskManagerCard(info, details[index], jobs));
  const slotCount = infos.reduce((sum, info) => sum + info.slotsNumber, 0);
  const freeCount = infos.reduce((sum, info) => sum + info.freeSlots, 0);
  const staleMs = staleSince(query);

  return (
    <section aria-label="TaskManagers">
      <h2>
        TaskManagers
        {staleMs !== undefined ? (
          <StaleMark sinceMs={staleMs} format={formatElapsed} />
        ) : (
          query.data !== undefined && (
            <span className="n">
              {formatCount(slotCount - freeCount)} of {formatCounted(slotCount, "slot")} taken
            </span>
          )
        )}
      </h2>
      <QueryRegion query={query} loading={<CardSkeleton />}>
        {() =>
          cards.length === 0 ? (
            <EmptyState>No TaskManager is registered: there is no slot for a task, and jobs wait.</EmptyState>
          ) : (
            <>
              <ul className="tms">
                {cards.map((card) => (
                  <Card key={card.id} card={card} />
                ))}
              </ul>
              {infos.length > shown.length && (
                <p className="face">
                  <Link to="/task-manager">{formatCount(infos.length - shown.length)} more TaskManagers</Link>
                </p>
              )}
            </>
          )
        }
      </QueryRegion>
    </section>
  );
}

function Card({ card }: { card: TaskManagerCard }): ReactNode {
  return (
    <li className="tm">
      <p className="top">
        <span className="mono cut" title={visibleText(card.id)}>
          {visibleText(card.id)}
        </span>
        <Heartbeat atMs={card.lastHeartbeatMs} />
      </p>
      <ol className="sls" aria-label={`Slots of ${visibleText(card.id)}`}>
        {card.slots.map((slot, index) => (
          // A slot has no id of its own in this reply; its place in the list is all there is.
          <Slot key={index} slot={slot} />
        ))}
        {card.slotCount > card.slots.length && <li className="sl">and {formatCount(card.slotCount - card.slots.length)} more</li>}
      </ol>
      <p className="sub">
        {card.taskCount !== undefined && <span>{formatCounted(card.taskCount, "task")}</span>}
        {card.cpuCores !== undefined && <span>{formatCounted(card.cpuCores, "core")}</span>}
        {card.managedMemoryBytes !== undefined && (
          <Hint {...GLOSSARY.managedMemory} isFocusable={false}>
            managed memory {formatBytes(card.managedMemoryBytes)}
          </Hint>
        )}
      </p>
    </li>
  );
}

function Heartbeat({ atMs }: { atMs: number }): ReactNode {
  const isLate = useNow() - atMs > LATE_HEARTBEAT_MS;
  return (
    <Hint {...GLOSSARY.heartbeat}>
      <span className={isLate ? "hb late" : "hb"}>
        heartbeat <Age sinceMs={atMs} format={formatAgo} />
      </span>
    </Hint>
  );
}

function Slot({ slot }: { slot: SlotContent }): ReactNode {
  if (slot.kind === "free") return <li className="sl free">free</li>;
  const words = visibleText(slot.jobName ?? slot.jobId ?? "taken");
  return (
    <li className="sl cut" title={slot.taskCount === undefined ? words : `${words}, ${formatCounted(slot.taskCount, "task")}`}>
      {slot.jobId === undefined ? words : <Link to={`/job/running/${urlPart(slot.jobId)}/overview`}>{words}</Link>}
    </li>
  );
}

function CardSkeleton(): ReactNode {
  return (
    <div className="tms">
      <div className="tm">
        <Skeleton width={140} />
        <div className="sls">
          <Skeleton width={170} height={24} />
          <Skeleton width={170} height={24} />
        </div>
        <Skeleton width={210} />
      </div>
    </div>
  );
}
