import { type ReactNode, useState } from "react";

import { type StartedJob, startedJob } from "../../client/started-jobs.ts";
import { isNotFound } from "../../client/http-status-error.ts";
import { useBackend, useFact } from "../../client/use-client.tsx";

import { formatArguments, parseArguments, PROGRAM_SWITCHES, withSwitch } from "../../domain/program-arguments.ts";
import { CERTAIN_ARGUMENTS, isSuggestionCertain, suggestArguments } from "../../domain/suggest-arguments.ts";
import { checkpointConfigOptions } from "../../observe/checkpoints.ts";
import { playgroundOptions } from "../../observe/containers.ts";
import { jarsOptions } from "../../observe/jars.ts";
import type { Jar } from "../../rest/jars.ts";
import type { Job } from "../../rest/jobs.ts";
import { Check } from "../../ui/check.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { missingBecause, NotKnown } from "../../ui/query-region.tsx";
import { TextField } from "../../ui/text-field.tsx";

/** The program of a job: remembered by this browser, or entered by the user. */
export type ProgramChoiceState = {
  readonly remembered: StartedJob | undefined;
  /** Whether the engine started the job, so that its arguments are known. */
  readonly isCertain: boolean;
  /** Undefined while unknown. */
  readonly jars: readonly Jar[] | undefined;
  /** Why they are unknown. */
  readonly jarsError: Error | undefined;
  readonly jar: Jar | undefined;
  readonly setJarId: (id: string) => void;
  readonly entryClass: string;
  /** The arguments as a line. */
  readonly line: string;
  readonly setLine: (line: string) => void;
  readonly isConfirmed: boolean;
  readonly setConfirmed: (isConfirmed: boolean) => void;
  /** Why it cannot be started this way; undefined if it can. */
  readonly refusal: string | undefined;
};

/** Determines what to start, as far as possible. */
export function useProgramChoice(job: Job): ProgramChoiceState {
  const remembered = startedJob(job.jid);
  const jarsQuery = useFact(jarsOptions);
  const jars = jarsQuery.data?.files;
  const config = useFact(checkpointConfigOptions, job.jid);
  const backend = useFact(playgroundOptions, useBackend().hasPlayground).data?.backend;
  // Without checkpointing the call answers 404.
  const isConfigKnown = config.data !== undefined || isNotFound(config.error);
  const isCertain = remembered === undefined && isSuggestionCertain(job, backend);
  const [jarId, setJarId] = useState<string | undefined>(undefined);
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const [isConfirmed, setConfirmed] = useState(false);
  const jar =
    jars?.find(({ id }) => id === (jarId ?? remembered?.jarId)) ??
    jars?.find(({ name }) => name === remembered?.jarName) ??
    (jars?.length === 1 ? jars[0] : undefined);
  const known = remembered === undefined ? suggestArguments(job, config.data) : formatArguments(remembered.programArgs);
  const isSure = remembered !== undefined || (isCertain && isConfigKnown) || isConfirmed;
  return {
    remembered,
    isCertain,
    jars,
    jarsError: missingBecause(jarsQuery),
    jar,
    setJarId,
    entryClass: remembered?.entryClass ?? "",
    line: typed ?? known,
    setLine: setTyped,
    isConfirmed,
    setConfirmed,
    refusal:
      jars === undefined
        ? "The cluster's JARs have not loaded yet."
        : jar === undefined
          ? "Choose the job's JAR."
          : isSure
            ? undefined
            : isCertain
              ? "The job's checkpoint settings have not loaded yet."
              : "Confirm the arguments first.",
  };
}

/** The program's JAR and arguments. The user confirms values that the cluster does not report. */
export function ProgramChoice({ program }: { program: ProgramChoiceState }): ReactNode {
  const { remembered, isCertain, jars, jarsError, jar, line, setLine, isConfirmed, setConfirmed } = program;
  const words = parseArguments(line);
  return (
    <>
      <NotKnown what="The cluster's JARs are unknown" error={jarsError} />
      {jars !== undefined && (jar === undefined || jars.length > 1) && (
        <SelectField
          label="JAR"
          options={jars.map(({ id, name }) => ({ value: id, label: name }))}
          value={jar?.id ?? ""}
          error={jars.length === 0 ? "The cluster has no JARs. Upload the job's JAR on “Submit job”." : undefined}
          onChange={program.setJarId}
        />
      )}
      <TextField
        label="Program arguments"
        value={line}
        isMono
        error={words === undefined ? "A quotation mark is not closed." : undefined}
        help={remembered !== undefined ? "As used when this browser started the job." : isCertain ? CERTAIN_ARGUMENTS : undefined}
        onChange={setLine}
      />
      {remembered === undefined && !isCertain && (
        <>
          <p className="mt-1 text-dense font-strong text-st-restarting-text">
            Flink's REST API does not report a job's arguments, and this browser did not start the job. Guessed from the plan; please check.
          </p>
          <div className="flex flex-wrap gap-x-4.5 text-dense">
            {PROGRAM_SWITCHES.map(({ argument }) => (
              <Check
                key={argument}
                isOn={words?.includes(argument) === true}
                label={<span className="mono">{argument}</span>}
                onToggle={(isOn) => setLine(withSwitch(line, argument, isOn))}
              />
            ))}
          </div>
          <Check isOn={isConfirmed} label="These arguments are right" onToggle={setConfirmed} />
        </>
      )}
    </>
  );
}
