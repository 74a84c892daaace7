import type { ReactNode } from "react";

import { DASH, formatCount, formatInterval } from "../../domain/units.ts";
import type { CheckpointConfig } from "../../rest/checkpoints.ts";
import { type Setting, Settings } from "../../ui/settings.tsx";

/** The job's checkpoint configuration, from `GET …/checkpoints/config`. */
export function CheckpointSettings({ config }: { config: CheckpointConfig }): ReactNode {
  return <Settings label="Checkpoint configuration" settings={settings(config)} columns="narrow" />;
}

function yesOrNo(value: boolean | undefined): string {
  return value === undefined ? DASH : value ? "yes" : "no";
}

function settings(config: CheckpointConfig): readonly Setting[] {
  const { externalization } = config;
  return [
    { name: "Mode", value: config.mode.replaceAll("_", " ") },
    { name: "Interval", value: config.interval > 1e15 ? "not periodic" : formatInterval(config.interval) },
    { name: "Timeout", value: formatInterval(config.timeout) },
    { name: "Minimum pause", value: formatInterval(config.min_pause) },
    { name: "Max concurrent", value: formatCount(config.max_concurrent) },
    { name: "Tolerable failures", value: formatCount(config.tolerable_failed_checkpoints) },
    { name: "Unaligned", value: yesOrNo(config.unaligned_checkpoints) },
    ...(config.unaligned_checkpoints === true
      ? [{ name: "Aligned checkpoint timeout", value: alignedTimeout(config.aligned_checkpoint_timeout), option: ALIGNED_TIMEOUT }]
      : []),
    {
      name: "Kept when the job ends",
      value:
        externalization?.enabled === true && externalization.delete_on_cancellation
          ? "unless cancelled"
          : yesOrNo(externalization?.enabled),
    },
    { name: "Checkpoints after tasks finish", value: yesOrNo(config.checkpoints_after_tasks_finish) },
    { name: "State backend", value: config.state_backend },
    { name: "Storage", value: config.checkpoint_storage },
    { name: "State changelog", value: yesOrNo(config.state_changelog_enabled), option: "state.changelog.enabled" },
    ...(config.state_changelog_enabled === true
      ? [
          { name: "Changelog storage", value: config.changelog_storage, option: "state.changelog.storage" },
          {
            name: "Materialization interval",
            value: formatInterval(config.changelog_periodic_materialization_interval),
            option: "state.changelog.periodic-materialize.interval",
          },
        ]
      : []),
  ];
}

const ALIGNED_TIMEOUT = "execution.checkpointing.aligned-checkpoint-timeout";

/** With 0, the barriers overtake records from the start. */
function alignedTimeout(ms: number): string {
  return ms === 0 ? "none, unaligned at once" : formatInterval(ms);
}
