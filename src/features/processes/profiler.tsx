import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { useRefusal } from "../../client/use-capabilities.ts";
import { failureWords } from "../../client/failure-words.ts";
import { HttpStatusError } from "../../client/http-status-error.ts";
import { useBackend, useFact } from "../../client/use-client.tsx";
import { DASH, formatClock, formatCounted } from "../../domain/units.ts";
import type { Profiling, ProfilingMode } from "../../rest/profiling.ts";
import { Button } from "../../ui/button.tsx";
import { useNow } from "../../ui/clock.ts";
import { downloadText } from "../../ui/download.ts";
import { EmptyState, ErrorState } from "../../ui/empty-and-error-state.tsx";
import { QueryRegion } from "../../ui/query-region.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { Cell, HeadCell, Row, Table } from "../../ui/table.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { callProfilingFile, type FlinkProcess } from "../../observe/process.ts";
import { isProfiling, profilingsOptions } from "../../observe/processes.ts";
import { useStartProfiling } from "./queries.ts";

/** What each mode of async-profiler samples. The mode that works everywhere comes first. */
const MODES: readonly { value: ProfilingMode; label: string; counts: string }[] = [
  {
    value: "ITIMER",
    label: "CPU time, by timer",
    counts: "Samples stacks of running threads, Java and native. Works everywhere, but without kernel frames.",
  },
  {
    value: "CPU",
    label: "CPU time, by perf_events",
    counts: "Like the timer, but with kernel frames. The machine must allow perf_events.",
  },
  { value: "WALL", label: "Wall-clock time", counts: "Samples stacks of all threads: running, sleeping or blocked." },
  { value: "ALLOC", label: "Allocations", counts: "Samples memory allocations. The last frame of each stack is the allocated class." },
  { value: "LOCK", label: "Locks", counts: "Samples threads that wait for a monitor or lock, weighted by waiting time." },
];

/**
 * Flink's default, and the minimum. The maximum is `rest.profiling.duration-max`, 300 s by default.
 * Flink reports an error above it.
 */
const DEFAULT_SECONDS = "30";

/**
 * Profiles a JVM of the cluster with async-profiler, which Flink includes, and lists the latest
 * runs.
 */
export function Profiler({ process }: { process: FlinkProcess }): ReactNode {
  const runs = useFact(profilingsOptions, process);
  if (runs.error instanceof HttpStatusError && runs.error.status === 404) {
    return <EmptyState>The profiler is disabled on this cluster (rest.profiling.enabled).</EmptyState>;
  }
  // Whether there is a profiler is known once the call was answered or failed.
  const isAnswered = runs.data !== undefined || runs.error !== null;
  return (
    <div>
      {isAnswered && <StartProfiling process={process} isBusy={runs.data?.profilingList.some(isProfiling) ?? false} />}
      <QueryRegion query={runs} loading={<EmptyState>Loading profiler runs …</EmptyState>}>
        {({ profilingList }) =>
          profilingList.length === 0 ? (
            <EmptyState>No profiler runs yet. Flink keeps the latest ten.</EmptyState>
          ) : (
            <Runs process={process} runs={profilingList} />
          )
        }
      </QueryRegion>
    </div>
  );
}

const START = {
  title: "Start profiling",
  text: "Runs async-profiler in the process for this time and writes a flame graph as an HTML file.",
};

function StartProfiling({ process, isBusy }: { process: FlinkProcess; isBusy: boolean }): ReactNode {
  const [mode, setMode] = useState<ProfilingMode>("ITIMER");
  const [seconds, setSeconds] = useState(DEFAULT_SECONDS);
  const refusal = useRefusal(process.kind === "jobmanager" ? "startJobManagerProfiling" : "startTaskManagerProfiling");
  const start = useStartProfiling(process);
  const isNumber = /^[1-9]\d{0,4}$/.test(seconds.trim());
  const failure = start.error === null ? undefined : failureWords(start.error);
  const disabledReason =
    refusal ??
    (start.isPending ? "The request is in progress." : isBusy ? "A run is in progress. Flink allows one at a time." : undefined) ??
    (isNumber ? undefined : "Enter a valid duration first.");
  return (
    <section className="p-4" aria-label="Start profiling">
      {/* The margin aligns the button with the fields, which are below their labels. */}
      <div className="flex flex-wrap items-start gap-3 *:first:basis-70 [&>button]:mt-5.5">
        <SelectField
          label="Mode"
          options={MODES}
          value={mode}
          onChange={(value) => setMode(MODES.find((known) => known.value === value)?.value ?? mode)}
        />
        <TextField
          label="Seconds"
          value={seconds}
          isShort
          error={isNumber ? undefined : "Enter a whole number of seconds, at least 1."}
          onChange={setSeconds}
        />
        <Button
          kind="primary"
          hint={START}
          disabledReason={disabledReason}
          onPress={() => start.mutate({ mode, duration: Number(seconds) })}
        >
          Start profiling
        </Button>
      </div>
      <p className="text-fg-3">{MODES.find(({ value }) => value === mode)?.counts}</p>
      {failure !== undefined && <ErrorState words={failure.words} reply={failure.reply} />}
    </section>
  );
}

function Runs({ process, runs }: { process: FlinkProcess; runs: readonly Profiling[] }): ReactNode {
  const now = useNow();
  return (
    <Table label="Profiler runs" density="scan">
      <thead>
        <tr>
          <HeadCell>Started</HeadCell>
          <HeadCell>Mode</HeadCell>
          <HeadCell isNumeric>For</HeadCell>
          <HeadCell>Status</HeadCell>
          <HeadCell>Result</HeadCell>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <Row key={`${String(run.triggerTime)} ${run.mode}`}>
            <Cell>{formatClock(run.triggerTime, now)}</Cell>
            <Cell>{visibleText(run.mode)}</Cell>
            <Cell isNumeric>{formatCounted(run.duration, "second")}</Cell>
            <Cell>{visibleText(run.status)}</Cell>
            <Cell>
              <Result process={process} run={run} />
            </Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}

/**
 * The file to download, or the process's message if there is none. The file is a page with its own
 * script, so it is never shown inside this page.
 */
function Result({ process, run }: { process: FlinkProcess; run: Profiling }): ReactNode {
  const backend = useBackend();
  const file = run.outputFile ?? "";
  const download = useMutation({
    mutationFn: () => callProfilingFile(backend, process, file),
    onSuccess: (text) => downloadText(file, text),
  });
  if (run.status !== "FINISHED" || file === "") return run.message ? visibleText(run.message) : DASH;
  return (
    <>
      <Button small disabledReason={download.isPending ? "The file is being downloaded." : undefined} onPress={() => download.mutate()}>
        Download
      </Button>{" "}
      <span className="mono">{visibleText(file)}</span>
      {download.error !== null && <span role="alert"> {failureWords(download.error).words}</span>}
    </>
  );
}
