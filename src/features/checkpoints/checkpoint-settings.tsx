import type { ReactNode } from "react";

import { formatInterval } from "../../domain/units.ts";
import type { CheckpointConfig } from "../../rest/checkpoints.ts";
import { type Setting, Settings } from "../../ui/settings.tsx";

/** The job's checkpoint configuration, from `GET …/checkpoints/config`. */
export function CheckpointSettings({ config }: { config: CheckpointConfig }): ReactNode {
  return <Settings label="Checkpoint configuration" settings={settings(config)} columns="narrow" />;
}

function settings(config: CheckpointConfig): readonly Setting[] {
  const { externalization } = config;
  return [
    { name: "Mode", value: config.mode.replaceAll("_", " ") },
    { name: "Interval", value: config.interval > 1e15 ? "not periodic" : formatInterval(config.interval) },
    { name: "Timeout", value: formatInterval(config.timeout) },
    { name: "Minimum pause", value: formatInterval(config.min_pause) },
    { name: "Max concurrent", value: String(config.max_concurrent) },
    { name: "Tolerable failures", value: String(config.tolerable_failed_checkpoints) },
    { name: "Unaligned", value: config.unaligned_checkpoints ? "yes" : "no" },
    {
      name: "Kept when the job ends",
      value: externalization.enabled ? (externalization.delete_on_cancellation ? "unless cancelled" : "yes") : "no",
    },
    { name: "Checkpoints after tasks finish", value: config.checkpoints_after_tasks_finish ? "yes" : "no" },
    { name: "State backend", value: config.state_backend },
    { name: "Storage", value: config.checkpoint_storage },
  ];
}
