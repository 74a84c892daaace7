import type { ReactNode } from "react";

import { StateShape } from "../../ui/state-shape.tsx";
import type { RescaleStep } from "./rescale-model.ts";

/** The steps of a rescale with what became of each. */
export function RescaleSteps({ label, steps }: { label: string; steps: readonly RescaleStep[] }): ReactNode {
  return (
    <ul className="rescale-steps" aria-label={label}>
      {steps.map((step) => (
        <li key={step.id} className={step.phase}>
          <StepShape phase={step.phase} />
          <span>
            <b>{step.title}</b>
            <small>{step.detail}</small>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The shape of a step: to come, at it, done, left, failed. */
export function StepShape({ phase }: { phase: RescaleStep["phase"] }): ReactNode {
  switch (phase) {
    case "later":
      return <StateShape shape="created" tone="created" />;
    case "now":
      return <StateShape shape="initializing" tone="initializing" />;
    case "done":
      return <StateShape shape="finished" tone="running" />;
    case "ignored":
      return <StateShape shape="canceled" tone="canceled" />;
    case "failed":
      return <StateShape shape="failed" tone="failed" />;
  }
}
