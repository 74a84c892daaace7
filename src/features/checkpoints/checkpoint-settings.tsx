import type { ReactNode } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { formatInterval } from "../../domain/units.ts";
import type { CheckpointConfig } from "../../rest/checkpoints.ts";
import { SectionHead } from "../../ui/section-head.tsx";

/** The job's checkpoint configuration, from `GET …/checkpoints/config`. */
export function CheckpointSettings({ config }: { config: CheckpointConfig }): ReactNode {
  return (
    <section className="settings" aria-label="Checkpoint configuration">
      <SectionHead title="Configuration" />
      <dl className="kv grid-cols-[repeat(auto-fill,minmax(250px,1fr))]">
        {settings(config).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={visibleText(value)}>{visibleText(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function settings(config: CheckpointConfig): readonly (readonly [name: string, value: string])[] {
  const { externalization } = config;
  return [
    ["Mode", config.mode.replaceAll("_", " ")],
    ["Interval", config.interval > 1e15 ? "not periodic" : formatInterval(config.interval)],
    ["Timeout", formatInterval(config.timeout)],
    ["Minimum pause", formatInterval(config.min_pause)],
    ["Max concurrent", String(config.max_concurrent)],
    ["Tolerable failures", String(config.tolerable_failed_checkpoints)],
    ["Unaligned", config.unaligned_checkpoints ? "yes" : "no"],
    ["Kept when the job ends", externalization.enabled ? (externalization.delete_on_cancellation ? "unless cancelled" : "yes") : "no"],
    ["Checkpoints after tasks finish", config.checkpoints_after_tasks_finish ? "yes" : "no"],
    ["State backend", config.state_backend],
    ["Storage", config.checkpoint_storage],
  ];
}
