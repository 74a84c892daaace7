import type { ReactNode } from "react";

import { visibleText } from "../../base/visible-text.ts";
import {
  formatAgo,
  formatBytes,
  formatClockTenths,
  formatCount,
  formatCounted,
  formatDuration,
  formatInterval,
} from "../../domain/units.ts";
import type { CheckpointConfig, Checkpoints } from "../../rest/checkpoints.ts";
import { FactAge } from "../../ui/age.tsx";
import { Figure } from "../../ui/figure.tsx";
import { Hint } from "../../ui/hint.tsx";
import { failedWithoutId, WITHOUT_ID_REASON, withoutIdInWords } from "./history-model.ts";

/** Statistics of the checkpoints, or placeholders while they load. */
export function CheckpointFigures({
  checkpoints,
  config,
}: {
  checkpoints: Checkpoints | undefined;
  config: CheckpointConfig | undefined;
}): ReactNode {
  const counts = checkpoints?.counts;
  const completed = checkpoints?.latest.completed ?? undefined;
  const savepoint = checkpoints?.latest.savepoint ?? undefined;
  const failed = checkpoints?.latest.failed ?? undefined;
  const restored = checkpoints?.latest.restored ?? undefined;
  const isLoading = checkpoints === undefined;
  return (
    <section
      className="grid auto-cols-[minmax(0,1fr)] grid-flow-col grid-cols-[1.35fr] px-4 pt-2.5 pb-2 *:min-w-0 *:pr-2 *:not-first:border-l *:not-first:border-line *:not-first:pl-4 max-phone:grid-flow-row max-phone:grid-cols-2 max-phone:gap-y-2 max-phone:*:odd:border-l-0 max-phone:*:odd:pl-0"
      aria-label="Checkpoint statistics"
    >
      <Figure
        title="Completed"
        value={count(counts?.completed)}
        isLoading={isLoading}
        small={
          counts === undefined
            ? undefined
            : `of ${formatCount(counts.total)}, ${formatCount(counts.failed)} failed${counts.in_progress > 0 ? `, ${formatCount(counts.in_progress)} in progress` : ""}`
        }
      >
        {config === undefined ? "" : howOften(config)}
      </Figure>
      <Figure title="Latest completed" value={count(completed?.id)} isLoading={isLoading}>
        {completed === undefined ? (
          "none yet"
        ) : (
          <>
            <FactAge sinceMs={completed.latest_ack_timestamp} format={formatAgo} />, {formatDuration(completed.end_to_end_duration)},{" "}
            {formatBytes(completed.state_size)}
          </>
        )}
      </Figure>
      <Figure
        title="Restored from"
        value={count(restored?.id)}
        small={counts === undefined || !(counts.restored > 0) ? undefined : formatCounted(counts.restored, "restore")}
        isLoading={isLoading}
      >
        {restored === undefined
          ? "nothing restored"
          : `${restored.is_savepoint ? "savepoint, " : ""}at ${formatClockTenths(restored.restore_timestamp)}`}
      </Figure>
      {savepoint !== undefined && (
        <Figure title="Latest savepoint" value={count(savepoint.id)} isLoading={isLoading}>
          <FactAge sinceMs={savepoint.latest_ack_timestamp} format={formatAgo} />, {formatDuration(savepoint.end_to_end_duration)},{" "}
          {formatBytes(savepoint.state_size)}
        </Figure>
      )}
      <Figure
        title="Latest failed"
        value={count(failed?.id)}
        isLoading={isLoading}
        full={failed === undefined ? undefined : visibleText(failed.failure_message ?? "")}
      >
        {failed === undefined ? (
          checkpoints === undefined || checkpoints.counts.failed === 0 ? (
            "none failed"
          ) : failedWithoutId(checkpoints) > 0 ? (
            <Hint text={WITHOUT_ID_REASON}>{withoutIdInWords(failedWithoutId(checkpoints))}</Hint>
          ) : (
            "no entry in the history"
          )
        ) : (
          <>
            <FactAge sinceMs={failed.failure_timestamp} format={formatAgo} />, {visibleText(failed.failure_message ?? "no reason given")}
          </>
        )}
      </Figure>
    </section>
  );
}

function count(value: number | undefined): string | undefined {
  return value === undefined ? undefined : formatCount(value);
}

function howOften(config: CheckpointConfig): string {
  // Flink reports Long.MAX_VALUE if checkpoints are not periodic.
  const often = config.interval > 1e15 ? "not periodic" : `every ${formatInterval(config.interval)}`;
  const barriers = config.unaligned_checkpoints === undefined ? [] : [config.unaligned_checkpoints ? "unaligned" : "aligned"];
  return [often, visibleText(config.mode.replaceAll("_", " ")), ...barriers].filter((words) => words !== "").join(", ");
}
