import type { ReactNode } from "react";

import { formatBytes, formatDuration } from "../../domain/units.ts";
import { StateShape } from "../../ui/state-shape.tsx";
import { RestoredIcon, SavepointIcon } from "./checkpoint-status.tsx";
import { type Strip, STRIP_COLUMNS, type StripColumn } from "./strip-model.ts";

/** The last checkpoints in shared columns, so that a spike stands under its cause. The table below has the same for the keyboard. */
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
    <figure className="ck-strip">
      <div className="ck-head">
        <h2>Last {STRIP_COLUMNS} checkpoints</h2>
        <Legend />
      </div>
      <div className="ck-rows" role="group" aria-label={`Last ${STRIP_COLUMNS} checkpoints: status, duration, state size`}>
        <div className="ck-axis" aria-hidden="true">
          <span className="at-status">status</span>
          <span className="at-duration">
            <i>{formatDuration(strip.durationCeilingMs)}</i>
            <i>0</i>
          </span>
          <span className="at-size">
            <i>{formatBytes(strip.sizeCeilingBytes)}</i>
            <i>0</i>
          </span>
          <span className="at-id">ID</span>
        </div>
        <div className="ck-columns">
          <span className="ck-name of-duration">end to end duration</span>
          <span className="ck-name of-size">state size</span>
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

function Legend(): ReactNode {
  return (
    <p className="legend">
      <span>
        <i className="sw ok" />
        completed
      </span>
      <span>
        <i className="sw bad" />
        failed
      </span>
      <span className="sp">
        <SavepointIcon />
        savepoint
      </span>
      <span className="re">
        <RestoredIcon />
        restored
      </span>
      <span>
        <i className="front" />
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
      <div className="ck-gap">
        <span>{column.words}</span>
      </div>
    );
  }
  const { checkpoint, durationShare, sizeShare, isRestored, isLabelled } = column;
  const isSelected = checkpoint.id === selectedId;
  const kind = checkpoint.isSavepoint && checkpoint.status === "COMPLETED" ? "sp" : KINDS[checkpoint.status];
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
      className={isSelected ? "ck-column selected" : "ck-column"}
      aria-pressed={isSelected}
      aria-label={words.filter(Boolean).join(", ")}
      title={words.filter(Boolean).join(", ")}
      onClick={() => onSelect(checkpoint.id)}
    >
      <span className={`ck-mark ${kind}`}>
        {kind === "bad" ? (
          <StateShape shape="failed" />
        ) : kind === "sp" ? (
          <SavepointIcon />
        ) : kind === "run" ? (
          <i className="front" />
        ) : null}
        {isRestored && <RestoredIcon />}
      </span>
      <span className="ck-bar">{durationShare !== undefined && <i style={{ height: `${Math.max(2, durationShare * 100)}%` }} />}</span>
      <span className="ck-size">{sizeShare !== undefined && <i style={{ height: `${Math.max(2, sizeShare * 100)}%` }} />}</span>
      <span className="ck-id">{isLabelled && <i>{checkpoint.id}</i>}</span>
    </button>
  );
}

const KINDS = { COMPLETED: "ok", FAILED: "bad", IN_PROGRESS: "run" } as const;
