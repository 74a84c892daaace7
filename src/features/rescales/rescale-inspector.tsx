import { clsx } from "clsx";
import { type CSSProperties, type ReactNode } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { isNotFound } from "../../client/http-status-error.ts";
import { useFact } from "../../client/use-client.tsx";
import { DASH, formatClockMillis, formatClockTenths, formatCount, formatDuration, shortId } from "../../domain/units.ts";
import { causeInWords } from "../../domain/rescale.ts";
import { rescaleHistoryOptions, rescaleOptions } from "../../observe/rescales.ts";
import type { Rescale, SlotSharingGroupRescale, VertexRescale } from "../../rest/rescales.ts";
import { useFactsNow } from "../../ui/clock.ts";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { Hint } from "../../ui/hint.tsx";
import { Inspector, InspectorSection } from "../../ui/inspector.tsx";
import { KeyValue, KeyValues } from "../../ui/key-values.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { QueryRegion } from "../../ui/query-region.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Cell, HeadCell, Row, Table } from "../../ui/table.tsx";
import { changeInWords, rescaleRow, type StateSpan, stateSpans } from "./rescales-model.ts";
import { Time } from "../../ui/time.tsx";

/**
 * The details of one rescale: cause, result, scheduler states, and each vertex and its slots before
 * and after.
 */
export function RescaleInspector({
  jobId,
  rescaleId,
  isLive,
  onTables,
  onClose,
}: {
  jobId: string;
  rescaleId: string;
  isLive: boolean;
  /** Opens the tables with all columns. */
  onTables: () => void;
  onClose: () => void;
}): ReactNode {
  const seen = useFact(rescaleHistoryOptions, jobId, { isLive }).data?.find(({ rescaleUuid }) => rescaleUuid === rescaleId);
  const details = useFact(rescaleOptions, jobId, rescaleId, isLive);
  const isGone = isNotFound(details.error);
  const facts = details.data ?? seen;
  const nowMs = useFactsNow();
  const row = facts === undefined ? undefined : rescaleRow(facts, details.data, nowMs);
  return (
    <Inspector
      label={`Rescale ${shortId(rescaleId)}`}
      title={`Rescale ${(row === undefined ? undefined : changeInWords(row.change)) ?? shortId(rescaleId)}`}
      facts={
        row !== undefined && (
          <>
            <StateBadge {...row.look} />
            <span className="text-fg-2">{row.reason}</span>
          </>
        )
      }
      onClose={onClose}
    >
      {facts !== undefined && row !== undefined && (
        <InspectorSection>
          <KeyValues className="leading-6">
            <KeyValue name="Cause">
              {typeof facts.triggerCause === "string" ? (
                <Hint text={facts.triggerCause}>{causeInWords(facts.triggerCause)}</Hint>
              ) : (
                causeInWords(facts.triggerCause)
              )}
            </KeyValue>
            <KeyValue name="Started">{formatClockMillis(row.startMs, nowMs)}</KeyValue>
            <KeyValue name="Ended">{formatClockMillis(facts.endTimestampInMillis ?? undefined, nowMs)}</KeyValue>
            <KeyValue name="Duration">{formatDuration(row.tookMs)}</KeyValue>
            <KeyValue name="Downtime">{formatDuration(row.downtimeMs)}</KeyValue>
            <KeyValue name="Attempt">
              {formatCount(row.attempt)} for requirements{" "}
              <Hint title="UUID of the requirements" text={facts.resourceRequirementsUuid} className="mono">
                {visibleText(shortId(facts.resourceRequirementsUuid))}
              </Hint>
            </KeyValue>
            <KeyValue name="UUID" className="mono" title={visibleText(rescaleId)}>
              {visibleText(rescaleId)}
            </KeyValue>
          </KeyValues>
        </InspectorSection>
      )}
      {isGone ? (
        <InspectorSection>
          <EmptyState>The cluster has no such rescale. Its history may have dropped it.</EmptyState>
        </InspectorSection>
      ) : (
        <QueryRegion
          query={details}
          loading={
            <InspectorSection>
              <Skeleton width={220} />
            </InspectorSection>
          }
        >
          {(rescale) => <Details rescale={rescale} onTables={onTables} />}
        </QueryRegion>
      )}
    </Inspector>
  );
}

function Details({ rescale, onTables }: { rescale: Rescale; onTables: () => void }): ReactNode {
  const spans = stateSpans(rescale);
  const exceptions = spans.filter(({ exception }) => exception !== undefined);
  const vertices = Object.entries(rescale.vertices ?? {});
  const slots = Object.entries(rescale.slots ?? {});
  return (
    <>
      <InspectorSection title="Scheduler states" end={<LinkButton onPress={onTables}>All columns</LinkButton>}>
        {spans.length === 0 ? <p className="text-dense text-fg-2">The scheduler has not left Executing yet.</p> : <States spans={spans} />}
      </InspectorSection>
      {exceptions.map(({ key, state, exception }) => (
        <InspectorSection key={key} title={`Thrown in ${state}`}>
          <pre
            className="max-h-55 overflow-auto rounded-2 bg-surface-2 px-2.5 py-2 font-mono text-label/4.25 font-regular whitespace-pre normal-nums"
            tabIndex={0}
            aria-label={`Stack trace, ${state}`}
          >
            {visibleText(exception ?? "")}
          </pre>
        </InspectorSection>
      ))}
      {vertices.length > 0 && (
        <InspectorSection title="Parallelism">
          <Changes
            label="Parallelism of each vertex"
            rows={vertices.map(([id, vertex]) => ({ id, ...vertexChange(id, vertex) }))}
            nameHead="Vertex"
          />
        </InspectorSection>
      )}
      {slots.length > 0 && (
        <InspectorSection title="Slots">
          <Changes
            label="Slots of each slot sharing group"
            rows={slots.map(([id, group]) => ({ id, ...groupChange(id, group) }))}
            nameHead="Slot sharing group"
          />
        </InspectorSection>
      )}
    </>
  );
}

function States({ spans }: { spans: readonly StateSpan[] }): ReactNode {
  return (
    <>
      <div className="relative mb-1.5 h-3 overflow-hidden rounded-[1.5px] bg-surface-3" aria-hidden="true">
        {spans.map(({ key, left, width, isExecuting }) => {
          const style: CSSProperties = { left: `${String(left * 100)}%`, width: `${String(width * 100)}%` };
          return <i key={key} className={clsx("absolute inset-y-0 min-w-px", stateColour(isExecuting))} style={style} />;
        })}
      </div>
      <Table label="Scheduler states" density="inspector">
        <thead>
          <tr>
            <HeadCell>State</HeadCell>
            <HeadCell isNumeric className="w-22">
              Entered
            </HeadCell>
            <HeadCell isNumeric className="w-14.5">
              For
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {spans.map(({ key, state, isExecuting, enterMs, durationMs }) => (
            <Row key={key}>
              <Cell title={state}>
                <i className={clsx("mr-1.75 inline-block size-2 rounded-[1.5px]", stateColour(isExecuting))} />
                {state}
              </Cell>
              <Cell isNumeric className="text-fg-2">
                <Time atMs={enterMs}>{formatClockTenths(enterMs)}</Time>
              </Cell>
              <Cell isNumeric>{formatDuration(durationMs)}</Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </>
  );
}

function stateColour(isExecuting: boolean): string {
  return isExecuting ? "bg-st-running" : "bg-st-restarting";
}

type Change = { readonly name: string; readonly values: readonly (number | null | undefined)[] };

function vertexChange(id: string, vertex: VertexRescale): Change {
  const { jobVertexName, preRescaleParallelism, postRescaleParallelism, sufficientParallelism, desiredParallelism } = vertex;
  return {
    name: jobVertexName ?? id,
    values: [preRescaleParallelism, postRescaleParallelism, sufficientParallelism, desiredParallelism],
  };
}

function groupChange(id: string, group: SlotSharingGroupRescale): Change {
  const { slotSharingGroupName, preRescaleSlots, postRescaleSlots, minimalRequiredSlots, desiredSlots } = group;
  return { name: slotSharingGroupName ?? id, values: [preRescaleSlots, postRescaleSlots, minimalRequiredSlots, desiredSlots] };
}

/** Parallelism before and after, and the bounds. */
function Changes({ label, nameHead, rows }: { label: string; nameHead: string; rows: readonly (Change & { id: string })[] }): ReactNode {
  return (
    <div className="max-h-80 overflow-auto">
      <Table label={label} density="inspector">
        <thead>
          <tr>
            <HeadCell>{nameHead}</HeadCell>
            {["Before", "After", "Min", "Max"].map((head) => (
              <HeadCell key={head} isNumeric className="w-11.5">
                {head}
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, values }) => (
            <Row key={id}>
              <Cell title={visibleText(name)}>{visibleText(name)}</Cell>
              {values.map((value, index) => (
                <Cell key={["before", "after", "least", "most"][index]} isNumeric>
                  {value === null || value === undefined ? <span className="text-fg-3">{DASH}</span> : formatCount(value)}
                </Cell>
              ))}
            </Row>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
