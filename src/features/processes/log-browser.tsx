import { type ReactNode, useMemo, useState } from "react";
import { Link } from "react-router";

import { visibleText } from "../../base/visible-text.ts";
import { formatAge, formatBytes, formatClock, formatCount, formatCounted } from "../../domain/units.ts";
import { isSafeParameter } from "../../rest/path-parameter.ts";
import { Age } from "../../ui/age.tsx";
import { Button } from "../../ui/button.tsx";
import { Check } from "../../ui/check.tsx";
import { useNow } from "../../ui/clock.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { downloadText } from "../../ui/download.ts";
import { EmptyState, ErrorState } from "../../ui/empty-and-error-state.tsx";
import { findPattern, linesWith } from "../../ui/find-in-lines.ts";
import type { ViewedLine } from "../../ui/line-view.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { Time } from "../../ui/time.tsx";
import { failureWords } from "../../client/failure-words.ts";
import { useConfig, useFact } from "../../client/use-client.tsx";
import { countTroubles, filterLog, type Level, LEVELS, lineAt, type LogLine, parseLog } from "./log-model.ts";
import { TOOL_WORDS } from "./process-class.ts";
import { TextViewer } from "./text-viewer.tsx";
import type { FlinkProcess, LogFile } from "../../observe/process.ts";
import { logListOptions, logTextOptions } from "../../observe/processes.ts";
import type { LogList } from "../../rest/logs.ts";
import { LARGE_LOG_BYTES, LargeLogError, type LogText } from "../../observe/read-log.ts";

/** See {@link LogBrowser}. */
export type LogBrowserProps = {
  process: FlinkProcess;
  file: LogFile;
  /** The path of a file. */
  pathOf: (file: LogFile) => string;
  /** Where to start; undefined for the end. */
  place?: LogPlace | undefined;
};

/** A place in a log: a time, epoch ms, and a text to find from there on. */
export type LogPlace = { readonly atMs: number; readonly find: string };

/** The place of a file beside the list. */
const LOG_FILE = "flex min-h-0 min-w-0 flex-col";

/** While less than this was read again, the last age stays, so that following a small log does not flicker. Bytes. */
const SHOWN_FROM_BYTES = 1_048_576;

/** The list of a process's files and the selected file. */
export function LogBrowser({ process, file, pathOf, place }: LogBrowserProps): ReactNode {
  const list = useFact(logListOptions, process);
  const logs = list.data?.logs ?? [];
  const size = file.kind === "named" ? logs.find(({ name }) => name === file.name)?.size : undefined;
  const key = file.kind === "named" ? `named ${file.name}` : file.kind;
  return (
    <div className="grid h-full grid-cols-[360px_minmax(0,1fr)] grid-rows-1 max-desk:grid-cols-[300px_minmax(0,1fr)] max-tablet:grid-cols-1 max-tablet:grid-rows-[auto_minmax(0,1fr)]">
      <nav
        className="overflow-auto border-r border-line bg-page p-2 max-tablet:max-h-45 max-tablet:border-r-0 max-tablet:border-b"
        aria-label="Files"
      >
        <FileLink to={pathOf({ kind: "main" })} isHere={file.kind === "main"} name="Log" facts="the process's log (log.file)" />
        <FileLink to={pathOf({ kind: "stdout" })} isHere={file.kind === "stdout"} name="Stdout" facts="the process's standard output" />
        <Files logs={logs} shown={file} pathOf={pathOf} />
        {list.error !== null && list.data === undefined && <ErrorState words={failureWords(list.error).words} />}
      </nav>
      <OneFile key={key} process={process} file={file} size={size} isSizeKnown={file.kind !== "named" || !list.isPending} place={place} />
    </div>
  );
}

type FileRow = LogList["logs"][number];

/** The files of the log directory, the newest first. */
function Files({ logs, shown, pathOf }: { logs: readonly FileRow[]; shown: LogFile; pathOf: LogBrowserProps["pathOf"] }): ReactNode {
  const selected = shown.kind === "named" ? shown.name : undefined;
  const columns = useMemo(
    (): readonly Column<FileRow>[] => [
      {
        id: "name",
        header: "File",
        sortBy: ({ name }) => name,
        cell: ({ name }) => (
          <Link
            className="flex text-fg"
            to={pathOf({ kind: "named", name })}
            title={visibleText(name)}
            aria-label={visibleText(name)}
            aria-current={name === selected ? "page" : undefined}
          >
            <FileName name={visibleText(name)} />
          </Link>
        ),
      },
      ...FILE_FACTS,
    ],
    [pathOf, selected],
  );
  if (logs.length === 0) return null;
  return (
    <div className="mt-2">
      <DataTable
        label="Log files"
        columns={columns}
        rows={logs}
        rowKey={({ name }) => name}
        density="scan"
        initialSort={NEWEST_FIRST}
        selectedKey={selected}
      />
    </div>
  );
}

/** How much of the end of a name is never cut: files of one process differ only there, as in `.log` and `.out`. */
const END_LENGTH = 8;

function FileName({ name }: { name: string }): ReactNode {
  return (
    <>
      <span className="truncate">{name.slice(0, -END_LENGTH)}</span>
      <span className="flex-none">{name.slice(-END_LENGTH)}</span>
    </>
  );
}

const NEWEST_FIRST = { id: "changed", isDescending: true };

const FILE_FACTS: readonly Column<FileRow>[] = [
  {
    id: "changed",
    header: "Changed",
    width: 112,
    isNumeric: true,
    sortBy: ({ mtime }) => mtime,
    cell: ({ mtime }) => <ChangedTime atMs={mtime} />,
  },
  { id: "size", header: "Size", width: 88, isNumeric: true, sortBy: ({ size }) => size, cell: ({ size }) => formatBytes(size) },
];

/** To the second, because the column is narrow. The milliseconds are in the title. */
function ChangedTime({ atMs }: { atMs: number }): ReactNode {
  const now = useNow();
  return <Time atMs={atMs}>{formatClock(atMs, now)}</Time>;
}

function FileLink({ to, isHere, name, facts }: { to: string; isHere: boolean; name: string; facts: ReactNode }): ReactNode {
  return (
    <Link
      className="block rounded-2 px-2 py-1.25 wrap-anywhere text-fg hover:bg-surface-2 hover:no-underline aria-[current=page]:bg-accent-tint"
      to={to}
      aria-current={isHere ? "page" : undefined}
    >
      {visibleText(name)}
      <small className="block text-label leading-3.75 text-fg-3">{facts}</small>
    </Link>
  );
}

function OneFile({
  process,
  file,
  size,
  isSizeKnown,
  place,
}: {
  process: FlinkProcess;
  file: LogFile;
  /** In bytes, from the list. */
  size: number | undefined;
  /** False while the list loads. */
  isSizeKnown: boolean;
  place: LogPlace | undefined;
}): ReactNode {
  const [isFollowed, setIsFollowed] = useState(false);
  const [isLargeWanted, setIsLargeWanted] = useState(false);
  const [readBytes, setReadBytes] = useState(0);
  const isNameSafe = file.kind !== "named" || isSafeParameter(file.name);
  const isKnownAsLarge = size !== undefined && size > LARGE_LOG_BYTES && !isLargeWanted;
  const text = useFact(logTextOptions, process, file, {
    isFollowed: isFollowed && !isLargeWanted,
    isEnabled: isNameSafe && isSizeKnown && !isKnownAsLarge,
    isLargeWanted,
    onRead: setReadBytes,
  });
  const name = visibleText(fileName(process, file));
  if (!isNameSafe) {
    return (
      <div className={LOG_FILE}>
        <EmptyState>
          Drey does not ask for this file, because its name contains a slash, a backslash or a control character, perhaps encoded. Flink
          decodes names twice, so such a name could lead out of its log directory. Read the file on its machine.
        </EmptyState>
      </div>
    );
  }
  if (isKnownAsLarge || text.error instanceof LargeLogError) {
    return <LargeLog name={name} bytes={size ?? (text.error as LargeLogError | null)?.bytes} onPress={() => setIsLargeWanted(true)} />;
  }
  const reading = `${formatBytes(readBytes)}${size === undefined || size < readBytes ? "" : ` of ${formatBytes(size)}`}`;
  const stop = isLargeWanted && (
    <Button small onPress={() => setIsLargeWanted(false)}>
      Stop reading
    </Button>
  );
  if (text.data === undefined) {
    const failure = text.error === null ? undefined : failureWords(text.error);
    return (
      <div className={LOG_FILE}>
        {failure === undefined ? (
          <div className="flex items-baseline">
            <EmptyState>
              Reading {name} … {readBytes > 0 && reading}
            </EmptyState>
            {stop}
          </div>
        ) : (
          <ErrorState words={failure.words} reply={failure.reply} onRetry={() => void text.refetch()} />
        )}
      </div>
    );
  }
  const isReading = text.isFetching && readBytes > SHOWN_FROM_BYTES;
  return (
    <LogContent
      name={name}
      log={text.data}
      place={place}
      end={
        <>
          <span className={text.error === null ? TOOL_WORDS : "font-strong text-st-restarting-text"}>
            {isReading ? (
              `reading, ${reading}`
            ) : (
              <>
                {text.error === null ? "loaded" : "refresh failed, loaded"} <Age sinceMs={text.dataUpdatedAt} format={formatAge} /> ago
              </>
            )}
          </span>
          {!isLargeWanted && (
            <span className="[&>label]:mt-0 [&>label]:items-center">
              <Check isOn={isFollowed} label="Follow" onToggle={setIsFollowed} />
            </span>
          )}
          <Button small disabledReason={text.isFetching ? "The file is being loaded." : undefined} onPress={() => void text.refetch()}>
            Refresh
          </Button>
        </>
      }
    />
  );
}

/** Asks before a large file is read. */
function LargeLog({ name, bytes, onPress }: { name: string; bytes: number | undefined; onPress: () => void }): ReactNode {
  const size = bytes === undefined ? `more than ${formatBytes(LARGE_LOG_BYTES)}` : formatBytes(bytes);
  return (
    <div className={LOG_FILE}>
      <div className="px-4 pt-3 pb-4 text-dense text-fg-2 normal-nums">
        <p>
          {name} has {size}. Flink cannot send a part of a file, so Drey must read all of it to show its end. It keeps the last{" "}
          {formatBytes(LARGE_LOG_BYTES)}.
        </p>
        <div className="mt-1.75 flex items-center gap-3">
          <Button small onPress={onPress}>
            Load it
          </Button>
        </div>
      </div>
    </div>
  );
}

const LEVEL_OPTIONS = LEVELS.map((level) => ({ value: level, label: level === "TRACE" ? "all levels" : `${level} and above` }));

function LogContent({ name, log, place, end }: { name: string; log: LogText; place: LogPlace | undefined; end: ReactNode }): ReactNode {
  // The processes of a cluster write their times in the zone of its machines.
  const offsetMs = useConfig()?.["timezone-offset"] ?? 0;
  const now = useNow();
  const [filter, setFilter] = useState("");
  const [level, setLevel] = useState<Level>("TRACE");
  const { text, bytes, skippedBytes, skippedLines } = log;
  const lines = useMemo(() => parseLog(text, skippedLines), [text, skippedLines]);
  const shown = useMemo(() => filterLog(lines, { text: filter, level }).map(viewedLine), [lines, filter, level]);
  const start = useMemo(() => (place === undefined ? undefined : lineAt(shown, place.atMs, offsetMs)), [shown, place, offsetMs]);
  const { warnings, errors } = useMemo(() => countTroubles(lines), [lines]);
  const isFiltered = shown.length < lines.length;
  return (
    <div className={LOG_FILE}>
      <TextViewer
        // Another place starts a new search.
        key={place === undefined ? "" : `${String(place.atMs)} ${place.find}`}
        label={name}
        lines={shown}
        startsAtEnd
        initialFind={start !== undefined && place !== undefined && isNear(shown, start, place.find) ? place.find : undefined}
        initialLine={start}
        tools={
          <>
            <h2 className="min-w-0 font-title wrap-anywhere">{name}</h2>
            <SearchField label="Filter lines" value={filter} onChange={setFilter} />
            <SelectField
              label="Minimum level"
              isInline
              options={LEVEL_OPTIONS}
              value={level}
              onChange={(value) => setLevel(LEVELS.find((one) => one === value) ?? "TRACE")}
            />
            <span className={TOOL_WORDS}>
              {isFiltered ? `${formatCount(shown.length)} of ${formatCounted(lines.length, "line")}` : formatCounted(lines.length, "line")}
              {skippedBytes > 0 && `, the last ${formatBytes(bytes - skippedBytes)} of ${formatBytes(bytes)}`}
              {place !== undefined && start === undefined && `, none within a minute of ${formatClock(place.atMs, now)}`}
              {warnings + errors > 0 && `, ${formatCounted(warnings, "warning")}, ${formatCounted(errors, "error")}`}
            </span>
          </>
        }
        end={
          <>
            {end}
            <Button small onPress={() => downloadText(name, text)}>
              {skippedBytes === 0 ? "Download" : "Download this part"}
            </Button>
          </>
        }
        empty={
          lines.length === 0 ? (
            <EmptyState>{name} is empty.</EmptyState>
          ) : shown.length === 0 ? (
            <EmptyState>No line of {name} matches.</EmptyState>
          ) : undefined
        }
      />
    </div>
  );
}

/** The lines after a place in which its text is looked for. A match further away is about something else. */
const NEAR_LINES = 200;

function isNear(lines: readonly ViewedLine[], start: number, find: string): boolean {
  return linesWith(lines.slice(start, start + NEAR_LINES), findPattern(find)).length > 0;
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
