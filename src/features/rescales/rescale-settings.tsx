import type { ReactNode } from "react";

import { DASH, formatInterval } from "../../domain/units.ts";
import type { RescaleConfig } from "../../rest/rescales.ts";
import { type Setting, Settings } from "../../ui/settings.tsx";

/** Rescale configuration, from `GET …/rescales/config`. */
export function RescaleSettings({ config }: { config: RescaleConfig }): ReactNode {
  return <Settings label="Rescale configuration" settings={settings(config)} columns="wide" />;
}

function settings(config: RescaleConfig): readonly Setting[] {
  const wait = (ms: number | null | undefined): string => (ms === null || ms === undefined ? "none" : formatInterval(ms));
  const prefix = "jobmanager.adaptive-scheduler.";
  return [
    { name: "Mode", value: config.schedulerExecutionMode ?? "by requirements", option: "scheduler-mode" },
    {
      name: "Cooldown after a rescale",
      value: wait(config.executingCooldownTimeoutInMillis),
      option: `${prefix}executing.cooldown-after-rescaling`,
    },
    {
      name: "Waits for more slots",
      value: wait(config.executingResourceStabilizationTimeoutInMillis),
      option: `${prefix}executing.resource-stabilization-timeout`,
    },
    {
      name: "Triggers after at most",
      value: wait(config.maximumDelayForTriggeringRescaleInMillis),
      option: `${prefix}rescale-trigger.max-delay`,
    },
    {
      name: "… or failed checkpoints",
      value:
        config.rescaleOnFailedCheckpointCount === null || config.rescaleOnFailedCheckpointCount === undefined
          ? DASH
          : String(config.rescaleOnFailedCheckpointCount),
      option: `${prefix}rescale-trigger.max-checkpoint-failures`,
    },
    {
      name: "At the start, waits for slots",
      value: wait(config.submissionResourceWaitTimeoutInMillis),
      option: `${prefix}submission.resource-wait-timeout`,
    },
    {
      name: "At the start, waits for more",
      value: wait(config.submissionResourceStabilizationTimeoutInMillis),
      option: `${prefix}submission.resource-stabilization-timeout`,
    },
    { name: "Idle slots are kept", value: wait(config.slotIdleTimeoutInMillis), option: "slot.idle.timeout" },
    { name: "Kept in the history", value: String(config.rescaleHistoryMax), option: "web.adaptive-scheduler.rescale-history.size" },
  ];
}
