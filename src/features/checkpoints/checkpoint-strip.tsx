import { cva } from "class-variance-authority";
import { clsx } from "clsx";
import type { CSSProperties, ReactNode } from "react";

import { formatBytes, formatDuration } from "../../domain/units.ts";
import { StateShape } from "../../ui/state-shape.tsx";
import { BarrierMark, RestoredIcon, SavepointIcon } from "./checkpoint-status.tsx";
import { type Strip, STRIP_COLUMNS, type StripColumn } from "./strip-model.ts";

/**
 * Status, duration and size of the last checkpoints in shared columns, so that a spike lines up
 * with its cause. The table below has the same data for the keyboard.
 */
export function CheckpointStrip({
  strip,
  selectedId,
  onSelect,
}: {
  strip: Strip;
  selectedId: number | undefined;
  onSelect: (checkpointId: number) => void;
}): ReactNode {
  return (
    <figure className="px-4 pt-1 pb-2.5">
      <div className="flex h-8 items-center justify-between gap-2.5">
        <h2 className="font-title whitespace-nowrap">Last {STRIP_COLUMNS} checkpoints</h2>
        <Legend />
      </div>
      <div
        className="grid h-59 grid-cols-[52px_minmax(0,1fr)] text-label/3.5 text-fg-3"
        role="group"
        aria-label={`Last ${STRIP_COLUMNS} checkpoints: status, duration, state size`}
      >
        <div className={clsx("*:flex *:flex-col *:pr-2", ROWS)} aria-hidden="true">
          <span className="justify-center">status</span>
          <Scale className="pt-3.25" ceiling={formatDuration(strip.durationCeilingMs)} />
          <Scale className="pt-3.75" ceiling={formatBytes(strip.sizeCeilingBytes)} />
          <span className="justify-end">ID</span>
        </div>
        <div className="relative grid grid-cols-60" style={LINES}>
          <span className="pointer-events-none absolute top-11 left-0">end to end duration</span>
          <span className="pointer-events-none absolute top-38.5 left-0">state size</span>
          {strip.columns.map((column) => (
            <Column
              key={column.kind === "gap" ? column.id : column.checkpoint.id}
              column={column}
              selectedId={selectedId}
              onSelect={onSelect}
            />
          ))}
        </div>
      </div>
    </figure>
  );
}

/** The rows of the strip: status, duration and state size (each with its name above), ID. */
const ROWS = "grid grid-rows-[34px_100px_58px_20px] gap-y-2";

/** Top, middle and bottom of the durations, top and bottom of the sizes, in px from the top. */
const LINES: CSSProperties = {
  background: [62, 102, 141, 172, 207]
    .map((y) => `linear-gradient(var(--color-line), var(--color-line)) 0 ${String(y)}px / 100% 1px no-repeat`)
    .join(", "),
};

/** The labels at the ends of an axis, each level with its line. */
function Scale({ className, ceiling }: { className: string; ceiling: string }): ReactNode {
  return (
    <span className={clsx("justify-between text-right whitespace-nowrap *:not-italic", className)}>
      <i className="h-1.75">{ceiling}</i>
      <i className="-mb-1.75 h-3.5">0</i>
    </span>
  );
}

function Legend(): ReactNode {
  return (
    <p className="legend h-4 flex-wrap overflow-hidden">
      <span>
        <i className="sw bg-exact-tint inset-ring inset-ring-exact" />
        completed
      </span>
      <span>
        <i className="sw bg-st-failed" />
        failed
      </span>
      <span className="[&>svg]:text-accent">
        <SavepointIcon />
        savepoint
      </span>
      <span className="[&>svg]:text-exact-text">
        <RestoredIcon />
        restored
      </span>
      <span>
        <BarrierMark className="h-2.75" />
        in progress
      </span>
    </p>
  );
}

function Column({
  column,
  selectedId,
  onSelect,
}: {
  column: StripColumn;
  selectedId: number | undefined;
  onSelect: (checkpointId: number) => void;
}): ReactNode {
  if (column.kind === "gap") {
    return (
      <div className="col-span-2 mx-0.75 flex h-53 items-end justify-center bg-surface-2 pb-2.5">
        <span className="whitespace-nowrap [writing-mode:sideways-lr]">{column.words}</span>
      </div>
    );
  }
  const { checkpoint, durationShare, sizeShare, isRestored, isLabelled } = column;
  const isSelected = checkpoint.id === selectedId;
  const kind = checkpoint.isSavepoint && checkpoint.status === "COMPLETED" ? "savepoint" : KINDS[checkpoint.status];
  const words = [
    `${checkpoint.isSavepoint ? "Savepoint" : "Checkpoint"} ${checkpoint.id}: ${checkpoint.status}`,
    checkpoint.durationMs === undefined ? "" : formatDuration(checkpoint.durationMs),
    checkpoint.stateBytes === undefined ? "" : formatBytes(checkpoint.stateBytes),
    isRestored ? "restored" : "",
  ];
  return (
    <button
      type="button"
      tabIndex={-1}
      className={clsx("min-w-0 rounded-1", ROWS, isSelected ? "bg-accent-tint" : "hover:bg-surface-2")}
      aria-pressed={isSelected}
      aria-label={words.filter(Boolean).join(", ")}
      title={words.filter(Boolean).join(", ")}
      onClick={() => onSelect(checkpoint.id)}
    >
      <span className={markClass({ kind })}>
        {kind === "failed" ? (
          <StateShape shape="failed" />
        ) : kind === "savepoint" ? (
          <SavepointIcon />
        ) : kind === "inProgress" ? (
          <BarrierMark className="h-3" />
        ) : null}
        {isRestored && <RestoredIcon />}
      </span>
      <span className="mx-[14%] mt-5 flex items-end">
        {durationShare !== undefined && (
          <i className="flex-1 rounded-[1.5px] bg-series-1 opacity-82" style={{ height: `${Math.max(2, durationShare * 100)}%` }} />
        )}
      </span>
      <span className="flex items-end pt-5.5">
        {sizeShare !== undefined && (
          <i className="flex-1 border-t-[1.5px] border-series-2 bg-series-2/16" style={{ height: `${Math.max(2, sizeShare * 100)}%` }} />
        )}
      </span>
      <span className="relative">
        {isLabelled && (
          <i className={clsx("absolute bottom-0 left-1/2 -translate-x-1/2 not-italic", isSelected && "font-[600] text-accent")}>
            {checkpoint.id}
          </i>
        )}
      </span>
    </button>
  );
}

const KINDS = { COMPLETED: "completed", FAILED: "failed", IN_PROGRESS: "inProgress" } as const;

const markClass = cva("mx-[1.3px] mt-1 mb-1.5 flex h-6 items-center justify-center gap-px rounded-[2.5px] [&>svg]:size-2.25", {
  variants: {
    kind: {
      completed: "bg-exact-tint text-exact-text shadow-[inset_0_-2px_0_var(--color-exact)]",
      failed: "bg-st-failed text-on-accent",
      savepoint: "bg-accent-tint text-accent",
      inProgress: "outline-[1.5px] -outline-offset-1 outline-accent outline-dashed",
    },
  },
});
