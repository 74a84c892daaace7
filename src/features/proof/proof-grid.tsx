import type { CSSProperties, ReactNode } from "react";

import { dateOf } from "../../base/date-of.ts";
import { DASH, formatPercent } from "../../domain/units.ts";
import type { GridCell, GridColumn, GridMinute, ProofGrid } from "./grid-model.ts";
import { EXACT_COUNT } from "./tally.ts";

/** See {@link ProofTable}. `isLaw` is false where 1000 does not apply: then no count is right or wrong. */
export type ProofTableProps = { grid: ProofGrid; isLaw: boolean };

/** Windows in columns, grouped by minute, and pages in rows: a count for each, in words what is open, late, missing, wrong or repeated. */
export function ProofTable({ grid, isLaw }: ProofTableProps): ReactNode {
  const { minutes, pages } = grid;
  return (
    <table className="proof" aria-label="Counts per window and page">
      <colgroup>
        <col className="pages" />
        {minutes.map((minute, index) => (
          <MinuteColumns key={minute.startMs} minute={minute} isFirst={index === 0} />
        ))}
      </colgroup>
      <thead>
        <tr>
          <td />
          {minutes.map((minute, index) => (
            <Grouped key={minute.startMs} isFirst={index === 0}>
              <th scope="colgroup" className="min" colSpan={minute.columns.length}>
                {clock(minute.startMs)}
              </th>
            </Grouped>
          ))}
        </tr>
        <tr>
          <td />
          {minutes.map((minute, index) => (
            <Grouped key={minute.startMs} isFirst={index === 0}>
              {minute.columns.map(({ startMs }) => (
                <th key={startMs} scope="col" className="sec15">
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
            <th scope="row" className="page cut" title={page}>
              {page}
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
      <tfoot>
        <tr>
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
      {!isFirst && <col className="gap" />}
      {minute.columns.map(({ startMs }) => (
        <col key={startMs} />
      ))}
    </>
  );
}

/** The cells of a minute, with the gap before them. */
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
      return <td className="c next" />;
    case "exact":
    case "wrong":
    case "cut":
      return <Count cell={cell} isLaw={isLaw} />;
    case "open": {
      const style: CSSProperties & Record<"--p", string> = { "--p": `${Math.round(cell.share * 100)}%` };
      return (
        <td className="c open" style={style}>
          <span className="sr">open, {formatPercent(cell.share)}</span>
        </td>
      );
    }
    case "late":
      return (
        <td className="c late" title="All its clicks are in the topic, and there is no result yet.">
          <span className="sr">late</span>
        </td>
      );
    case "missing":
      return isLaw ? (
        <td className="c miss" title="Closed, and there is no result.">
          none
        </td>
      ) : (
        <td className="c next" />
      );
    case "unseen":
      return (
        <td className="c unseen" title="Not seen: the topic dropped records before they were read.">
          <span className="sr">not seen</span>
        </td>
      );
  }
}

function Count({ cell, isLaw }: { cell: Extract<GridCell, { count: number }>; isLaw: boolean }): ReactNode {
  const times = cell.results > 1 ? `${cell.results} results` : undefined;
  if (!isLaw) {
    return (
      <td className="c free" title={times}>
        {cell.count}
      </td>
    );
  }
  if (cell.kind === "wrong") {
    return (
      <td className="c bad" title={times === undefined ? `Not ${EXACT_COUNT}.` : `${times}, one of them not ${EXACT_COUNT}.`}>
        {cell.count}
        <span className="sr"> is wrong</span>
      </td>
    );
  }
  if (cell.kind === "cut") {
    return (
      <td className={cell.isWaiting ? "c part" : "c rep"} title={cutWords(cell)}>
        {cell.count}
        <small aria-hidden="true">÷{cell.parts.length > 1 && !cell.isWaiting ? cell.parts.length : ""}</small>
        <span className="sr"> cut by a drain</span>
      </td>
    );
  }
  if (times === undefined) return <td className="c ok">{cell.count}</td>;
  return (
    <td
      className="c rep"
      title={`${times} for this page and window, each exactly ${EXACT_COUNT}: an at-least-once sink may write one again.`}
    >
      {cell.count}
      <small>×{cell.results}</small>
    </td>
  );
}

/** What drains have made of a count. */
function cutWords({ parts, beside, isWaiting }: Extract<GridCell, { kind: "cut" }>): string {
  if (isWaiting) return `Cut by a drain: ${parts.join(" and ")} so far. The rest comes when the job goes on from its savepoint.`;
  const added = parts.length > 0 ? `Cut by a drain: ${parts.join(" + ")} = ${EXACT_COUNT}.` : "";
  const other =
    beside.length > 0
      ? `Cut by a drain: ${beside.join(" and ")} beside the whole ${EXACT_COUNT}, because the job went on from before that drain.`
      : "";
  return [added, other].filter(Boolean).join(" ");
}

function Note({ column }: { column: GridColumn }): ReactNode {
  const { note } = column;
  if (note === undefined) return <td />;
  const classes = ["note", note.kind === "late" ? "warn" : "", note.points ? "to" : ""].filter(Boolean).join(" ");
  return (
    <td>
      <span className={classes}>{note.text}</span>
    </td>
  );
}

function clock(atMs: number): string {
  const at = dateOf(atMs);
  return at === undefined ? String(atMs) : `${two(at.getHours())}:${two(at.getMinutes())}`;
}

function seconds(atMs: number): string {
  const at = dateOf(atMs);
  return at === undefined ? DASH : two(at.getSeconds());
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
