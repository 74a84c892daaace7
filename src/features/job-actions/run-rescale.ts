import type { QueryClient } from "@tanstack/react-query";

import { isUnderWay } from "../../client/operation.ts";
import { type OperationBook, runInBook } from "../../client/operation-book.ts";
import { newId, stopCalls } from "../../observe/savepoint-calls.ts";
import { startCalls } from "../../observe/start-calls.ts";
import { rememberStart, startedJob } from "../../client/started-jobs.ts";
import type { Backend } from "../../client/backend.ts";

import { runBody } from "../../domain/command-lines.ts";
import { refreshBackend } from "../../observe/actions.ts";
import { startKey, stopKey } from "./keys.ts";
import { forgetRescale, keepRescale, type Rescale } from "./rescale-book.ts";
import { savepointInFailure } from "./rescale-model.ts";

/** Where a rescale runs. */
export type RescaleContext = { readonly backend: Backend; readonly book: OperationBook; readonly queryClient: QueryClient };

/**
 * Runs both steps in sequence, independent of the open page. The rescale is in the book from before
 * the first request until the new job exists.
 */
export async function runRescale(context: RescaleContext, rescale: Rescale): Promise<void> {
  const { backend, book } = context;
  keepRescale(rescale);
  const { jobId, triggerId, jarId, jarName, entryClass, programArgs } = rescale;
  // The user has confirmed the arguments, so the start form does not ask again, even if the second
  // step happens there.
  if (startedJob(jobId) === undefined)
    rememberStart({ jobId, jarId, jarName, entryClass, programArgs, parallelism: rescale.fromParallelism });
  book.set(startKey(jobId), undefined);
  const stop = await runInBook(book, stopKey(jobId), stopCalls(backend, jobId, { drain: false, targetDirectory: "", triggerId }));
  // An operation was already in progress and continues. Or the page switched to another cluster,
  // and the book knows how to continue.
  if (stop === undefined || isUnderWay(stop)) return;
  await refresh(context);
  if (stop.phase === "done") return runSecondStep(context, { ...rescale, savepointPath: stop.value });
  const path = stop.phase === "failed" ? savepointInFailure(stop.reply ?? stop.words) : undefined;
  // The job keeps running, or it failed after its savepoint, which is then all that remains.
  if (path === undefined) forgetRescale(rescale);
  else keepRescale({ ...rescale, savepointPath: path });
}

/**
 * The second step: starts the same program from the savepoint. Also used for a rescale that was
 * left unfinished.
 */
export async function runSecondStep(context: RescaleContext, rescale: Rescale): Promise<void> {
  const { backend, book } = context;
  const { jobId, jarId, jarName, entryClass, programArgs } = rescale;
  const newJobId = newId();
  keepRescale({ ...rescale, newJobId });
  rememberStart({ jobId: newJobId, jarId, jarName, entryClass, programArgs, parallelism: rescale.toParallelism });
  const start = await runInBook(
    book,
    startKey(jobId),
    startCalls(backend, { jarId, jobId: newJobId, body: runBody(runRequestOf(rescale)) }),
  );
  if (start?.phase === "done") forgetRescale(rescale);
  await refresh(context);
}

/** The request of the second step. */
export function runRequestOf({
  jarId,
  jarName,
  entryClass,
  programArgs,
  toParallelism,
  savepointPath,
}: Rescale): Parameters<typeof runBody>[0] {
  return {
    jarId,
    jarName,
    entryClass,
    programArgs,
    parallelism: toParallelism,
    savepointPath: savepointPath ?? "",
    allowNonRestoredState: false,
  };
}

async function refresh({ backend, queryClient }: RescaleContext): Promise<void> {
  await refreshBackend(queryClient, backend);
}
