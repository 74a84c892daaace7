import type { ReactNode } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { copyable } from "../../domain/command-lines.ts";
import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import { DASH, formatBytes, formatClockMillis, formatCount, formatDuration } from "../../domain/units.ts";
import type { Checkpoints, CompletedCheckpoint, FailedCheckpoint, RestoredCheckpoint } from "../../rest/checkpoints.ts";
import { useFactsNow } from "../../ui/clock.ts";
import { CopyLine } from "../../ui/copy-line.tsx";
import { Hint } from "../../ui/hint.tsx";
import { KeyValue, KeyValues } from "../../ui/key-values.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { fullTypeInWords, inFlightInWords } from "./history-model.ts";

type OnSelect = (checkpointId: number) => void;

/** The latest completed and failed checkpoint, the latest savepoint and the latest restore, with their facts. */
export function LatestCheckpoints({ latest, onSelect }: { latest: Checkpoints["latest"]; onSelect: OnSelect }): ReactNode {
  const { completed, failed, savepoint, restored } = latest;
  return (
    <section
      className="grid grid-cols-[repeat(auto-fit,minmax(min(280px,100%),1fr))] gap-x-8 gap-y-4 border-t border-line px-4 pt-3 pb-4"
      aria-label="Latest of each kind"
    >
      <Kind title="Latest completed" none="No checkpoint was completed yet.">
        {completed !== null && <Completed checkpoint={completed} onSelect={onSelect} />}
      </Kind>
      <Kind title="Latest failed" none="No failed checkpoint is known.">
        {failed !== null && <Failed checkpoint={failed} onSelect={onSelect} />}
      </Kind>
      <Kind title="Latest savepoint" none="No savepoint was completed.">
        {savepoint !== null && <Completed checkpoint={savepoint} onSelect={onSelect} />}
      </Kind>
      <Kind title="Latest restore" none="The job was not restored.">
        {restored !== null && <Restored restored={restored} onSelect={onSelect} />}
      </Kind>
    </section>
  );
}

/** `none` says why there are no facts. */
function Kind({ title, none, children }: { title: string; none: string; children: ReactNode }): ReactNode {
  return (
    <section className="min-w-0" aria-label={title}>
      <h3 className="mb-1 font-strong">{title}</h3>
      {children === false ? <p className="text-dense text-fg-2">{none}</p> : children}
    </section>
  );
}

function Id({ id, onSelect }: { id: number; onSelect: OnSelect }): ReactNode {
  return (
    <KeyValue name="ID">
      <LinkButton onPress={() => onSelect(id)}>{formatCount(id)}</LinkButton>
    </KeyValue>
  );
}

/** A time, with the date if it was another day. */
function Time({ name, atMs }: { name: string; atMs: number }): ReactNode {
  return <KeyValue name={name}>{formatClockMillis(atMs, useFactsNow())}</KeyValue>;
}

function Completed({ checkpoint, onSelect }: { checkpoint: CompletedCheckpoint; onSelect: OnSelect }): ReactNode {
  const { external_path: path } = checkpoint;
  return (
    <>
      <KeyValues className="leading-6">
        <Id id={checkpoint.id} onSelect={onSelect} />
        <Time name="Completed" atMs={checkpoint.latest_ack_timestamp} />
        <KeyValue name={<Hint {...JOB_GLOSSARY.checkpointEndToEnd}>End to end</Hint>}>
          {formatDuration(checkpoint.end_to_end_duration)}
        </KeyValue>
        <KeyValue name={<Hint {...JOB_GLOSSARY.checkpointedSize}>Checkpointed size</Hint>}>
          {formatBytes(checkpoint.checkpointed_size)}
        </KeyValue>
        <KeyValue name={<Hint {...JOB_GLOSSARY.fullSize}>Full size</Hint>}>{formatBytes(checkpoint.state_size)}</KeyValue>
        <KeyValue name={<Hint {...JOB_GLOSSARY.inFlightData}>Processed (persisted)</Hint>}>
          {inFlightInWords(checkpoint.processed_data, checkpoint.persisted_data)}
        </KeyValue>
        <KeyValue name="Type">{fullTypeInWords({ type: checkpoint.checkpoint_type, isSavepoint: checkpoint.is_savepoint }, true)}</KeyValue>
        {checkpoint.is_savepoint && <KeyValue name="Format">{visibleText(checkpoint.savepointFormat ?? DASH)}</KeyValue>}
        <KeyValue name="Discarded">{checkpoint.discarded ? "yes" : "no"}</KeyValue>
      </KeyValues>
      <Path path={path} />
    </>
  );
}

function Failed({ checkpoint, onSelect }: { checkpoint: FailedCheckpoint; onSelect: OnSelect }): ReactNode {
  return (
    <KeyValues className="leading-6">
      <Id id={checkpoint.id} onSelect={onSelect} />
      <Time name="Failed" atMs={checkpoint.failure_timestamp} />
      <KeyValue name="After">{formatDuration(checkpoint.end_to_end_duration)}</KeyValue>
      <KeyValue name="Cause" className="wrap-anywhere whitespace-normal text-st-failed-text">
        {visibleText(checkpoint.failure_message ?? "no reason given")}
      </KeyValue>
    </KeyValues>
  );
}

function Restored({ restored, onSelect }: { restored: RestoredCheckpoint; onSelect: OnSelect }): ReactNode {
  return (
    <>
      <KeyValues className="leading-6">
        <Id id={restored.id} onSelect={onSelect} />
        <Time name="Restored" atMs={restored.restore_timestamp} />
        <KeyValue name="Type">{restored.is_savepoint ? "savepoint" : "checkpoint"}</KeyValue>
      </KeyValues>
      <Path path={restored.external_path} />
    </>
  );
}

function Path({ path }: { path: string | null | undefined }): ReactNode {
  return path === null || path === undefined ? (
    <p className="mt-1.5 text-dense text-fg-3">No path reported.</p>
  ) : (
    <CopyLine text={copyable(path)} label="the path" />
  );
}
