import { type ReactNode, useMemo, useState } from "react";

import { failureWords } from "../../client/failure-words.ts";
import { useFact } from "../../client/use-client.tsx";
import { formatAge, formatCounted } from "../../domain/units.ts";
import { Age } from "../../ui/age.tsx";
import { Button } from "../../ui/button.tsx";
import { downloadText } from "../../ui/download.ts";
import { EmptyState, ErrorState } from "../../ui/empty-and-error-state.tsx";
import { LineView, type ViewedLine } from "../../ui/line-view.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { TOOL_WORDS } from "./process-class.ts";
import { ProcessTools } from "./process-tools.tsx";
import type { FlinkProcess } from "../../observe/process.ts";
import { threadDumpOptions } from "../../observe/processes.ts";
import { countStates, filterThreads, readThreads, type Thread } from "./thread-model.ts";

/**
 * What a dump does to a process. It runs at a safepoint, so no thread goes on until it is complete.
 * With tens of thousands of threads, a TaskManager can miss its heartbeats (FLINK-39984).
 */
const CONSEQUENCE: Readonly<Record<FlinkProcess["kind"], string>> = {
  jobmanager: "All threads of the JobManager stop while it is taken.",
  taskmanager:
    "All threads of the TaskManager stop while it is taken. With tens of thousands of threads this can take longer than heartbeat.timeout: the JobManager then considers the TaskManager lost and restarts its jobs (FLINK-39984).",
};

/**
 * The activity of every thread of a process at the time of the request. Taken on a press only,
 * because that can disturb the process.
 */
export function ThreadDump({ process }: { process: FlinkProcess }): ReactNode {
  const dump = useFact(threadDumpOptions, process);
  const [filter, setFilter] = useState("");
  const threads = useMemo(() => readThreads(dump.data?.threadInfos ?? []), [dump.data]);
  const shown = useMemo(() => filterThreads(threads, filter), [threads, filter]);
  const lines = useMemo(() => linesOf(shown), [shown]);
  if (dump.data === undefined) {
    const failure = dump.error === null ? undefined : failureWords(dump.error);
    if (failure === undefined && !dump.isFetching) {
      return (
        <div className="p-4 text-dense text-fg-2">
          <p className="max-w-155">A thread dump lists every thread with its state and stack. {CONSEQUENCE[process.kind]}</p>
          <div className="mt-3">
            <Button kind="primary" onPress={() => void dump.refetch()}>
              Take thread dump
            </Button>
          </div>
        </div>
      );
    }
    return failure === undefined || dump.isFetching ? (
      <EmptyState>Taking the thread dump …</EmptyState>
    ) : (
      <ErrorState words={failure.words} reply={failure.reply} onRetry={() => void dump.refetch()} />
    );
  }
  return (
    <div className="flex h-full flex-col">
      <ProcessTools
        end={
          <>
            <span className={TOOL_WORDS}>
              as of <Age sinceMs={dump.dataUpdatedAt} format={formatAge} /> ago
            </span>
            <Button
              small
              disabledReason={dump.isFetching ? "The thread dump is being taken." : undefined}
              onPress={() => void dump.refetch()}
            >
              Take another
            </Button>
            <Button small onPress={() => downloadText("threads.txt", threads.map(({ text }) => text).join("\n\n"))}>
              Download
            </Button>
          </>
        }
      >
        <SearchField label="Filter threads" value={filter} onChange={setFilter} />
        <span className={TOOL_WORDS}>
          {shown.length < threads.length ? `${String(shown.length)} of ` : ""}
          {formatCounted(threads.length, "thread")}
          {threads.length > 0 &&
            `: ${countStates(shown)
              .map(({ state, count }) => `${String(count)} ${state}`)
              .join(", ")}`}
        </span>
      </ProcessTools>
      {threads.length === 0 ? (
        <EmptyState>The thread dump is empty.</EmptyState>
      ) : shown.length === 0 ? (
        <EmptyState>No thread's name or stack contains “{filter.trim()}”.</EmptyState>
      ) : (
        <LineView label="Threads" lines={lines} />
      )}
    </div>
  );
}

function linesOf(threads: readonly Thread[]): readonly ViewedLine[] {
  return threads
    .flatMap(({ text, state }): Omit<ViewedLine, "number">[] => [
      ...text.split("\n").map((line, index) => ({ text: line, tone: toneOf(state, index) })),
      { text: "" },
    ])
    .map((line, index) => ({ ...line, number: index + 1 }));
}

/** Blocked threads are highlighted. The stack is dimmed below its first line. */
function toneOf(state: string | undefined, index: number): ViewedLine["tone"] {
  if (state === "BLOCKED") return "wrong";
  return index === 0 ? undefined : "soft";
}
