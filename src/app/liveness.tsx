import type { ReactNode } from "react";

import { useCall } from "../client/use-client.tsx";
import { formatElapsed } from "../domain/units.ts";
import { useNow } from "../ui/clock.ts";
import { Hint } from "../ui/hint.tsx";
import { useDocumentVisible } from "../ui/visibility.ts";
import { liveness } from "./liveness-model.ts";

const EXPLANATION = {
  live: "The cluster answers: what is on the screen is at most one refresh old.",
  waiting: "No reply yet.",
  stale: "The cluster does not answer. What is on the screen are the last facts; the next try comes at the next refresh.",
  paused: "The tab is hidden: nothing is asked and nothing moves until it is back.",
} as const;

const ANNOUNCEMENT = {
  live: "The cluster answers",
  waiting: "",
  stale: "The cluster does not answer",
  paused: "",
} as const;

/** The dot in the bar: live, how old, or paused. */
export function Liveness(): ReactNode {
  const query = useCall("overview", {}, {});
  const isVisible = useDocumentVisible();
  const nowMs = useNow();
  const state = liveness({
    isVisible,
    hasFailed: query.error !== null,
    updatedMs: query.dataUpdatedAt === 0 ? undefined : query.dataUpdatedAt,
    nowMs,
  });
  const words =
    state.kind === "stale"
      ? state.ageMs === undefined
        ? "no answer"
        : `${formatElapsed(state.ageMs)} old`
      : state.kind === "paused"
        ? "paused, tab hidden"
        : state.kind;
  return (
    <>
      <Hint text={EXPLANATION[state.kind]}>
        <span className={`live ${state.kind}`}>{words}</span>
      </Hint>
      {/* Said once when it changes, not at each second of its age. */}
      <span className="sr" role="status">
        {ANNOUNCEMENT[state.kind]}
      </span>
    </>
  );
}
