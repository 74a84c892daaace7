import { cva } from "class-variance-authority";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { lastAnswerMs, useContact } from "../client/use-contact.ts";
import { useBackend, useRefreshMs } from "../client/use-client.tsx";
import { formatElapsed } from "../domain/units.ts";
import { useNow } from "../ui/clock.ts";
import { Hint } from "../ui/hint.tsx";
import { useDocumentVisible } from "../ui/visibility.ts";
import { liveness } from "./liveness-model.ts";

const EXPLANATION = {
  live: "The cluster answers. The data on the screen is at most one refresh interval old.",
  waiting: "No reply yet.",
  failing: "The cluster answers, but some calls fail.",
  stale: "The cluster does not answer. The screen shows the last known state. Drey tries again at the next refresh.",
  paused: "The tab is hidden. Requests and animations pause until it is visible again.",
} as const;

const ANNOUNCEMENT = {
  live: "The cluster answers",
  waiting: "",
  failing: "The cluster answers with errors",
  stale: "The cluster does not answer",
  paused: "",
} as const;

/** The dot in the bar: live, how old, or paused. */
export function Liveness(): ReactNode {
  const backend = useBackend();
  const queryClient = useQueryClient();
  const contact = useContact();
  const refreshMs = useRefreshMs();
  const isVisible = useDocumentVisible();
  const nowMs = useNow();
  const answeredMs = lastAnswerMs(queryClient, backend);
  const state = liveness({ isVisible, contact: contact.kind, answeredMs: answeredMs === 0 ? undefined : answeredMs, nowMs, refreshMs });
  const words =
    state.kind === "stale"
      ? state.ageMs === undefined
        ? "no answer"
        : `${formatElapsed(state.ageMs)} old`
      : state.kind === "paused"
        ? "paused, tab hidden"
        : state.kind === "failing"
          ? "errors"
          : state.kind;
  const explanation =
    contact.kind === "overview-fails" && state.kind === "failing"
      ? `${EXPLANATION.failing} ${contact.error.message}`
      : contact.kind === "signed-out" && state.kind === "stale"
        ? `The screen shows the last known state. ${contact.error.message}`
        : EXPLANATION[state.kind];
  return (
    <>
      <Hint text={explanation}>
        <span className={dotClass({ kind: state.kind })}>{words}</span>
      </Hint>
      {/* Announced once per change, not at each second of the age. */}
      <span className="sr-only" role="status">
        {ANNOUNCEMENT[state.kind]}
      </span>
    </>
  );
}

/** A filled dot while the cluster answers, a ring otherwise. */
const dotClass = cva(
  "inline-flex items-center gap-1.5 text-dense/[inherit] whitespace-nowrap text-fg-3 before:size-1.5 before:flex-none before:rounded-full",
  {
    variants: {
      kind: {
        live: "before:bg-st-running",
        stale: "before:border-[1.5px] before:border-st-restarting",
        failing: "before:border-[1.5px] before:border-st-restarting",
        paused: "before:border-[1.5px] before:border-fg-3",
        waiting: "before:border-[1.5px] before:border-fg-3",
      },
    },
  },
);
