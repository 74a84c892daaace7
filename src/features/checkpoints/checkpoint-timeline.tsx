import { clsx } from "clsx";
import { type ReactNode, useRef } from "react";

import { visibleText } from "../../base/visible-text.ts";
import type { GlossaryEntry } from "../../domain/glossary.ts";
import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import { formatDuration } from "../../domain/units.ts";
import { shortVertexName } from "../../domain/vertex-name.ts";
import { Hint, useHint } from "../../ui/hint.tsx";
import { useRowsInView } from "../../ui/rows-in-view.ts";
import { Legend, LegendItem, Swatch } from "../../ui/legend.tsx";
import type { Timeline, TimelinePhase, TimelineRow } from "./timeline-model.ts";

/** Each subtask of a checkpoint as a bar from the trigger to its acknowledgement. */
export function CheckpointTimeline({ timeline }: { timeline: Timeline }): ReactNode {
  const { rows, endMs } = timeline;
  const list = useRef<HTMLOListElement>(null);
  const { first, end, abovePx, belowPx } = useRowsInView(list, rows.length, ROW_PX);
  const ticks = [0, 1, 2, 3, 4].map((part) => (part * endMs) / 4);
  return (
    <>
      <ol className="relative text-label/5 text-fg-2" ref={list}>
        {abovePx > 0 && <li aria-hidden="true" style={{ height: abovePx }} />}
        {rows.slice(first, end).map((row) => (
          <Row key={row.key} row={row} endMs={endMs} />
        ))}
        {belowPx > 0 && <li aria-hidden="true" style={{ height: belowPx }} />}
        <li className={ROW} aria-hidden="true">
          <span />
          <span className={LANE}>
            {ticks.map((tick, index) => (
              <i
                key={tick}
                className="absolute top-1 h-3 -translate-x-1/2 whitespace-nowrap text-fg-3 not-italic last:-translate-x-[80%]"
                style={{ left: `${index * 25}%` }}
              >
                {index === 4 ? formatDuration(tick) : tick >= 1000 ? formatDuration(tick) : tick}
              </i>
            ))}
          </span>
        </li>
      </ol>
      <Legend className="mt-1.75 flex-wrap gap-y-0.5">
        {PHASES.map((kind) => (
          <LegendItem key={kind}>
            <Swatch className={BACKGROUNDS[kind]} />
            <Hint {...TERMS[kind]}>{kind}</Hint>
          </LegendItem>
        ))}
        <LegendItem>
          <i className="size-1.75 flex-none rounded-full bg-exact" />
          acknowledged
        </LegendItem>
      </Legend>
    </>
  );
}

/** `h-5.5` */
const ROW_PX = 22;
const ROW = "grid h-5.5 grid-cols-[78px_minmax(0,1fr)] items-center";
const LANE = "relative mr-3 block h-5.5";

const PHASES = ["start delay", "alignment", "sync", "async"] as const satisfies readonly TimelinePhase["kind"][];

const TERMS = {
  "start delay": JOB_GLOSSARY.startDelay,
  alignment: JOB_GLOSSARY.alignment,
  sync: JOB_GLOSSARY.syncDuration,
  async: JOB_GLOSSARY.asyncDuration,
} as const satisfies Record<TimelinePhase["kind"], GlossaryEntry>;

const BACKGROUNDS = {
  "start delay": "bg-idle",
  alignment: "bg-series-5",
  sync: "bg-series-4",
  async: "bg-series-1",
} as const satisfies Record<TimelinePhase["kind"], string>;

function Row({ row, endMs }: { row: TimelineRow; endMs: number }): ReactNode {
  const words =
    row.acknowledgedMs === undefined
      ? "not acknowledged"
      : [
          ...row.phases.map(({ kind, fromMs, toMs }) => `${kind} ${formatDuration(toMs - fromMs)}`),
          `acknowledged after ${formatDuration(row.acknowledgedMs)}`,
        ].join(", ");
  const doneMs = row.phases.at(-1)?.toMs ?? 0;
  const hint = useHint({ title: `${row.vertexName} ${row.subtask}`, text: words });
  return (
    <li className={ROW} {...hint.props}>
      <span className="flex min-w-0">
        <span className="min-w-0 truncate" title={visibleText(row.vertexName)}>
          {shortVertexName(row.vertexName)}
        </span>
        <span className="flex-none whitespace-pre"> {row.subtask}</span>
      </span>
      <span
        className={clsx(LANE, "border-r border-line bg-[repeating-linear-gradient(90deg,var(--color-line)_0_1px,transparent_1px_25%)]")}
      >
        <span className="sr-only">{words}</span>
        {row.phases.map(({ kind, fromMs, toMs }) => (
          <i
            key={kind}
            className={clsx("absolute top-1.25 h-3 min-w-px rounded-[1.5px]", BACKGROUNDS[kind])}
            style={{ left: `${(fromMs / endMs) * 100}%`, width: `${((toMs - fromMs) / endMs) * 100}%` }}
          />
        ))}
        {row.acknowledgedMs !== undefined && (
          <>
            {row.acknowledgedMs > doneMs && (
              <i
                className="absolute top-2.75 h-0 border-t border-dotted border-fg-3"
                style={{ left: `${(doneMs / endMs) * 100}%`, width: `${((row.acknowledgedMs - doneMs) / endMs) * 100}%` }}
              />
            )}
            <i
              className="absolute top-2 -ml-0.75 size-1.5 rounded-full bg-exact"
              style={{ left: `${(row.acknowledgedMs / endMs) * 100}%` }}
            />
          </>
        )}
      </span>
      {hint.node}
    </li>
  );
}
