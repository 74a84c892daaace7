import { clsx } from "clsx";
import { type CSSProperties, type ReactNode } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { useFact } from "../../client/use-client.tsx";
import { DASH, formatClockTenths, formatCount, formatDuration, shortId } from "../../domain/units.ts";
import { causeInWords } from "../../domain/rescale.ts";
import { rescaleHistoryOptions, rescaleOptions } from "../../observe/rescales.ts";
import type { Rescale, SlotSharingGroupRescale, VertexRescale } from "../../rest/rescales.ts";
import { useNow } from "../../ui/clock.ts";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { Hint } from "../../ui/hint.tsx";
import { CloseIcon } from "../../ui/icons.tsx";
import { QueryRegion } from "../../ui/query-region.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { changeInWords, rescaleRow, type StateSpan, stateSpans } from "./rescales-model.ts";

/**
 * The details of one rescale: cause, result, scheduler states, and each vertex and its slots before
 * and after.
 */
export function RescaleInspector({
  jobId,
  rescaleId,
  isLive,
  onClose,
}: {
  jobId: string;
  rescaleId: string;
  isLive: boolean;
  onClose: () => void;
}): ReactNode {
  const seen = useFact(rescaleHistoryOptions, jobId, { isLive }).data?.find(({ rescaleUuid }) => rescaleUuid === rescaleId);
  const details = useFact(rescaleOptions, jobId, rescaleId, isLive);
  const isGone = details.error !== null && "status" in details.error && details.error.status === 404;
  const facts = details.data ?? seen;
  const nowMs = useNow();
  const row = facts === undefined ? undefined : rescaleRow(facts, details.data, nowMs);
  return (
    <aside className="inspector" aria-label={`Rescale ${shortId(rescaleId)}`}>
      <header>
        <h2>
          <span>Rescale {row === undefined ? shortId(rescaleId) : changeInWords(row.change)}</span>
          <button type="button" className="x" aria-label="Close" onClick={onClose}>
            <CloseIcon />
          </button>
        </h2>
        {row !== undefined && (
          <p className="meta">
            <StateBadge {...row.look} />
            <span className="text-fg-2">{row.reason}</span>
          </p>
        )}
      </header>
      {facts !== undefined && row !== undefined && (
        <section>
          <dl className="kv">
            <dt>Cause</dt>
            <dd>
              {typeof facts.triggerCause === "string" ? (
                <Hint text={facts.triggerCause}>{causeInWords(facts.triggerCause)}</Hint>
              ) : (
                causeInWords(facts.triggerCause)
              )}
            </dd>
            <dt>Started</dt>
            <dd>{formatClockTenths(row.startMs)}</dd>
            <dt>Ended</dt>
            <dd>{formatClockTenths(facts.endTimestampInMillis ?? undefined)}</dd>
            <dt>Duration</dt>
            <dd>{formatDuration(row.tookMs)}</dd>
            <dt>Downtime</dt>
            <dd>{formatDuration(row.downtimeMs)}</dd>
            <dt>Attempt</dt>
            <dd>
              {formatCount(row.attempt)} for requirements <span className="mono">{shortId(facts.resourceRequirementsUuid)}</span>
            </dd>
          </dl>
        </section>
      )}
      {isGone ? (
        <section>
          <EmptyState>The cluster has no such rescale. Its history may have dropped it.</EmptyState>
        </section>
      ) : (
        <QueryRegion
          query={details}
          loading={
            <section>
              <Skeleton width={220} />
            </section>
          }
        >
          {(rescale) => <Details rescale={rescale} />}
        </QueryRegion>
      )}
    </aside>
  );
}

function Details({ rescale }: { rescale: Rescale }): ReactNode {
  const spans = stateSpans(rescale);
  const exceptions = spans.filter(({ exception }) => exception !== undefined);
  const vertices = Object.entries(rescale.vertices ?? {});
  const slots = Object.entries(rescale.slots ?? {});
  return (
    <>
      <section>
        <div className="sec">
          <h3>Scheduler states</h3>
        </div>
        {spans.length === 0 ? <p className="text-dense text-fg-2">The scheduler has not left Executing yet.</p> : <States spans={spans} />}
      </section>
      {exceptions.map(({ key, state, exception }) => (
        <section key={key}>
          <div className="sec">
            <h3>Thrown in {state}</h3>
          </div>
          <pre
            className="max-h-55 overflow-auto rounded-2 bg-surface-2 px-2.5 py-2 font-mono text-label/4.25 font-[400] whitespace-pre normal-nums"
            tabIndex={0}
            aria-label={`Stack trace, ${state}`}
          >
            {visibleText(exception ?? "")}
          </pre>
        </section>
      ))}
      {vertices.length > 0 && (
        <section>
          <div className="sec">
            <h3>Parallelism</h3>
          </div>
          <Changes
            label="Parallelism of each vertex"
            rows={vertices.map(([id, vertex]) => ({ id, ...vertexChange(id, vertex) }))}
            nameHead="Vertex"
          />
        </section>
      )}
      {slots.length > 0 && (
        <section>
          <div className="sec">
            <h3>Slots</h3>
          </div>
          <Changes
            label="Slots of each slot sharing group"
            rows={slots.map(([id, group]) => ({ id, ...groupChange(id, group) }))}
            nameHead="Slot sharing group"
          />
        </section>
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
      <table className="dt" aria-label="Scheduler states">
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col" className="w-22 text-right whitespace-nowrap">
              Entered
            </th>
            <th scope="col" className="w-14.5 text-right whitespace-nowrap">
              For
            </th>
          </tr>
        </thead>
        <tbody>
          {spans.map(({ key, state, isExecuting, enterMs, durationMs }) => (
            <tr key={key}>
              <td title={state}>
                <i className={clsx("mr-1.75 inline-block size-2 rounded-[1.5px]", stateColour(isExecuting))} />
                {state}
              </td>
              <td className="text-right whitespace-nowrap text-fg-2">{formatClockTenths(enterMs)}</td>
              <td className="text-right whitespace-nowrap">{formatDuration(durationMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
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
      <table className="dt" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{nameHead}</th>
            {["Before", "After", "Min", "Max"].map((head) => (
              <th key={head} scope="col" className="w-11.5 text-right whitespace-nowrap">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, name, values }) => (
            <tr key={id}>
              <td title={visibleText(name)}>{visibleText(name)}</td>
              {values.map((value, index) => (
                <td key={["before", "after", "least", "most"][index]} className="text-right whitespace-nowrap">
                  {value === null || value === undefined ? <span className="text-fg-3">{DASH}</span> : formatCount(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
