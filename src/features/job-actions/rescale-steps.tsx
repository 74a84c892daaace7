import { clsx } from "clsx";
import type { ReactNode } from "react";

import { StateShape } from "../../ui/state-shape.tsx";
import type { RescaleStep } from "./rescale-model.ts";

/** The steps of a rescale and their states. */
export function RescaleSteps({ label, steps }: { label: string; steps: readonly RescaleStep[] }): ReactNode {
  return (
    <ul className="mt-2.5" aria-label={label}>
      {steps.map((step) => (
        <li key={step.id} data-phase={step.phase} className="flex items-start gap-2.25 py-0.75">
          <span className="mt-1.25 flex-none">
            <StepShape phase={step.phase} />
          </span>
          <span className="min-w-0">
            <b className={step.phase === "later" ? "font-text text-fg-2" : "font-strong"}>{step.title}</b>
            <small className={clsx("block text-dense wrap-anywhere", step.phase === "failed" ? "text-danger" : "text-fg-3")}>
              {step.detail}
            </small>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The shape of a step: later, now, done, ignored, failed. */
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
