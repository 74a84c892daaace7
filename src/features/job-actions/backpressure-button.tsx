import type { ReactNode } from "react";

import { rememberStart, startedJob } from "../../client/started-jobs.ts";
import { useBackend } from "../../client/use-client.tsx";
import { parseArguments } from "../../domain/program-arguments.ts";
import { newId } from "../../observe/savepoint-calls.ts";
import type { Job } from "../../rest/jobs.ts";
import { Button } from "../../ui/button.tsx";
import { useProgramChoice } from "./program-choice.tsx";
import { useRescale } from "./use-rescale.ts";

const SLOW = "--backpressure";

/**
 * Restarts the job from a savepoint with the playground's slow operator, at the same parallelism. `onStarted` gets the id of
 * the new job.
 */
export function BackpressureButton({
  job,
  kind,
  onStarted,
}: {
  job: Job;
  kind?: "primary";
  onStarted: (jobId: string) => void;
}): ReactNode {
  const backend = useBackend();
  const { isBusy, run } = useRescale(job.jid);
  const program = useProgramChoice(job);
  const words = parseArguments(program.line);
  const parallelism = Math.max(...job.vertices.map((vertex) => vertex.parallelism));
  const refusal = isBusy
    ? "The job is being restarted."
    : words?.includes(SLOW) === true
      ? "The slow operator is already in the job. It is slow in even minutes."
      : program.refusal;
  const restart = (): void => {
    const { jar, entryClass } = program;
    if (jar === undefined || words === undefined) return;
    const own = { jarId: jar.id, jarName: jar.name, entryClass };
    if (startedJob(job.jid) === undefined) rememberStart({ ...own, jobId: job.jid, programArgs: [...words], parallelism });
    run(
      {
        ...own,
        backendId: backend.id,
        jobId: job.jid,
        jobName: job.name,
        fromParallelism: parallelism,
        toParallelism: parallelism,
        programArgs: [...words, SLOW],
        triggerId: newId(),
        savepointPath: null,
        newJobId: null,
        begunMs: Date.now() - (backend.client.clock.aheadMs() ?? 0),
      },
      onStarted,
    );
  };
  return (
    <Button small kind={kind ?? "outline"} hint={HINT} disabledReason={refusal} onPress={restart}>
      Turn on backpressure
    </Button>
  );
}

const HINT = {
  title: "Turn on backpressure",
  text: "Stops the job with a savepoint and starts it from there with an operator that passes 10 records per second per subtask in even minutes.",
};
