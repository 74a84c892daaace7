import type { ReactNode } from "react";

import { DASH, formatInterval } from "../../domain/units.ts";
import type { RescaleConfig } from "../../rest/rescales.ts";
import { Hint } from "../../ui/hint.tsx";
import { SectionHead } from "../../ui/section-head.tsx";

/** Rescale configuration, from `GET …/rescales/config`. */
export function RescaleSettings({ config }: { config: RescaleConfig }): ReactNode {
  return (
    <section className="settings" aria-label="Rescale configuration">
      <SectionHead title="Configuration" />
      <dl className="kv grid-cols-[repeat(auto-fill,minmax(290px,1fr))]">
        {settings(config).map(([name, value, option]) => (
          <div key={name}>
            <dt>
              <Hint text={option}>{name}</Hint>
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function settings(config: RescaleConfig): readonly (readonly [name: string, value: string, option: string])[] {
  const wait = (ms: number | null | undefined): string => (ms === null || ms === undefined ? "none" : formatInterval(ms));
  const prefix = "jobmanager.adaptive-scheduler.";
  return [
    ["Mode", config.schedulerExecutionMode ?? "by requirements", "scheduler-mode"],
    ["Cooldown after a rescale", wait(config.executingCooldownTimeoutInMillis), `${prefix}executing.cooldown-after-rescaling`],
    [
      "Waits for more slots",
      wait(config.executingResourceStabilizationTimeoutInMillis),
      `${prefix}executing.resource-stabilization-timeout`,
    ],
    ["Triggers after at most", wait(config.maximumDelayForTriggeringRescaleInMillis), `${prefix}rescale-trigger.max-delay`],
    [
      "… or failed checkpoints",
      config.rescaleOnFailedCheckpointCount === null || config.rescaleOnFailedCheckpointCount === undefined
        ? DASH
        : String(config.rescaleOnFailedCheckpointCount),
      `${prefix}rescale-trigger.max-checkpoint-failures`,
    ],
    ["At the start, waits for slots", wait(config.submissionResourceWaitTimeoutInMillis), `${prefix}submission.resource-wait-timeout`],
    [
      "At the start, waits for more",
      wait(config.submissionResourceStabilizationTimeoutInMillis),
      `${prefix}submission.resource-stabilization-timeout`,
    ],
    ["Idle slots are kept", wait(config.slotIdleTimeoutInMillis), "slot.idle.timeout"],
    ["Kept in the history", String(config.rescaleHistoryMax), "web.adaptive-scheduler.rescale-history.size"],
  ];
}
