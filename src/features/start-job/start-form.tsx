import { type ReactNode, useEffect, useState } from "react";
import { Link } from "react-router";

import { ENGINE_URL, restUrlOf } from "../../client/backend-address.ts";
import { useRefusal } from "../../client/use-capabilities.ts";
import { isUnderWay } from "../../client/operation.ts";
import { useOperation } from "../../client/use-operation.ts";
import { newId } from "../../observe/savepoint-calls.ts";
import { startApplicationCalls, startCalls } from "../../observe/start-calls.ts";
import { applicationPath } from "../../domain/application-path.ts";
import { rememberStart } from "../../client/started-jobs.ts";
import { useBackend, useConfig, useFact } from "../../client/use-client.tsx";
import { type ClaimMode, runApplicationLines, runBody, runLines, type RunRequest } from "../../domain/command-lines.ts";
import { CERTAIN_ARGUMENTS } from "../../domain/suggest-arguments.ts";
import { parseArguments, PROGRAM_SWITCHES, withSwitch } from "../../domain/program-arguments.ts";
import { urlPart } from "../../base/url-part.ts";
import { visibleText } from "../../base/visible-text.ts";
import { jobManagerConfigOptions, overviewOptions } from "../../client/cluster-options.ts";
import { formatCount, formatCounted, formatDuration, shortId } from "../../domain/units.ts";
import { jarsOptions } from "../../observe/jars.ts";
import type { Jar } from "../../rest/jars.ts";
import type { Plan } from "../../rest/plan.ts";
import { Button, buttonClass } from "../../ui/button.tsx";
import { Check } from "../../ui/check.tsx";
import { useTenthsNow } from "../../ui/clock.ts";
import { CommandLines } from "../../ui/command-lines.tsx";
import { StartIcon } from "../../ui/page-icons.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { Outcome } from "../../ui/outcome.tsx";
import { TextField } from "../../ui/text-field.tsx";
import { missingBecause, NotKnown } from "../../ui/query-region.tsx";
import { JarChoice } from "./jar-choice.tsx";
import { ConfigurationRows } from "./configuration-rows.tsx";
import { PlanDialog } from "./plan-dialog.tsx";
import { type ConfigurationRow, configuredParallelism, initialArguments, isClickEventCount, judgeForm } from "./start-model.ts";
import { useOrigin } from "./use-origin.ts";

/** See {@link StartForm}. */
export type StartFormProps = {
  /** The job to resume, if any. */
  jobId: string | undefined;
  /** The savepoint to start from; empty to start without state. */
  savepointPath: string;
  /** Why the savepoint cannot be used, if the backend says so. */
  savepointProblem: string | undefined;
  onSavepointPath: (path: string) => void;
  /** Whether the cluster can start applications. */
  hasApplications?: boolean;
  /** Draws the job graph of a plan. */
  drawPlan?: (plan: Plan) => ReactNode;
};

const KEY = "start form";

/**
 * Starts a job, without state or from a savepoint. Typed text is kept. Change the `key` when
 * another job is chosen.
 */
export function StartForm(props: StartFormProps): ReactNode {
  const { jobId, savepointPath, savepointProblem, onSavepointPath, hasApplications = false, drawPlan } = props;
  const backend = useBackend();
  const { operation, start, clear } = useOperation<string>(KEY);
  // The result of an earlier start belongs to the form as it was then.
  useEffect(clear, [clear]);
  const barred = useRefusal("runJar");
  const noPlan = useRefusal("jarPlanByBody");
  // If jobs may not be submitted, Flink does not have this call.
  const takesJars = useConfig()?.features["web-submit"] !== false;
  const jars = useFact(jarsOptions, takesJars);
  const { origin, remembered, job, isKnown } = useOrigin(jobId, savepointPath);
  const [jarId, setJarId] = useState<string | undefined>(undefined);
  const [entryClass, setEntryClass] = useState<string | undefined>(undefined);
  const [argumentLine, setArgumentLine] = useState<string | undefined>(undefined);
  const [parallelism, setParallelism] = useState<string | undefined>(undefined);
  const [allowNonRestoredState, setAllow] = useState(false);
  const [claimMode, setClaimMode] = useState<ClaimMode | "">("");
  const [configuration, setConfiguration] = useState<readonly ConfigurationRow[]>([]);
  const [asApplication, setAsApplication] = useState(false);
  const [planned, setPlanned] = useState<RunRequest | undefined>(undefined);
  // What the last start was, which may not be what the form says now.
  const [started, setStarted] = useState<"job" | "application">("job");
  const [confirmedFor, setConfirmedFor] = useState<string | undefined>(undefined);
  // Another job's arguments must be confirmed again.
  const goesOn = jobId ?? "a path of an unknown job";
  const isConfirmed = confirmedFor === goesOn;

  const files = jars.data?.files ?? [];
  const jar =
    files.find(({ id }) => id === (jarId ?? remembered?.jarId)) ??
    files.find(({ name }) => name === remembered?.jarName) ??
    files.find(({ entry }) => entry.length > 0) ??
    files[0];
  const isPlaygrounds = backend.hasPlayground && isClickEventCount(jar, entryClass ?? remembered?.entryClass);
  const line = argumentLine ?? initialArguments(origin, isPlaygrounds);
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
    claimMode,
    configuration,
    isConfirmed,
  };
  const { request, errors, refusal } = judgeForm(form, origin);
  const words = parseArguments(line);
  const isBusy = isUnderWay(operation);
  const restUrl = restUrlOf(backend);
  return (
    <section className="px-4 pt-4 pb-5 [--message-padding:12px_0_0]" aria-label="Submit a job">
      <h2 className="text-title font-title">Submit a job</h2>
      <p className="text-fg-2">{describeStart(jobId, job?.name, savepointPath, backend.hasPlayground)}</p>
      {barred !== undefined && <p className="font-strong text-st-restarting-text">{barred}</p>}
      <JarChoice query={jars} jar={jar} onChange={setJarId} />
      <TextField
        label="Entry class"
        value={form.entryClass}
        isMono
        suggestions={jar?.entry.map(({ name }) => name) ?? []}
        help={jar === undefined || jar.entry.length < 2 ? undefined : <EntryClasses jar={jar} onChoose={setEntryClass} />}
        placeholder={jar?.entry[0]?.name ?? "from the JAR's manifest"}
        onChange={setEntryClass}
      />
      <TextField
        label="Program arguments"
        value={line}
        isMono
        error={errors.arguments}
        help={
          origin.kind === "remembered"
            ? "As used when this browser started the job."
            : origin.kind === "certain"
              ? CERTAIN_ARGUMENTS
              : undefined
        }
        onChange={setArgumentLine}
      />
      {isPlaygrounds && (
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
            Flink's REST API does not report a job's arguments, and this browser did not start the job.{" "}
            {job === undefined ? "These are the playground's defaults." : "Guessed from the plan; please check."}
          </p>
          <Check isOn={isConfirmed} label="These arguments are right" onToggle={(isOn) => setConfirmedFor(isOn ? goesOn : undefined)} />
        </div>
      )}
      <TextField
        label="Parallelism"
        value={form.parallelism}
        isShort
        error={errors.parallelism}
        help={
          parallelism === undefined && earlier === undefined && configured !== undefined
            ? "The cluster's parallelism.default. Drey sends it, because Flink would use 1 otherwise."
            : undefined
        }
        onChange={setParallelism}
      />
      {request !== undefined && operation?.phase !== "done" && <Slots parallelism={request.parallelism} />}
      <TextField
        label="Start from"
        value={savepointPath}
        isMono
        placeholder="empty: the job starts without state"
        error={savepointProblem}
        help="Path of a savepoint or retained checkpoint. Type it or select one in the list."
        onChange={onSavepointPath}
      />
      {savepointPath.trim() !== "" && (
        <Check
          isOn={allowNonRestoredState}
          label="Skip state of removed operators"
          text="Drops the state of operators that the program no longer has (allowNonRestoredState)."
          onToggle={setAllow}
        />
      )}
      {savepointPath.trim() !== "" && (
        <SelectField
          label="Claim mode"
          options={CLAIM_MODES}
          value={claimMode}
          onChange={(mode) => setClaimMode(CLAIM_MODES.find(({ value }) => value === mode)?.value ?? "")}
        />
      )}
      <ConfigurationRows rows={configuration} error={errors.configuration} onChange={setConfiguration} />
      {hasApplications && (
        <Check
          isOn={asApplication}
          label="Start as an application"
          text="The cluster answers before the program's main() runs, and lists the application with all jobs that it submits."
          onToggle={setAsApplication}
        />
      )}
      {request !== undefined && (
        <CommandLines
          lines={(asApplication ? runApplicationLines : runLines)(restUrl ?? ENGINE_URL, request)}
          hasAddress={restUrl !== undefined}
          remark={`${asApplication ? "Flink's client has no command for it." : "Flink's client runs the program locally, so its command needs the JAR file and a real cluster."}${restUrl === undefined ? " The curl command has the JAR's ID in this playground. Other clusters have their own (GET /jars)." : ""}`}
        />
      )}
      {/* Stays visible below a long form. */}
      <div className="sticky bottom-0 -mx-4 -mb-5 bg-surface px-4 pt-0.5 pb-3.5">
        <Became operation={operation} started={started} />
        <div className="mt-3 flex flex-wrap justify-end gap-2">
          <Button
            hint={SHOW_PLAN}
            disabledReason={noPlan ?? (request === undefined ? refusal : undefined)}
            onPress={() => setPlanned(request)}
          >
            Show plan
          </Button>
          <Button
            kind={operation?.phase === "done" ? "outline" : "primary"}
            disabledReason={barred ?? (isBusy ? "The job is being started." : refusal)}
            onPress={() => {
              if (request === undefined || isBusy) return;
              const newJobId = newId();
              rememberStart(memoryOf(newJobId, request));
              setStarted(asApplication ? "application" : "job");
              const { jarId: ofJar } = request;
              start(
                asApplication
                  ? startApplicationCalls(backend, { jarId: ofJar, applicationId: newJobId, body: runBody(request) })
                  : startCalls(backend, { jarId: ofJar, jobId: newJobId, body: runBody(request) }),
              );
            }}
          >
            <StartIcon />
            {operation?.phase === "done" ? "Submit another" : asApplication ? "Submit application" : "Submit job"}
          </Button>
          {operation?.phase === "done" && (
            <Link
              className={buttonClass({ kind: "primary" })}
              to={started === "job" ? `/job/running/${urlPart(operation.value)}/overview` : applicationPath(operation.value)}
            >
              Go to the {started}
            </Link>
          )}
        </div>
      </div>
      {planned !== undefined && <PlanDialog request={planned} draw={drawPlan} onClose={() => setPlanned(undefined)} />}
    </section>
  );
}

const SHOW_PLAN = {
  title: "Show plan",
  text: "Shows the job graph of the program. The cluster runs the program's main() for it, without starting a job.",
};

const CLAIM_MODES: readonly { readonly value: ClaimMode | ""; readonly label: string }[] = [
  { value: "", label: "the cluster's default" },
  { value: "NO_CLAIM", label: "NO_CLAIM: the job never deletes the savepoint" },
  { value: "CLAIM", label: "CLAIM: the job owns the savepoint and may delete it" },
  { value: "LEGACY", label: "LEGACY: as before Flink 1.15, deprecated" },
];

/** The entry classes that a JAR names, to choose from. */
function EntryClasses({ jar, onChoose }: { jar: Jar; onChoose: (name: string) => void }): ReactNode {
  return (
    <>
      The JAR names {formatCount(jar.entry.length)} entry classes:
      {jar.entry.map(({ name, description }) => (
        <span key={name} className="block wrap-anywhere">
          <LinkButton onPress={() => onChoose(name)}>{visibleText(name)}</LinkButton>{" "}
          {description === undefined || description === null ? "" : visibleText(description)}
        </span>
      ))}
    </>
  );
}

/** The playground's default, if the cluster does not report one. */
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
      ? `It starts without state${hasPlayground ? " and reads its topic from the beginning" : ""}.`
      : "It resumes from the state in the savepoint, also at another parallelism.";
  return jobId === undefined
    ? `Runs a JAR's program as a new job. ${state}`
    : `${name === undefined ? `Job ${shortId(jobId)}` : visibleText(name)} again as a new job with its own ID. ${state}`;
}

function Slots({ parallelism }: { parallelism: number }): ReactNode {
  const query = useFact(overviewOptions);
  const overview = query.data;
  if (overview === undefined) return <NotKnown what="The number of free slots is unknown" error={missingBecause(query)} />;
  const free = overview["slots-available"];
  return (
    <p className={free < parallelism ? "mt-1 text-dense font-strong text-st-restarting-text" : "mt-1 text-dense text-fg-3"}>
      It needs {formatCounted(parallelism, "slot")}; {free === 1 ? "1 is" : `${String(free)} are`} free
      {free < parallelism ? ". It will wait until there are enough." : "."}
    </p>
  );
}

function Became({
  operation,
  started,
}: {
  operation: ReturnType<typeof useOperation<string>>["operation"];
  started: "job" | "application";
}): ReactNode {
  switch (operation?.phase) {
    case undefined:
      return null;
    case "asking":
    case "running":
      return <Starting sinceMs={operation.sinceMs} trouble={operation.phase === "running" ? operation.trouble : undefined} />;
    case "done":
      return (
        <Outcome phase="done">
          {started === "job" ? "Job" : "Application"} started: <span className="mono">{operation.value}</span>
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
      Submitting, for {formatDuration(Math.max(0, now - sinceMs))}. {trouble}
    </Outcome>
  );
}
