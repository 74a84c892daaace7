import type { ReactNode } from "react";

import type { Operation } from "../../client/operation.ts";
import { useTenthsNow } from "../../ui/clock.ts";
import { StateShape } from "../../ui/state-shape.tsx";
import { type RescaleStep, rescaleSteps } from "./rescale-model.ts";

/** The two steps with what became of each. */
export function RescaleSteps({
  toParallelism,
  stop,
  start,
}: {
  toParallelism: number | undefined;
  stop: Operation<string> | undefined;
  start: Operation<string> | undefined;
}): ReactNode {
  const now = useTenthsNow();
  return (
    <ul className="rescale-steps" aria-label="The two steps">
      {rescaleSteps(toParallelism, stop, start, now).map((step) => (
        <li key={step.id} className={step.phase}>
          <Shape phase={step.phase} />
          <span>
            <b>{step.title}</b>
            <small>{step.detail}</small>
          </span>
        </li>
      ))}
    </ul>
  );
}

function Shape({ phase }: { phase: RescaleStep["phase"] }): ReactNode {
  switch (phase) {
    case "later":
      return <StateShape shape="created" tone="created" />;
    case "now":
      return <StateShape shape="initializing" tone="initializing" />;
    case "done":
      return <StateShape shape="finished" tone="running" />;
    case "failed":
      return <StateShape shape="failed" tone="failed" />;
  }
}
