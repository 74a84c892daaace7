import "./rescales.css";

import { type CSSProperties, type ReactNode } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { useFact } from "../../client/use-client.tsx";
import { DASH, formatClockTenths, formatCount, formatDuration, shortId } from "../../domain/units.ts";
import { causeInWords } from "../../domain/rescale.ts";
import { rescaleHistoryOptions, rescaleOptions } from "../../observe/rescales.ts";
import type { Rescale, SlotSharingGroupRescale, VertexRescale } from "../../rest/rescales.ts";
import { useNow } from "../../ui/clock.ts";
import { EmptyState } from "../../ui/empty-and-error-state.tsx";
import { CloseIcon } from "../../ui/icons.tsx";
import { QueryRegion } from "../../ui/query-region.tsx";
import { StateBadge } from "../../ui/state-badge.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { changeInWords, rescaleRow, type StateSpan, stateSpans } from "./rescales-model.ts";

/** One rescale in full: why, what came of it, the scheduler's states, each vertex and its slots before and after. */
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
            <span className="soft">{row.reason}</span>
          </p>
        )}
      </header>
      {facts !== undefined && row !== undefined && (
        <section>
          <dl className="kv">
            <dt>Because</dt>
            <dd title={visibleText(facts.triggerCause ?? "")}>{causeInWords(facts.triggerCause)}</dd>
            <dt>Started</dt>
            <dd>{formatClockTenths(row.startMs)}</dd>
            <dt>Ended</dt>
            <dd>{formatClockTenths(facts.endTimestampInMillis ?? undefined)}</dd>
            <dt>Took</dt>
            <dd>{formatDuration(row.tookMs)}</dd>
            <dt>Not executing</dt>
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
          <EmptyState>This cluster keeps no such rescale: its history has dropped it, or never had it.</EmptyState>
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
          <h3>States of the scheduler</h3>
        </div>
        {spans.length === 0 ? <p className="soft">It has not left Executing yet.</p> : <States spans={spans} />}
      </section>
      {exceptions.map(({ key, state, exception }) => (
        <section key={key}>
          <div className="sec">
            <h3>Thrown in {state}</h3>
          </div>
          <pre className="rs-trace" tabIndex={0} aria-label={`Stack trace, ${state}`}>
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
      <div className="rs-bar" aria-hidden="true">
        {spans.map(({ key, left, width, isExecuting }) => {
          const style: CSSProperties = { left: `${String(left * 100)}%`, width: `${String(width * 100)}%` };
          return <i key={key} className={isExecuting ? "executing" : undefined} style={style} />;
        })}
      </div>
      <table className="dt rs-states" aria-label="States of the scheduler">
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col" className="num">
              Entered
            </th>
            <th scope="col" className="num">
              For
            </th>
          </tr>
        </thead>
        <tbody>
          {spans.map(({ key, state, isExecuting, enterMs, durationMs }) => (
            <tr key={key}>
              <td title={state}>
                <i className={isExecuting ? "rs-sw executing" : "rs-sw"} />
                {state}
              </td>
              <td className="num soft">{formatClockTenths(enterMs)}</td>
              <td className="num">{formatDuration(durationMs)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
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

/** Before, after, and between which bounds. */
function Changes({ label, nameHead, rows }: { label: string; nameHead: string; rows: readonly (Change & { id: string })[] }): ReactNode {
  return (
    <div className="rs-changes">
      <table className="dt" aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{nameHead}</th>
            {["Before", "After", "Least", "Most"].map((head) => (
              <th key={head} scope="col" className="num">
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
                <td key={["before", "after", "least", "most"][index]} className="num">
                  {value === null || value === undefined ? <span className="none">{DASH}</span> : formatCount(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
