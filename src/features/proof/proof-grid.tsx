import { cva, type VariantProps } from "class-variance-authority";
import { clsx } from "clsx";
import type { CSSProperties, ReactNode } from "react";

import { zonedDate } from "../../base/clock-zone.ts";
import { DASH, formatClock, formatPercent } from "../../domain/units.ts";
import { useNow } from "../../ui/clock.ts";
import { CutText } from "../../ui/cut-text.tsx";
import { Hint } from "../../ui/hint.tsx";
import type { GridCell, GridColumn, GridMinute, ProofGrid } from "./grid-model.ts";
import { EXACT_COUNT } from "./tally.ts";

/** See {@link ProofTable}. `isLaw` is false where 1000 does not apply: then no count is right or wrong. */
export type ProofTableProps = { grid: ProofGrid; isLaw: boolean };

/**
 * Windows in columns, grouped by minute, and pages in rows. Cells have a count, or say that it is
 * open, late, missing, wrong or repeated.
 */
export function ProofTable({ grid, isLaw }: ProofTableProps): ReactNode {
  const { minutes, pages } = grid;
  const nowMs = useNow();
  return (
    <table
      className="-m-0.5 w-full table-fixed border-separate border-spacing-0.5 text-center text-label leading-5.5 tabular-nums"
      aria-label="Counts per window and page"
    >
      <colgroup>
        <col className="w-13" />
        {minutes.map((minute, index) => (
          <MinuteColumns key={minute.startMs} minute={minute} isFirst={index === 0} />
        ))}
      </colgroup>
      <thead className="leading-3.75 whitespace-nowrap">
        <tr className="h-3.75">
          <td />
          {minutes.map((minute, index) => (
            <Grouped key={minute.startMs} isFirst={index === 0}>
              <th scope="colgroup" className="text-left font-strong text-fg-2" colSpan={minute.columns.length}>
                <span className="block w-0 min-w-full truncate">{minuteWords(minute.startMs, nowMs)}</span>
              </th>
            </Grouped>
          ))}
        </tr>
        <tr className="h-3.75">
          <td />
          {minutes.map((minute, index) => (
            <Grouped key={minute.startMs} isFirst={index === 0}>
              {minute.columns.map(({ startMs }) => (
                <th key={startMs} scope="col" className="font-text text-fg-3">
                  :{seconds(startMs)}
                </th>
              ))}
            </Grouped>
          ))}
        </tr>
      </thead>
      <tbody>
        {pages.map((page, pageIndex) => (
          <tr key={page}>
            <th scope="row" className="max-w-13 text-left font-mono font-text text-fg-2">
              <CutText as="span" className="block truncate" full={page}>
                {page}
              </CutText>
            </th>
            {minutes.map((minute, index) => (
              <Grouped key={minute.startMs} isFirst={index === 0}>
                {minute.columns.map((column) => (
                  <Cell key={column.startMs} cell={column.cells[pageIndex]} isLaw={isLaw} />
                ))}
              </Grouped>
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot className="leading-4.5">
        <tr className="h-4.5">
          <td />
          {minutes.map((minute, index) => (
            <Grouped key={minute.startMs} isFirst={index === 0}>
              {minute.columns.map((column) => (
                <Note key={column.startMs} column={column} />
              ))}
            </Grouped>
          ))}
        </tr>
      </tfoot>
    </table>
  );
}

function MinuteColumns({ minute, isFirst }: { minute: GridMinute; isFirst: boolean }): ReactNode {
  return (
    <>
      {!isFirst && <col className="w-1" />}
      {minute.columns.map(({ startMs }) => (
        <col key={startMs} />
      ))}
    </>
  );
}

/** The cells of a minute and the gap before them. */
function Grouped({ isFirst, children }: { isFirst: boolean; children: ReactNode }): ReactNode {
  return (
    <>
      {!isFirst && <td aria-hidden="true" />}
      {children}
    </>
  );
}

function Cell({ cell, isLaw }: { cell: GridCell | undefined; isLaw: boolean }): ReactNode {
  switch (cell?.kind) {
    case undefined:
    case "before":
      return <td />;
    case "next":
      return <CountCell look="next" />;
    case "exact":
    case "wrong":
    case "cut":
      return <Count cell={cell} isLaw={isLaw} />;
    case "open": {
      const style: CSSProperties & Record<"--p", string> = { "--p": `${Math.round(cell.share * 100)}%` };
      return (
        <CountCell look="open" style={style}>
          <span className="sr-only">open, {formatPercent(cell.share)}</span>
        </CountCell>
      );
    }
    case "late":
      return (
        <CountCell look="late" hint="All its clicks are in the topic, but there is no result yet.">
          <span className="sr-only">late</span>
        </CountCell>
      );
    case "missing":
      return isLaw ? (
        <CountCell look="missing" hint="No result, although a later window has one.">
          none
        </CountCell>
      ) : (
        <CountCell look="next" />
      );
    case "unseen":
      return (
        <CountCell look="unseen" hint="Not seen: the topic dropped records before they were read.">
          <span className="sr-only">not seen</span>
        </CountCell>
      );
  }
}

function Count({ cell, isLaw }: { cell: Extract<GridCell, { count: number }>; isLaw: boolean }): ReactNode {
  const times = cell.results > 1 ? `${cell.results} results` : undefined;
  if (!isLaw) {
    return (
      <CountCell look="unjudged" hint={times}>
        {cell.count}
      </CountCell>
    );
  }
  if (cell.kind === "wrong") {
    return (
      <CountCell look="wrong" hint={times === undefined ? `Not ${EXACT_COUNT}.` : `${times}, one of them not ${EXACT_COUNT}.`}>
        {cell.count}
        <span className="sr-only"> is wrong</span>
      </CountCell>
    );
  }
  if (cell.kind === "cut") {
    return (
      <CountCell look={cell.isWaiting ? "partial" : "repeated"} hint={cutWords(cell)}>
        {cell.count}
        <span className="font-text" aria-hidden="true">
          ÷{cell.parts.length > 1 && !cell.isWaiting ? cell.parts.length : ""}
        </span>
        <span className="sr-only"> cut by a drain</span>
      </CountCell>
    );
  }
  if (times === undefined) return <CountCell look="exact">{cell.count}</CountCell>;
  return (
    <CountCell
      look="repeated"
      hint={`${times} for this page and window, each exactly ${EXACT_COUNT}. An at-least-once sink may write a result twice.`}
    >
      {cell.count}
      <span className="font-text">×{cell.results}</span>
    </CountCell>
  );
}

const countCellClass = cva("h-5.5 rounded-1 forced-colors:outline forced-colors:-outline-offset-1", {
  variants: {
    look: {
      exact: "bg-exact-tint text-exact-text",
      unjudged: "text-fg-2 inset-ring inset-ring-line-strong",
      /** Filled to the share in `--p`. */
      open: "bg-[linear-gradient(90deg,var(--color-surface-3)_var(--p),transparent_var(--p))] inset-ring inset-ring-line-strong",
      late: "inset-ring-[1.5px] inset-ring-st-restarting",
      next: "inset-ring inset-ring-line",
      unseen: "bg-[repeating-linear-gradient(135deg,var(--color-surface-3)_0_3px,transparent_3px_6px)]",
      wrong: "bg-wrong font-bold text-on-accent",
      missing:
        "bg-[repeating-linear-gradient(135deg,var(--color-st-failed-tint)_0_4px,transparent_4px_8px)] font-bold text-st-failed-text inset-ring-[1.5px] inset-ring-st-failed",
      repeated: "bg-st-restarting-tint font-bold text-st-restarting-text inset-ring-[1.5px] inset-ring-st-restarting",
      partial: "text-st-restarting-text inset-ring-[1.5px] inset-ring-st-restarting",
    },
  },
});

type CountCellProps = {
  look: NonNullable<VariantProps<typeof countCellClass>["look"]>;
  /** What the cell means, where its look does not say it all. */
  hint?: string | undefined;
  style?: CSSProperties;
  children?: ReactNode;
};

function CountCell({ look, hint, style, children }: CountCellProps): ReactNode {
  return (
    <td className={countCellClass({ look })} data-look={look} style={style}>
      {hint === undefined ? (
        children
      ) : (
        <Hint text={hint} isMarked={false} className="block h-5.5 w-full">
          {children}
        </Hint>
      )}
    </td>
  );
}

/** The effect of drains on a count. */
function cutWords({ parts, beside, isWaiting }: Extract<GridCell, { kind: "cut" }>): string {
  if (isWaiting) return `Cut by a drain: ${parts.join(" and ")} so far. The rest follows when the job resumes from its savepoint.`;
  const added = parts.length > 0 ? `Cut by a drain: ${parts.join(" + ")} = ${EXACT_COUNT}.` : "";
  const other =
    beside.length > 0
      ? `Cut by a drain: ${beside.join(" and ")} in addition to the full ${EXACT_COUNT}, because the job resumed from a point before that drain.`
      : "";
  return [added, other].filter(Boolean).join(" ");
}

function Note({ column }: { column: GridColumn }): ReactNode {
  const { note } = column;
  if (note === undefined) return <td />;
  return (
    <td>
      <span
        className={clsx(
          "flex w-0 min-w-full whitespace-nowrap",
          note.points ? "justify-end" : "justify-center",
          note.kind === "late" ? "font-semibold text-st-restarting-text" : "text-fg-2",
        )}
      >
        {note.text}
      </span>
    </td>
  );
}

/** `14:05`, with the date when it is not that of `nowMs`: the clicks' timestamps run ahead of the clock at full speed. */
function minuteWords(atMs: number, nowMs: number): string {
  return formatClock(atMs, nowMs).replace(/:\d\d$/, "");
}

function seconds(atMs: number): string {
  const at = zonedDate(atMs);
  return at === undefined ? DASH : two(at.getUTCSeconds());
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
