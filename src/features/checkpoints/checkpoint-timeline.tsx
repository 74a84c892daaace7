import type { ReactNode } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { formatDuration } from "../../domain/units.ts";
import { shortVertexName } from "../../domain/vertex-name.ts";
import type { Timeline, TimelineRow } from "./timeline-model.ts";

/** Each subtask of a checkpoint as a bar from the trigger to its acknowledgement. */
export function CheckpointTimeline({ timeline }: { timeline: Timeline }): ReactNode {
  const { rows, endMs } = timeline;
  const ticks = [0, 1, 2, 3, 4].map((part) => (part * endMs) / 4);
  return (
    <>
      <ol className="ck-timeline">
        {rows.map((row) => (
          <Row key={row.key} row={row} endMs={endMs} />
        ))}
        <li className="axis" aria-hidden="true">
          <span />
          <span className="lane">
            {ticks.map((tick, index) => (
              <i key={tick} style={{ left: `${index * 25}%` }}>
                {index === 4 ? formatDuration(tick) : tick >= 1000 ? formatDuration(tick) : tick}
              </i>
            ))}
          </span>
        </li>
      </ol>
      <p className="legend wrap">
        {LEGEND.map(([kind, words]) => (
          <span key={kind}>
            <i className={`sw ${kind}`} />
            {words}
          </span>
        ))}
      </p>
    </>
  );
}

const LEGEND = [
  ["start-delay", "start delay"],
  ["alignment", "alignment"],
  ["sync", "sync"],
  ["async", "async"],
  ["ack", "acknowledged"],
] as const;

function Row({ row, endMs }: { row: TimelineRow; endMs: number }): ReactNode {
  const words =
    row.acknowledgedMs === undefined
      ? "not acknowledged"
      : [
          ...row.phases.map(({ kind, fromMs, toMs }) => `${kind} ${formatDuration(toMs - fromMs)}`),
          `acknowledged after ${formatDuration(row.acknowledgedMs)}`,
        ].join(", ");
  const doneMs = row.phases.at(-1)?.toMs ?? 0;
  return (
    <li title={`${visibleText(row.vertexName)} ${row.subtask}: ${words}`}>
      <span className="cut">
        {visibleText(shortVertexName(row.vertexName))} {row.subtask}
      </span>
      <span className="lane">
        <span className="sr">{words}</span>
        {row.phases.map(({ kind, fromMs, toMs }) => (
          <i
            key={kind}
            className={`phase ${kind.replace(" ", "-")}`}
            style={{ left: `${(fromMs / endMs) * 100}%`, width: `${((toMs - fromMs) / endMs) * 100}%` }}
          />
        ))}
        {row.acknowledgedMs !== undefined && (
          <>
            {row.acknowledgedMs > doneMs && (
              <i
                className="wait"
                style={{ left: `${(doneMs / endMs) * 100}%`, width: `${((row.acknowledgedMs - doneMs) / endMs) * 100}%` }}
              />
            )}
            <i className="ack" style={{ left: `${(row.acknowledgedMs / endMs) * 100}%` }} />
          </>
        )}
      </span>
    </li>
  );
}
