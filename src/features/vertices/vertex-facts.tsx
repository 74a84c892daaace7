import type { ReactNode } from "react";

import { executionStateCounts, executionStateFacts, TIMED_STATES } from "../../domain/execution-state.ts";
import { GLOSSARY } from "../../domain/glossary.ts";
import { JOB_GLOSSARY } from "../../domain/job-glossary.ts";
import { formatBytes, formatCount, formatDuration, formatSpan } from "../../domain/units.ts";
import { vertexPhase } from "../../domain/vertex-phase.ts";
import type { MetricStatistics } from "../../rest/io-metrics.ts";
import type { JobVertex } from "../../rest/jobs.ts";
import { Hint } from "../../ui/hint.tsx";
import { InspectorSection } from "../../ui/inspector.tsx";
import { KeyValue, KeyValues } from "../../ui/key-values.tsx";
import { TaskCounts } from "../../ui/state-badge.tsx";
import { readCounter, REPORTING_PHASES } from "./counter.ts";
import { ClockTime, CounterText } from "./counter-text.tsx";

/**
 * When the vertex started and ended, its tasks, and its counters. `durations` are those of the
 * subtasks in each state, ms.
 */
export function VertexFacts({
  vertex,
  durations,
}: {
  vertex: JobVertex;
  durations: Readonly<Record<string, MetricStatistics>> | undefined;
}): ReactNode {
  const { metrics } = vertex;
  const isReporting = REPORTING_PHASES.has(vertexPhase(vertex));
  return (
    <>
      <InspectorSection title="Vertex">
        <KeyValues className="leading-6">
          <KeyValue name="Start time">
            <ClockTime atMs={vertex["start-time"]} isStop />
          </KeyValue>
          <KeyValue name="End time">
            <ClockTime atMs={vertex["end-time"]} isStop />
          </KeyValue>
          <KeyValue name="Duration">{formatSpan(vertex.duration, vertex["end-time"] >= 0)}</KeyValue>
          <KeyValue name={<Hint {...GLOSSARY.tasks}>Tasks</Hint>} className="overflow-x-auto">
            <TaskCounts counts={executionStateCounts(vertex.tasks)} showsBar={false} />
          </KeyValue>
          <KeyValue name={<Hint {...JOB_GLOSSARY.recordsReceived}>Records received</Hint>}>
            <CounterText counter={readCounter(metrics, "read-records", isReporting)} format={formatCount} />
          </KeyValue>
          <KeyValue name={<Hint {...JOB_GLOSSARY.recordsSent}>Records sent</Hint>}>
            <CounterText counter={readCounter(metrics, "write-records", isReporting)} format={formatCount} />
          </KeyValue>
          <KeyValue name={<Hint {...JOB_GLOSSARY.bytesReceived}>Bytes received</Hint>}>
            <CounterText counter={readCounter(metrics, "read-bytes", isReporting)} format={formatBytes} />
          </KeyValue>
          <KeyValue name={<Hint {...JOB_GLOSSARY.bytesSent}>Bytes sent</Hint>}>
            <CounterText counter={readCounter(metrics, "write-bytes", isReporting)} format={formatBytes} />
          </KeyValue>
        </KeyValues>
      </InspectorSection>
      {durations !== undefined && (
        <InspectorSection title="Longest time in a state" end={<span className="text-fg-3">of all subtasks</span>}>
          <KeyValues className="leading-6">
            {TIMED_STATES.map((state) => (
              <KeyValue key={state} name={<Hint text={executionStateFacts(state).meaning}>{state}</Hint>}>
                {formatDuration(durations[state]?.max)}
              </KeyValue>
            ))}
          </KeyValues>
        </InspectorSection>
      )}
    </>
  );
}
