import "./processes.css";

import { type ReactNode, useMemo, useState } from "react";
import { Link } from "react-router";

import { visibleText } from "../../base/visible-text.ts";
import { formatAge, formatBytes, formatCount, formatCounted } from "../../domain/units.ts";
import { Age } from "../../ui/age.tsx";
import { Button } from "../../ui/button.tsx";
import { Check } from "../../ui/check.tsx";
import { downloadText } from "../../ui/download.ts";
import { EmptyState, ErrorState } from "../../ui/empty-and-error-state.tsx";
import { LineView, type ViewedLine } from "../../ui/line-view.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { failureWords } from "../../client/failure-words.ts";
import { useFact } from "../../client/use-client.tsx";
import { countTroubles, filterLog, type Level, LEVELS, type LogLine, parseLog } from "./log-model.ts";
import type { FlinkProcess, LogFile } from "../../observe/process.ts";
import { logListOptions, logTextOptions } from "../../observe/processes.ts";

/** See {@link LogBrowser}. */
export type LogBrowserProps = {
  process: FlinkProcess;
  file: LogFile;
  /** Where a file is seen. */
  pathOf: (file: LogFile) => string;
};

/** A file larger than this is not read before somebody asks for it: Flink sends it whole. Bytes. */
const LARGE_BYTES = 32 * 1024 * 1024;

/** The files of a process at the side, and one of them. */
export function LogBrowser({ process, file, pathOf }: LogBrowserProps): ReactNode {
  const list = useFact(logListOptions, process);
  const logs = (list.data?.logs ?? []).toSorted((a, b) => b.mtime - a.mtime);
  const size = file.kind === "named" ? logs.find(({ name }) => name === file.name)?.size : undefined;
  const key = file.kind === "named" ? `named ${file.name}` : file.kind;
  return (
    <div className="log-browser">
      <nav aria-label="Files">
        <FileLink to={pathOf({ kind: "main" })} isHere={file.kind === "main"} name="Log" facts="the process's own (log.file)" />
        <FileLink to={pathOf({ kind: "stdout" })} isHere={file.kind === "stdout"} name="Stdout" facts="what it printed" />
        {logs.map(({ name, size: bytes, mtime }) => (
          <FileLink
            key={name}
            to={pathOf({ kind: "named", name })}
            isHere={file.kind === "named" && file.name === name}
            name={name}
            facts={
              <>
                {formatBytes(bytes)}, changed <Age sinceMs={mtime} format={formatAge} /> ago
              </>
            }
          />
        ))}
        {list.error !== null && list.data === undefined && <ErrorState words={failureWords(list.error).words} />}
      </nav>
      <OneFile key={key} process={process} file={file} size={size} isSizeKnown={file.kind !== "named" || !list.isPending} />
    </div>
  );
}

function FileLink({ to, isHere, name, facts }: { to: string; isHere: boolean; name: string; facts: ReactNode }): ReactNode {
  return (
    <Link to={to} aria-current={isHere ? "page" : undefined}>
      {visibleText(name)}
      <small>{facts}</small>
    </Link>
  );
}

function OneFile({
  process,
  file,
  size,
  isSizeKnown,
}: {
  process: FlinkProcess;
  file: LogFile;
  /** In bytes, as the list says. */
  size: number | undefined;
  /** False while the list is on its way. */
  isSizeKnown: boolean;
}): ReactNode {
  const [isFollowed, setIsFollowed] = useState(false);
  const [isWanted, setIsWanted] = useState(false);
  const isHeldBack = size !== undefined && size > LARGE_BYTES && !isWanted;
  const text = useFact(logTextOptions, process, file, { isFollowed, isEnabled: isSizeKnown && !isHeldBack });
  const name = visibleText(fileName(process, file));
  if (isHeldBack) {
    return (
      <div className="log-file">
        <div className="face">
          <p>
            {name} has {formatBytes(size)}, and Flink sends a file whole.
          </p>
          <div className="acts">
            <Button small onPress={() => setIsWanted(true)}>
              Read it
            </Button>
          </div>
        </div>
      </div>
    );
  }
  if (text.data === undefined) {
    const failure = text.error === null ? undefined : failureWords(text.error);
    return (
      <div className="log-file">
        {failure === undefined ? (
          <EmptyState>Reading {name} …</EmptyState>
        ) : (
          <ErrorState words={failure.words} reply={failure.reply} onRetry={() => void text.refetch()} />
        )}
      </div>
    );
  }
  return (
    <LogText
      name={name}
      text={text.data}
      end={
        <>
          <span className={text.error === null ? "muted" : "late"}>
            {text.error === null ? "read" : "could not be read again,"} <Age sinceMs={text.dataUpdatedAt} format={formatAge} /> ago
          </span>
          <Check isOn={isFollowed} label="Follow" onToggle={setIsFollowed} />
          <Button small disabledReason={text.isFetching ? "It is being read." : undefined} onPress={() => void text.refetch()}>
            Read again
          </Button>
        </>
      }
    />
  );
}

function LogText({ name, text, end }: { name: string; text: string; end: ReactNode }): ReactNode {
  const [filter, setFilter] = useState("");
  const [level, setLevel] = useState<Level>("TRACE");
  const lines = useMemo(() => parseLog(text), [text]);
  const shown = useMemo(() => filterLog(lines, { text: filter, level }).map(viewedLine), [lines, filter, level]);
  const { warnings, errors } = useMemo(() => countTroubles(lines), [lines]);
  const isFiltered = shown.length < lines.length;
  return (
    <div className="log-file">
      <div className="process-tools">
        <SearchField label="Filter lines" value={filter} onChange={setFilter} />
        <select
          aria-label="Least level"
          value={level}
          onChange={(event) => setLevel(LEVELS.find((one) => one === event.target.value) ?? "TRACE")}
        >
          {LEVELS.map((one) => (
            <option key={one} value={one}>
              {one === "TRACE" ? "all levels" : `${one} and above`}
            </option>
          ))}
        </select>
        <span className="muted">
          {isFiltered ? `${formatCount(shown.length)} of ${formatCounted(lines.length, "line")}` : formatCounted(lines.length, "line")}
          {warnings + errors > 0 && `, ${formatCounted(warnings, "warning")}, ${formatCounted(errors, "error")}`}
        </span>
        <span className="end">
          {end}
          <Button small onPress={() => downloadText(name, text)}>
            Download
          </Button>
        </span>
      </div>
      {lines.length === 0 ? (
        <EmptyState>{name} is empty.</EmptyState>
      ) : shown.length === 0 ? (
        <EmptyState>No line of {name} fits.</EmptyState>
      ) : (
        <LineView label={name} lines={shown} startsAtEnd />
      )}
    </div>
  );
}

const TONES: Partial<Record<Level, ViewedLine["tone"]>> = { TRACE: "soft", DEBUG: "soft", WARN: "late", ERROR: "wrong", FATAL: "wrong" };

function viewedLine({ number, text, level }: LogLine): ViewedLine {
  return { number, text, tone: level === undefined ? undefined : TONES[level] };
}

function fileName(process: FlinkProcess, file: LogFile): string {
  if (file.kind === "named") return file.name;
  const owner = process.kind === "jobmanager" ? "jobmanager" : process.id;
  return file.kind === "main" ? `${owner}.log` : `${owner}.out`;
}
