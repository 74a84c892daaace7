import "./start-job.css";

import { type ReactNode, useEffect, useState } from "react";
import { Link } from "react-router";

import { ENGINE_URL, restUrlOf } from "../../client/backend-address.ts";
import { useRefusal } from "../../client/use-capabilities.ts";
import { isUnderWay } from "../../client/operation.ts";
import { useOperation } from "../../client/use-operation.ts";
import { newId } from "../../observe/savepoint-calls.ts";
import { startCalls } from "../../observe/start-calls.ts";
import { rememberStart } from "../../client/started-jobs.ts";
import { useBackend, useConfig, useFact } from "../../client/use-client.tsx";
import { runBody, runLines, type RunRequest } from "../../domain/command-lines.ts";
import { parseArguments, PROGRAM_SWITCHES, withSwitch } from "../../domain/program-arguments.ts";
import { visibleText } from "../../base/visible-text.ts";
import { jobManagerConfigOptions, overviewOptions } from "../../client/cluster-options.ts";
import { formatCounted, formatDuration, shortId } from "../../domain/units.ts";
import { jarsOptions } from "../../observe/jars.ts";
import { Button } from "../../ui/button.tsx";
import { Check } from "../../ui/check.tsx";
import { useTenthsNow } from "../../ui/clock.ts";
import { CommandLines } from "../../ui/command-lines.tsx";
import { StartIcon } from "../../ui/icons.tsx";
import { Outcome } from "../../ui/outcome.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { missingBecause, NotKnown } from "../../ui/query-region.tsx";
import { JarChoice } from "./jar-choice.tsx";
import { configuredParallelism, initialArguments, judgeForm } from "./start-model.ts";
import { useOrigin } from "./use-origin.ts";

/** See {@link StartForm}. */
export type StartFormProps = {
  /** The job that is to go on, if any. */
  jobId: string | undefined;
  /** What it begins from; empty is anew. */
  savepointPath: string;
  /** Why that cannot be used, where the backend says so. */
  savepointProblem: string | undefined;
  onSavepointPath: (path: string) => void;
};

const KEY = "start form";

/** Starts a job, anew or from a savepoint. What was typed stays; render it anew (`key`) for another job that was chosen. */
export function StartForm({ jobId, savepointPath, savepointProblem, onSavepointPath }: StartFormProps): ReactNode {
  const backend = useBackend();
  const { operation, start, clear } = useOperation<string>(KEY);
  // What came of an earlier start belongs to what was filled in then.
  useEffect(clear, [clear]);
  const barred = useRefusal("runJar");
  // Where jobs may not be submitted, Flink has no such call at all.
  const takesJars = useConfig()?.features["web-submit"] !== false;
  const jars = useFact(jarsOptions, takesJars);
  const { origin, remembered, job, isKnown } = useOrigin(jobId, savepointPath);
  const [jarId, setJarId] = useState<string | undefined>(undefined);
  const [entryClass, setEntryClass] = useState<string | undefined>(undefined);
  const [argumentLine, setArgumentLine] = useState<string | undefined>(undefined);
  const [parallelism, setParallelism] = useState<string | undefined>(undefined);
  const [allowNonRestoredState, setAllow] = useState(false);
  const [confirmedFor, setConfirmedFor] = useState<string | undefined>(undefined);
  // Of another job's savepoint they have to be looked at again.
  const goesOn = jobId ?? "a path of an unknown job";
  const isConfirmed = confirmedFor === goesOn;

  const files = jars.data?.files ?? [];
  const jar =
    files.find(({ id }) => id === (jarId ?? remembered?.jarId)) ??
    files.find(({ name }) => name === remembered?.jarName) ??
    files.find(({ entry }) => entry.length > 0) ??
    files[0];
  const line = argumentLine ?? initialArguments(origin, backend.hasPlayground);
  const earlier =
    remembered?.parallelism ?? (job === undefined ? undefined : Math.max(...job.vertices.map((vertex) => vertex.parallelism)));
  const configured = configuredParallelism(useFact(jobManagerConfigOptions).data);
  const form = {
    jar,
    entryClass: entryClass ?? remembered?.entryClass ?? "",
    argumentLine: line,
    parallelism: parallelism ?? String(earlier ?? configured ?? DEFAULT_PARALLELISM),
    savepointPath,
    allowNonRestoredState,
    isConfirmed,
  };
  const { request, errors, refusal } = judgeForm(form, origin);
  const words = parseArguments(line);
  const isBusy = isUnderWay(operation);
  const restUrl = restUrlOf(backend);
  return (
    <section className="start-form px-4 pt-4 pb-5" aria-label="Start a job">
      <h2 className="text-title font-title">Start a job</h2>
      <p className="text-fg-2">{describeStart(jobId, job?.name, savepointPath, backend.hasPlayground)}</p>
      {barred !== undefined && <p className="font-strong text-st-restarting-text">{barred}</p>}
      <JarChoice query={jars} jar={jar} onChange={setJarId} />
      <TextField
        label="Entry class"
        value={form.entryClass}
        isMono
        placeholder={jar?.entry[0]?.name ?? "as the JAR's manifest says"}
        onChange={setEntryClass}
      />
      <TextField
        label="Program arguments"
        value={line}
        isMono
        error={errors.arguments}
        help={origin.kind === "remembered" ? "As this browser started the job before." : undefined}
        onChange={setArgumentLine}
      />
      {backend.hasPlayground && (
        <div>
          {PROGRAM_SWITCHES.map(({ argument, text }) => (
            <Check
              key={argument}
              isOn={words?.includes(argument) === true}
              label={<span className="mono">{argument}</span>}
              text={text}
              onToggle={(isOn) => setArgumentLine(withSwitch(line, argument, isOn))}
            />
          ))}
        </div>
      )}
      {origin.kind === "guessed" && isKnown && (
        <div className="mt-2.5 text-dense">
          <p className="font-strong text-st-restarting-text">
            Flink's REST API does not tell a job's arguments, and this browser did not start the one that goes on here.{" "}
            {job === undefined ? "These are the playground's own." : "These are what its plan looks like."}
          </p>
          <Check
            isOn={isConfirmed}
            label="They are what the job shall have"
            onToggle={(isOn) => setConfirmedFor(isOn ? goesOn : undefined)}
          />
        </div>
      )}
      <TextField
        label="Parallelism"
        value={form.parallelism}
        isShort
        error={errors.parallelism}
        help={
          parallelism === undefined && earlier === undefined && configured !== undefined
            ? "The cluster's parallelism.default. It goes with the request, for Flink itself would take 1."
            : undefined
        }
        onChange={setParallelism}
      />
      {request !== undefined && operation?.phase !== "done" && <Slots parallelism={request.parallelism} />}
      <TextField
        label="Start from"
        value={savepointPath}
        isMono
        placeholder="nothing: the job begins anew"
        error={savepointProblem}
        help="The path of a savepoint or a retained checkpoint: typed, or chosen from the list."
        onChange={onSavepointPath}
      />
      {savepointPath.trim() !== "" && (
        <Check
          isOn={allowNonRestoredState}
          label="Allow state that has no operator"
          text="State of operators that the program does not have any more is left behind (allowNonRestoredState)."
          onToggle={setAllow}
        />
      )}
      {request !== undefined && (
        <CommandLines
          lines={runLines(restUrl ?? ENGINE_URL, request)}
          hasAddress={restUrl !== undefined}
          remark={`Flink's client runs the program itself: its line needs the JAR beside it, and a real cluster.${restUrl === undefined ? " In curl's the JAR's id is the one here; another cluster has its own (GET /jars)." : ""}`}
        />
      )}
      {/* Stays in sight below a long form. */}
      <div className="sticky bottom-0 -mx-4 -mb-5 bg-surface px-4 pt-0.5 pb-3.5">
        <Became operation={operation} />
        <div className="mt-3 flex justify-end gap-2">
          <Button
            kind={operation?.phase === "done" ? "outline" : "primary"}
            disabledReason={barred ?? (isBusy ? "The job is being started." : refusal)}
            onPress={() => {
              if (request === undefined || isBusy) return;
              const newJobId = newId();
              rememberStart(memoryOf(newJobId, request));
              start(startCalls(backend, { jarId: request.jarId, jobId: newJobId, body: runBody(request) }));
            }}
          >
            <StartIcon />
            {operation?.phase === "done" ? "Start another" : "Start job"}
          </Button>
          {operation?.phase === "done" && (
            <Link className="btn primary" to={`/job/running/${operation.value}/overview`}>
              Go to the job
            </Link>
          )}
        </div>
      </div>
    </section>
  );
}

/** As the playground has it, where the cluster does not tell. */
const DEFAULT_PARALLELISM = 2;

function memoryOf(
  jobId: string,
  { jarId, jarName, entryClass, programArgs, parallelism }: RunRequest,
): Parameters<typeof rememberStart>[0] {
  return { jobId, jarId, jarName, entryClass, programArgs: [...programArgs], parallelism };
}

function describeStart(jobId: string | undefined, name: string | undefined, savepointPath: string, hasPlayground: boolean): string {
  const state =
    savepointPath.trim() === ""
      ? `It begins without state${hasPlayground ? ", and reads its topic from the beginning" : ""}.`
      : "It goes on from the state in the savepoint, also at another parallelism.";
  return jobId === undefined
    ? `A new job of a JAR's program. ${state}`
    : `${name === undefined ? `Job ${shortId(jobId)}` : visibleText(name)} again, as a new job with an id of its own. ${state}`;
}

function Slots({ parallelism }: { parallelism: number }): ReactNode {
  const query = useFact(overviewOptions);
  const overview = query.data;
  if (overview === undefined) return <NotKnown what="How many slots are free is not known" error={missingBecause(query)} />;
  const free = overview["slots-available"];
  return (
    <p className={free < parallelism ? "mt-1 text-dense font-strong text-st-restarting-text" : "mt-1 text-dense text-fg-3"}>
      It needs {formatCounted(parallelism, "slot")}; {free === 1 ? "1 is" : `${String(free)} are`} free
      {free < parallelism ? ". It will wait until there are enough." : "."}
    </p>
  );
}

function Became({ operation }: { operation: ReturnType<typeof useOperation<string>>["operation"] }): ReactNode {
  switch (operation?.phase) {
    case undefined:
      return null;
    case "asking":
    case "running":
      return <Starting sinceMs={operation.sinceMs} trouble={operation.phase === "running" ? operation.trouble : undefined} />;
    case "done":
      return (
        <Outcome phase="done">
          The job is there: <span className="mono">{operation.value}</span>
        </Outcome>
      );
    case "failed":
      return (
        <Outcome phase="failed" reply={operation.reply}>
          {operation.words}
        </Outcome>
      );
  }
}

function Starting({ sinceMs, trouble }: { sinceMs: number; trouble: string | undefined }): ReactNode {
  const now = useTenthsNow();
  return (
    <Outcome phase="working">
      Starting, for {formatDuration(Math.max(0, now - sinceMs))}. {trouble}
    </Outcome>
  );
}
