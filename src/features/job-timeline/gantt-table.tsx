import { type ReactNode, useRef } from "react";

import { executionStateFacts, executionStateLook } from "../../domain/execution-state.ts";
import { DASH, formatClock, formatDuration } from "../../domain/units.ts";
import { useNow } from "../../ui/clock.ts";
import { ROW_PX, Spacer, VIRTUAL_FROM } from "../../ui/data-table.tsx";
import { Hint, useHint } from "../../ui/hint.tsx";
import { Legend, LegendItem } from "../../ui/legend.tsx";
import { useRowsInView } from "../../ui/rows-in-view.ts";
import { StateBadge } from "../../ui/state-badge.tsx";
import { Cell, HeadCell, Row, Table } from "../../ui/table.tsx";
import { TONE_COLORS } from "../../ui/tone-colors.ts";
import type { Timeline, TimelineRow } from "./timeline-model.ts";
import { Time } from "../../ui/time.tsx";

/** See {@link GanttTable}. */
export type GanttTableProps = {
  /** Names the table for a screen reader. */
  label: string;
  /** What a row is. */
  header: string;
  timeline: Timeline;
  selectedKey?: string | undefined;
  /** Makes the rows pressable. */
  onPress?: ((key: string) => void) | undefined;
};

/** A table of times whose rows have a bar over a common axis, one segment for each state. */
export function GanttTable(props: GanttTableProps): ReactNode {
  const { label, header, timeline } = props;
  const states = [...new Set(timeline.rows.flatMap(({ segments }) => segments.map(({ state }) => state)))];
  return (
    <>
      <div className="overflow-x-auto">
        <Table label={label} density="scan" minWidth={920} isPinned>
          <thead>
            <tr>
              <HeadCell className="w-1/5">{header}</HeadCell>
              <HeadCell className="w-30">Status</HeadCell>
              <HeadCell>
                <Axis fromMs={timeline.fromMs} toMs={timeline.toMs} />
              </HeadCell>
              <HeadCell isNumeric className="w-33">
                Start time
              </HeadCell>
              <HeadCell isNumeric className="w-33">
                End time
              </HeadCell>
              <HeadCell isNumeric className="w-22">
                Duration
              </HeadCell>
            </tr>
          </thead>
          {timeline.rows.length >= VIRTUAL_FROM ? <RowsInView {...props} /> : <AllRows {...props} />}
        </Table>
      </div>
      <Legend className="flex-wrap gap-y-0.5 px-4 pt-2">
        {states
          .toSorted((a, b) => executionStateFacts(a).order - executionStateFacts(b).order)
          .map((state) => (
            <LegendItem key={state}>
              <i className="size-2.25 flex-none rounded-bar bg-(--tone)" style={TONE_COLORS[executionStateFacts(state).tone]} />
              <Hint text={executionStateFacts(state).meaning}>{state}</Hint>
            </LegendItem>
          ))}
      </Legend>
    </>
  );
}

/** The ends of the axis. */
function Axis({ fromMs, toMs }: { fromMs: number; toMs: number }): ReactNode {
  const now = useNow();
  return (
    <span className="flex justify-between gap-2">
      <span>{formatClock(fromMs, now)}</span>
      <span>{formatClock(toMs, now)}</span>
    </span>
  );
}

function AllRows({ timeline, selectedKey, onPress }: GanttTableProps): ReactNode {
  return (
    <tbody>
      {timeline.rows.map((row) => (
        <GanttRow key={row.key} row={row} timeline={timeline} selectedKey={selectedKey} onPress={onPress} />
      ))}
    </tbody>
  );
}

function RowsInView({ timeline, selectedKey, onPress }: GanttTableProps): ReactNode {
  const body = useRef<HTMLTableSectionElement>(null);
  const { first, end, abovePx, belowPx } = useRowsInView(body, timeline.rows.length, ROW_PX.scan);
  return (
    <tbody ref={body}>
      <Spacer height={abovePx} span={6} />
      {timeline.rows.slice(first, end).map((row) => (
        <GanttRow key={row.key} row={row} timeline={timeline} selectedKey={selectedKey} onPress={onPress} />
      ))}
      <Spacer height={belowPx} span={6} />
    </tbody>
  );
}

function GanttRow({
  row,
  timeline: { fromMs, toMs },
  selectedKey,
  onPress,
}: Pick<GanttTableProps, "timeline" | "selectedKey" | "onPress"> & { row: TimelineRow }): ReactNode {
  const now = useNow();
  const words = row.segments.map((one) => `${one.state} ${formatDuration(one.toMs - one.fromMs)}`).join(", ");
  const hint = useHint(words === "" ? undefined : { title: row.label, text: words });
  const isSelected = row.key === selectedKey;
  const share = (ms: number): string => `${String((ms / (toMs - fromMs)) * 100)}%`;
  return (
    <Row
      aria-selected={selectedKey === undefined ? undefined : isSelected}
      // The button's own press gets here too.
      {...(onPress === undefined ? {} : { onClick: () => onPress(row.key) })}
    >
      <Cell title={row.label}>
        {onPress === undefined ? (
          row.label
        ) : (
          <button type="button" className="max-w-full truncate font-strong text-fg hover:underline" aria-pressed={isSelected}>
            {row.label}
          </button>
        )}
      </Cell>
      <Cell>{row.state === "" ? DASH : <StateBadge {...executionStateLook(row.state)} />}</Cell>
      <Cell>
        <span className="sr-only">{words === "" ? "not started" : words}</span>
        <span className="relative block h-4" {...hint.props} aria-hidden="true">
          {row.segments.map((one) => (
            <i
              key={one.state}
              className="absolute inset-y-0.5 min-w-0.5 rounded-bar bg-(--tone) greyed:bg-line-strong"
              style={{ ...TONE_COLORS[one.tone], left: share(one.fromMs - fromMs), width: share(one.toMs - one.fromMs) }}
            />
          ))}
        </span>
        {hint.node}
      </Cell>
      <Cell isNumeric className="text-fg-2">
        <Time atMs={row.startMs}>{formatClock(row.startMs, now)}</Time>
      </Cell>
      <Cell isNumeric className="text-fg-2">
        <Time atMs={row.endMs}>{formatClock(row.endMs, now)}</Time>
      </Cell>
      <Cell isNumeric>{formatDuration(row.durationMs)}</Cell>
    </Row>
  );
}
