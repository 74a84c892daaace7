import type { ReactNode } from "react";

import { formatAgoTenths } from "../../domain/units.ts";
import type { Checkpoints } from "../../rest/checkpoints.ts";
import { useNow } from "../../ui/clock.ts";
import { NotKnown } from "../../ui/query-region.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { checkpointReadout } from "./readout-model.ts";

/** The checkpoints in one line: what the barriers in the graph show, in words. */
export function CheckpointLine({
  checkpoints,
  error,
  isWaiting,
  isOver,
}: {
  checkpoints: Checkpoints | undefined;
  /** Why they are not known. */
  error: Error | undefined;
  isWaiting: boolean;
  isOver: boolean;
}): ReactNode {
  const now = useNow();
  if (error !== undefined) {
    return (
      <div className="readout">
        <NotKnown what="The checkpoints are not known" error={error} />
      </div>
    );
  }
  if (checkpoints === undefined) {
    return (
      <p className="readout">
        <Skeleton width={260} />
      </p>
    );
  }
  const { mark, parts } = checkpointReadout(checkpoints, { isWaiting, isOver });
  return (
    <p className="readout">
      {mark !== "none" && <span className={mark === "waiting" ? "front ghost" : "front"} />}
      {parts.map((part, index) => (
        <span key={index} className={index === 0 ? undefined : "part"}>
          {part.strong !== undefined && <b className="strong">{part.strong} </b>}
          {part.text}
          {part.sinceMs !== undefined && ` ${formatAgoTenths(Math.max(0, now - part.sinceMs))}`}
        </span>
      ))}
    </p>
  );
}
