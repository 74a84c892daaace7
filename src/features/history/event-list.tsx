import { clsx } from "clsx";
import { type ReactNode, useEffect, useRef, useState } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { formatClock, formatCount } from "../../domain/units.ts";
import type { HistoryEvent } from "../../observe/recorder/history.ts";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { markPath } from "../../ui/mark-path.ts";
import { Time } from "../../ui/time.tsx";
import { EVENT_LOOKS } from "./event-looks.ts";
import { eventWords } from "./history-model.ts";

/** More events are shown on request. */
const FIRST_EVENTS = 200;

/** The events, newest first. The one nearest to the cursor is marked and in view. A press moves the cursor to its time. */
export function EventList({
  events,
  nearestId,
  newestMs,
  onPress,
}: {
  events: readonly HistoryEvent[];
  nearestId: string | undefined;
  /** Times of another day than this have their date, epoch ms. */
  newestMs: number;
  onPress: (atMs: number) => void;
}): ReactNode {
  const [showsAll, setShowsAll] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const box = list.current;
    const item = box?.querySelector<HTMLElement>("[aria-current]");
    if (box === null || item === null || item === undefined) return;
    // Only the list scrolls: the chart stays below the pointer.
    const [top, bottom] = [item.offsetTop - box.offsetTop, item.offsetTop - box.offsetTop + item.offsetHeight];
    if (top < box.scrollTop) box.scrollTop = top;
    else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
  }, [nearestId]);
  if (events.length === 0) return <EmptyState>No event in this time.</EmptyState>;
  const shown = showsAll ? events : events.slice(0, FIRST_EVENTS);
  return (
    <ol ref={list} className="min-h-0 flex-1 overflow-auto" aria-label="Events">
      {shown.map((event) => (
        <li key={event.id}>
          <button
            type="button"
            className={clsx(
              "grid w-full grid-cols-[auto_auto_minmax(0,1fr)] items-start gap-2 px-3 py-1 text-left text-dense hover:bg-surface-2 focus-visible:-outline-offset-2",
              event.id === nearestId && "bg-surface-3",
            )}
            aria-current={event.id === nearestId || undefined}
            onClick={() => onPress(event.atMs)}
          >
            <EventMark event={event} />
            <Time atMs={event.atMs}>
              <span className="whitespace-nowrap text-fg-2">{formatClock(event.atMs, newestMs)}</span>
            </Time>
            <span className="wrap-anywhere">{visibleText(eventWords(event))}</span>
          </button>
        </li>
      ))}
      {shown.length < events.length && (
        <li className="px-3 py-1.5 text-dense">
          <LinkButton onPress={() => setShowsAll(true)}>Show all {formatCount(events.length)}</LinkButton>
        </li>
      )}
    </ol>
  );
}

function EventMark({ event: { kind } }: { event: HistoryEvent }): ReactNode {
  const { shape, className } = EVENT_LOOKS[kind];
  return (
    <svg viewBox="-6 -6 12 12" width="12" height="12" className="mt-0.75" aria-hidden="true">
      <path className={className} d={markPath(shape, 0, 0, 4)} />
    </svg>
  );
}
