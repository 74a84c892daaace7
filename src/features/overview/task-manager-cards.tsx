import { useQueries } from "@tanstack/react-query";
import { cva } from "class-variance-authority";
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
import { FactAge, StaleMark } from "../../ui/age.tsx";
import { useFactsNow } from "../../ui/clock.ts";
import { CutText, useFullText } from "../../ui/cut-text.tsx";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { Hint } from "../../ui/hint.tsx";
import { missingBecause, NotKnown, QueryRegion, staleSince } from "../../ui/query-region.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { type SlotContent, type TaskManagerCard, taskManagerCard } from "./slots-model.ts";

const CARDS = "mt-2.5 grid grid-cols-[repeat(auto-fill,minmax(min(100%,320px),1fr))] gap-2";
const CARD = "min-w-0 rounded-2 bg-surface px-3 pt-2.75 pb-2.5 ring-1 ring-line";
const SLOTS = "mt-2 mb-1.75 grid grid-cols-2 gap-1";
const slotClass = cva("h-6 rounded-1 px-1.5 text-label leading-6", {
  variants: { is: { taken: "bg-surface-3 text-fg", free: "text-fg-3 inset-ring-1 inset-ring-line-strong" } },
});

/** This many get a card, each with a call for its details. The list page has all. */
const MOST_CARDS = 24;

/** The TaskManagers as cards, with the job in each slot. */
export function TaskManagerCards(): ReactNode {
  const query = useFact(taskManagersOptions);
  const jobs = useFact(jobsOverviewOptions).data?.jobs ?? [];
  const infos = query.data?.taskmanagers ?? [];
  const shown = infos.slice(0, MOST_CARDS);
  const observed = useObserved();
  const details = useQueries({ queries: shown.map(({ id }) => taskManagerOptions(observed, id)) });
  const cards = shown.map((info, index) => taskManagerCard(info, details[index]?.data, jobs));
  const slotCount = infos.reduce((sum, info) => sum + info.slotsNumber, 0);
  const takenCount = infos.reduce((sum, info) => sum + Math.max(0, info.slotsNumber - info.freeSlots), 0);
  const staleMs = staleSince(query);

  return (
    <section aria-label="TaskManagers">
      <h2 className="flex justify-between font-title">
        TaskManagers
        {staleMs !== undefined ? (
          <StaleMark sinceMs={staleMs} error={query.error} format={formatElapsed} />
        ) : (
          query.data !== undefined && (
            <span className="text-dense leading-5 font-text text-fg-3">
              {formatCount(takenCount)} of {formatCounted(slotCount, "slot")} taken
            </span>
          )
        )}
      </h2>
      <QueryRegion query={query} loading={<CardSkeleton />}>
        {() =>
          cards.length === 0 ? (
            <EmptyState>No TaskManager is registered, so there are no slots and jobs wait.</EmptyState>
          ) : (
            <>
              <ul className={CARDS}>
                {cards.map((card, index) => (
                  <Card key={card.id} card={card} detailsError={missingOf(details[index])} />
                ))}
              </ul>
              {infos.length > shown.length && (
                <p className="pt-3 pb-4 text-dense text-fg-2 normal-nums">
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

function missingOf(query: { readonly data: unknown; readonly error: Error | null } | undefined): Error | undefined {
  return query === undefined ? undefined : missingBecause(query);
}

function Card({ card, detailsError }: { card: TaskManagerCard; detailsError: Error | undefined }): ReactNode {
  return (
    <li className={CARD}>
      <p className="flex justify-between gap-3 text-dense whitespace-nowrap">
        <CutText as="span" className="min-w-0 truncate mono font-medium" full={visibleText(card.id)}>
          {visibleText(card.id)}
        </CutText>
        {card.isBlocked && (
          <Hint {...GLOSSARY.blocked} className="mr-auto font-strong text-st-restarting-text">
            blocked
          </Hint>
        )}
        <Heartbeat atMs={card.lastHeartbeatMs} />
      </p>
      <ol className={SLOTS} aria-label={`Slots of ${visibleText(card.id)}`}>
        {card.slots.map((slot, index) => (
          // Slots have no id in this reply, so their index is the key.
          <Slot key={index} slot={slot} />
        ))}
        {card.slotCount > card.slots.length && (
          <li className={slotClass({ is: "taken" })}>and {formatCount(card.slotCount - card.slots.length)} more</li>
        )}
      </ol>
      <NotKnown what="The jobs in its slots are unknown" error={detailsError} />
      <p className="flex flex-wrap gap-x-4 text-label leading-4.5 whitespace-nowrap text-fg-3">
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
  const isLate = useFactsNow() - atMs > LATE_HEARTBEAT_MS;
  return (
    <Hint {...GLOSSARY.heartbeat}>
      <span className={isLate ? "font-strong text-st-restarting-text" : "text-fg-3"}>
        heartbeat <FactAge sinceMs={atMs} format={formatAgo} />
      </span>
    </Hint>
  );
}

function Slot({ slot }: { slot: SlotContent }): ReactNode {
  if (slot.kind === "free") return <li className={slotClass({ is: "free" })}>free</li>;
  const words = visibleText(slot.jobName ?? slot.jobId ?? "taken");
  const full = slot.taskCount === undefined ? words : `${words}, ${formatCounted(slot.taskCount, "task")}`;
  return (
    <li className={slotClass({ is: "taken", className: "min-w-0 truncate" })}>
      {slot.jobId === undefined ? words : <JobLink jobId={slot.jobId} words={words} full={full} />}
    </li>
  );
}

function JobLink({ jobId, words, full }: { jobId: string; words: string; full: string }): ReactNode {
  const { props, node } = useFullText(full);
  return (
    <>
      <Link className="block truncate text-inherit" to={`/job/running/${urlPart(jobId)}/overview`} {...props}>
        {words}
      </Link>
      {node}
    </>
  );
}

function CardSkeleton(): ReactNode {
  return (
    <div className={CARDS}>
      <div className={CARD}>
        <Skeleton width={140} />
        <div className={SLOTS}>
          <Skeleton width={170} height={24} />
          <Skeleton width={170} height={24} />
        </div>
        <Skeleton width={210} />
      </div>
    </div>
  );
}
