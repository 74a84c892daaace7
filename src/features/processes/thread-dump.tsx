import { type ReactNode, useMemo, useState } from "react";

import { visibleText } from "../../base/visible-text.ts";
import { failureWords } from "../../client/failure-words.ts";
import { useFact } from "../../client/use-client.tsx";
import { formatAge, formatCounted } from "../../domain/units.ts";
import { Age } from "../../ui/age.tsx";
import { Button } from "../../ui/button.tsx";
import { downloadText } from "../../ui/download.ts";
import { EmptyState, ErrorState } from "../../ui/empty-and-error-state.tsx";
import { Hint } from "../../ui/hint.tsx";
import type { ViewedLine } from "../../ui/line-view.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { TOOL_WORDS } from "./process-class.ts";
import { TextViewer } from "./text-viewer.tsx";
import type { FlinkProcess } from "../../observe/process.ts";
import { threadDumpOptions, type ThreadDumps } from "../../observe/processes.ts";
import {
  changeWords,
  compareThreads,
  countStates,
  filterThreads,
  readThreads,
  type Thread,
  THREAD_STATES,
  type ThreadChange,
  type ThreadChanges,
  vertexThreadText,
} from "./thread-model.ts";

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
 * because that can disturb the process. `vertexName`: the vertex whose thread to go to.
 */
export function ThreadDump({ process, vertexName }: { process: FlinkProcess; vertexName?: string | undefined }): ReactNode {
  const dump = useFact(threadDumpOptions, process);
  if (dump.data === undefined) {
    const failure = dump.error === null ? undefined : failureWords(dump.error);
    if (failure === undefined && !dump.isFetching) {
      return (
        <div className="p-4 text-dense text-fg-2">
          <p className="max-w-155">A thread dump lists every thread with its state and stack. {CONSEQUENCE[process.kind]}</p>
          {vertexName !== undefined && (
            <p className="mt-1.5 max-w-155 wrap-anywhere">It then opens at the first thread of “{visibleText(vertexName)}”.</p>
          )}
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
    <TakenDump
      // Another vertex is another search.
      key={vertexName}
      dumps={dump.data}
      vertexName={vertexName}
      failure={dump.error === null ? undefined : failureWords(dump.error).words}
      isFetching={dump.isFetching}
      onTakeAnother={() => void dump.refetch()}
    />
  );
}

const ALL = "all";
const CHANGED = "changed";

const CHANGE_OPTIONS = [
  { value: ALL, label: "all threads" },
  { value: CHANGED, label: "changed since the dump before" },
];

function TakenDump({
  dumps: { dump, former, atMs },
  vertexName,
  failure,
  isFetching,
  onTakeAnother,
}: {
  dumps: ThreadDumps;
  vertexName: string | undefined;
  /** Why the last request failed. */
  failure: string | undefined;
  isFetching: boolean;
  onTakeAnother: () => void;
}): ReactNode {
  const [filter, setFilter] = useState("");
  const [state, setState] = useState<string>(ALL);
  const [which, setWhich] = useState(ALL);
  const threads = useMemo(() => readThreads(dump.threadInfos), [dump]);
  const compared = useMemo(
    () => (former === undefined ? undefined : compareThreads(readThreads(former.dump.threadInfos), threads)),
    [former, threads],
  );
  const isChangedOnly = which === CHANGED && compared !== undefined;
  const shown = useMemo(
    () =>
      filterThreads(threads, filter).filter(
        (thread) => (state === ALL || thread.state === state) && (!isChangedOnly || compared.changes.has(thread)),
      ),
    [threads, filter, state, isChangedOnly, compared],
  );
  const lines = useMemo(() => linesOf(shown, compared), [shown, compared]);
  const states = useMemo(() => [{ value: ALL, label: "all states" }, ...stateOptions(threads)], [threads]);
  return (
    <TextViewer
      label="Threads"
      lines={lines}
      initialFind={vertexName === undefined ? undefined : vertexThreadText(threads, vertexName)}
      end={
        <>
          {failure === undefined ? (
            <span className={TOOL_WORDS}>
              as of <Age sinceMs={atMs} format={formatAge} /> ago
            </span>
          ) : (
            <Hint text={failure} className="font-strong text-st-restarting-text">
              refresh failed, as of <Age sinceMs={atMs} format={formatAge} /> ago
            </Hint>
          )}
          <Button small disabledReason={isFetching ? "The thread dump is being taken." : undefined} onPress={onTakeAnother}>
            Take another
          </Button>
          <Button small onPress={() => downloadText("threads.txt", threads.map(({ text }) => text).join("\n\n"))}>
            Download
          </Button>
        </>
      }
      tools={
        <>
          <SearchField label="Filter threads" value={filter} onChange={setFilter} />
          <SelectField label="State" isInline options={states} value={state} onChange={setState} />
          {compared !== undefined && <SelectField label="Comparison" isInline options={CHANGE_OPTIONS} value={which} onChange={setWhich} />}
          <span className={TOOL_WORDS}>
            {shown.length < threads.length ? `${String(shown.length)} of ` : ""}
            {formatCounted(threads.length, "thread")}
            {threads.length > 0 &&
              `: ${countStates(shown)
                .map(({ state: name, count }) => `${String(count)} ${name}`)
                .join(", ")}`}
          </span>
          {compared !== undefined && former !== undefined && <Compared compared={compared} spanMs={atMs - former.atMs} />}
        </>
      }
      empty={
        threads.length === 0 ? (
          <EmptyState>The thread dump is empty.</EmptyState>
        ) : shown.length === 0 ? (
          <EmptyState>{filter.trim() === "" ? "No thread matches." : `No thread's name or stack contains “${filter.trim()}”.`}</EmptyState>
        ) : undefined
      }
    />
  );
}

/** The differences from the dump before, counted. `spanMs`: the time between the two. */
function Compared({ compared: { changes, ended }, spanMs }: { compared: ThreadChanges; spanMs: number }): ReactNode {
  const count = (kind: ThreadChange["kind"]): number => [...changes.values()].filter((change) => change.kind === kind).length;
  const names = ended.map(({ name }) => visibleText(name)).join(", ");
  return (
    <span className={TOOL_WORDS} role="note" aria-label="Comparison with the dump before">
      since the dump {formatAge(Math.max(0, spanMs))} before: {count("new")} new, {count("state")} in another state, {count("stack")} with
      another stack,{" "}
      {ended.length === 0 ? (
        "0 ended"
      ) : (
        <Hint text={names.length > MOST_NAMES ? `${names.slice(0, MOST_NAMES)} …` : names}>{`${String(ended.length)} ended`}</Hint>
      )}
    </span>
  );
}

/** More characters of names do not fit into a hint. */
const MOST_NAMES = 600;

function stateOptions(threads: readonly Thread[]): readonly { value: string; label: string }[] {
  const counts = new Map(countStates(threads).map(({ state, count }) => [state, count]));
  return THREAD_STATES.filter((state) => counts.has(state)).map((state) => ({
    value: state,
    label: `${state} (${String(counts.get(state))})`,
  }));
}

function linesOf(threads: readonly Thread[], compared: ThreadChanges | undefined): readonly ViewedLine[] {
  return threads
    .flatMap((thread): Omit<ViewedLine, "number">[] => {
      const change = compared?.changes.get(thread);
      const note = change === undefined ? undefined : changeWords(change);
      return [
        ...thread.text
          .split("\n")
          .map((line, index) => ({ text: line, tone: toneOf(thread.state, index), note: index === 0 ? note : undefined })),
        { text: "" },
      ];
    })
    .map((line, index) => ({ ...line, number: index + 1 }));
}

/** Blocked threads are highlighted. The stack is dimmed below its first line. */
function toneOf(state: string | undefined, index: number): ViewedLine["tone"] {
  if (state === "BLOCKED") return "wrong";
  return index === 0 ? undefined : "soft";
}
