import { clsx } from "clsx";
import type { ReactNode } from "react";

import { formatAgoTenths } from "../../domain/units.ts";
import type { Checkpoints } from "../../rest/checkpoints.ts";
import { useFactsNow } from "../../ui/clock.ts";
import { CutText } from "../../ui/cut-text.tsx";
import { NotKnown } from "../../ui/query-region.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { checkpointReadout } from "./readout-model.ts";

// The background keeps it readable above cards.
const LINE =
  "absolute bottom-3.5 left-5 z-5 flex w-fit max-w-[calc(100%-170px)] items-center gap-2 overflow-hidden rounded-2 bg-page px-2 py-0.5 text-dense whitespace-nowrap text-fg-2 max-phone:bottom-3 max-phone:left-1 max-phone:flex-wrap max-phone:gap-y-0 max-phone:whitespace-normal";

/** The state of the checkpoints as a line of text: the same as the barriers in the graph. */
export function CheckpointLine({
  checkpoints,
  none,
  error,
  isWaiting,
  isOver,
}: {
  checkpoints: Checkpoints | undefined;
  /** Why there are none. */
  none: string | undefined;
  /** Why they are unknown. */
  error: Error | undefined;
  isWaiting: boolean;
  isOver: boolean;
}): ReactNode {
  const now = useFactsNow();
  if (none !== undefined) return <p className={LINE}>{none}</p>;
  if (error !== undefined) {
    return (
      <div className={LINE}>
        <NotKnown what="The checkpoints are unknown" error={error} />
      </div>
    );
  }
  if (checkpoints === undefined) {
    return (
      <p className={LINE}>
        <Skeleton width={260} />
      </p>
    );
  }
  const { mark, parts } = checkpointReadout(checkpoints, { isWaiting, isOver });
  const words = parts.map(({ strong = "", text, sinceMs }) =>
    [strong, text, sinceMs === undefined ? "" : formatAgoTenths(Math.max(0, now - sinceMs))].filter(Boolean).join(" "),
  );
  return (
    <CutText as="p" className={LINE} full={words.join(". ")}>
      {mark !== "none" && (
        <span
          className={clsx(
            "h-3.5 w-1 flex-none rounded-bar",
            mark === "waiting" ? "shadow-[inset_0_0_0_1.5px_var(--color-accent)]" : "bg-accent",
          )}
        />
      )}
      {parts.map((part, index) => (
        <span
          key={index}
          className={clsx(
            index > 0 && "border-l border-line-strong pl-2 leading-3 max-phone:border-0 max-phone:pl-0 max-phone:leading-[inherit]",
            index === parts.length - 1 && "truncate",
          )}
        >
          {part.strong !== undefined && <b className="font-strong text-fg">{part.strong} </b>}
          {part.text}
          {part.sinceMs !== undefined && ` ${formatAgoTenths(Math.max(0, now - part.sinceMs))}`}
        </span>
      ))}
    </CutText>
  );
}
