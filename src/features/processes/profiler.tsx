import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useMemo, useState } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { useRefusal } from "../../client/use-capabilities.ts";
import { failureWords } from "../../client/failure-words.ts";
import { HttpStatusError } from "../../client/http-status-error.ts";
import { useBackend, useFact } from "../../client/use-client.tsx";
import { DASH, formatCounted } from "../../domain/units.ts";
import type { Profiling, ProfilingMode } from "../../rest/profiling.ts";
import { Button } from "../../ui/button.tsx";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { downloadText } from "../../ui/download.ts";
import { EmptyState, ErrorState } from "../../ui/empty-and-error-state.tsx";
import { QueryRegion } from "../../ui/query-region.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { callProfilingFile, type FlinkProcess } from "../../observe/process.ts";
import { isProfiling, profilingsOptions } from "../../observe/processes.ts";
import { ClockTime } from "./clock-time.tsx";
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
    return (
      <EmptyState>
        The profiler is disabled on this cluster (rest.profiling.enabled). It runs <ProfilerWiki /> in the process.
      </EmptyState>
    );
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

/** In a new tab, because leaving this page would end the playground. */
function ProfilerWiki(): ReactNode {
  return (
    <a href="https://github.com/async-profiler/async-profiler/wiki" className="underline" target="_blank" rel="noreferrer">
      async-profiler
    </a>
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
      <p className="text-fg-3">
        {MODES.find(({ value }) => value === mode)?.counts} More about the modes and the results: <ProfilerWiki />.
      </p>
      {failure !== undefined && <ErrorState words={failure.words} reply={failure.reply} />}
    </section>
  );
}

/** A run and its place in the list, from 1, as Flink's WebUI counts them. */
type RunRow = { readonly index: number; readonly run: Profiling };

function Runs({ process, runs }: { process: FlinkProcess; runs: readonly Profiling[] }): ReactNode {
  const rows = useMemo(() => runs.map((run, index) => ({ index: index + 1, run })), [runs]);
  const columns = useMemo(
    (): readonly Column<RunRow>[] => [
      ...COLUMNS,
      {
        id: "result",
        header: "Result",
        sortBy: ({ run }) => run.outputFile ?? undefined,
        cell: ({ run }) => <Result process={process} run={run} />,
      },
    ],
    [process],
  );
  return <DataTable label="Profiler runs" columns={columns} rows={rows} rowKey={rowKey} density="scan" minWidth={1000} />;
}

function rowKey({ run }: RunRow): string {
  return `${String(run.triggerTime)} ${run.mode}`;
}

const COLUMNS: readonly Column<RunRow>[] = [
  { id: "index", header: "#", width: 48, isNumeric: true, sortBy: ({ index }) => index, cell: ({ index }) => index },
  {
    id: "started",
    header: "Started",
    width: 150,
    sortBy: ({ run }) => run.triggerTime,
    cell: ({ run }) => <ClockTime atMs={run.triggerTime} />,
  },
  {
    id: "finished",
    header: "Finished",
    width: 150,
    sortBy: ({ run }) => finishedMs(run),
    cell: ({ run }) => <ClockTime atMs={finishedMs(run)} />,
  },
  {
    id: "duration",
    header: "Duration",
    width: 96,
    isNumeric: true,
    sortBy: ({ run }) => run.duration,
    cell: ({ run }) => formatCounted(run.duration, "second"),
  },
  { id: "mode", header: "Mode", width: 76, sortBy: ({ run }) => run.mode, cell: ({ run }) => visibleText(run.mode) },
  { id: "status", header: "Status", width: 92, sortBy: ({ run }) => run.status, cell: ({ run }) => visibleText(run.status) },
  {
    id: "message",
    header: "Message",
    sortBy: ({ run }) => run.message ?? undefined,
    cell: ({ run }) => {
      const words = visibleText(run.message ?? "");
      return words === "" ? DASH : <span title={words}>{words}</span>;
    },
  },
];

/** Flink writes 0 or nothing while a run is in progress. */
function finishedMs({ finishedTime }: Profiling): number | undefined {
  return finishedTime === undefined || finishedTime === null || finishedTime <= 0 ? undefined : finishedTime;
}

/** The file to download. It is a page with its own script, so it is never shown inside this page. */
function Result({ process, run }: { process: FlinkProcess; run: Profiling }): ReactNode {
  const backend = useBackend();
  const file = run.outputFile ?? "";
  const download = useMutation({
    mutationFn: () => callProfilingFile(backend, process, file),
    onSuccess: (text) => downloadText(file, text),
  });
  if (run.status !== "FINISHED" || file === "") return DASH;
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
