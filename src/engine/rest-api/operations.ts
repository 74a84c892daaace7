// Savepoints, stops, checkpoints and disposals: triggers and their status. Flink:
// SavepointHandlers, StopWithSavepointHandlers (in the same class), CheckpointHandlers,
// SavepointDisposalHandlers. A trigger is accepted whatever the job, and the status reports what
// failed.

import type { CheckpointTriggerStatus, DisposalStatus, FailureCause, SavepointStatus, TriggerReply } from "../../rest/operations.ts";
import type { SavepointFormat } from "../jobmanager/checkpoints/snapshot-request.ts";
import type { JobManagerView, OperationState } from "../jobmanager/jobmanager-view.ts";
import type { ErrorInfo } from "../protocol/error-info.ts";
import { accepted, type Handlers, ok } from "./handler.ts";
import { idParameter } from "./parameters.ts";
import { RequestBody } from "./request-body.ts";
import { handlerError } from "./rest-error.ts";
import { serializedThrowable } from "./serialized-throwable.ts";

const FORMATS: readonly SavepointFormat[] = ["CANONICAL", "NATIVE"];

/** `POST /jobs/:jobid/savepoints`. */
function triggerSavepoint(view: JobManagerView, parameter: string, body: string | undefined): TriggerReply {
  const jobId = idParameter("jobid", parameter);
  const request = new RequestBody(body, "SavepointTriggerRequestBody");
  const triggerId = view.operations.savepoint(jobId, {
    cancelJob: request.flag("cancel-job") ?? false,
    format: request.word("formatType", FORMATS) ?? "CANONICAL",
    triggerId: request.id("triggerId"),
    targetDirectory: targetDirectory(view, request, "target-directory"),
  });
  return { "request-id": triggerId };
}

/** `POST /jobs/:jobid/stop`. */
function stopJob(view: JobManagerView, parameter: string, body: string | undefined): TriggerReply {
  const jobId = idParameter("jobid", parameter);
  const request = new RequestBody(body, "StopWithSavepointRequestBody");
  const triggerId = view.operations.stop(jobId, {
    drain: request.flag("drain") ?? false,
    format: request.word("formatType", FORMATS) ?? "CANONICAL",
    triggerId: request.id("triggerId"),
    targetDirectory: targetDirectory(view, request, "targetDirectory"),
  });
  return { "request-id": triggerId };
}

function targetDirectory(view: JobManagerView, request: RequestBody, field: string): string {
  const directory = request.text(field) ?? view.clusterConfiguration.savepointDirectory;
  if (directory !== undefined) return directory;
  throw handlerError(400, `Config key [execution.checkpointing.savepoint-dir] is not set. Property [${field}] must be provided.`);
}

/** `POST /jobs/:jobid/checkpoints`. Snapshots are full ones, so the type makes no difference. */
function triggerCheckpoint(view: JobManagerView, parameter: string, body: string | undefined): TriggerReply {
  const jobId = idParameter("jobid", parameter);
  const request = new RequestBody(body, "CheckpointTriggerRequestBody");
  request.word("checkpointType", ["CONFIGURED", "FULL", "INCREMENTAL"]);
  return { "request-id": view.operations.checkpoint(jobId, { triggerId: request.id("triggerId") }) };
}

/** `POST /savepoint-disposal`. */
function disposeSavepoint(view: JobManagerView, body: string | undefined): TriggerReply {
  const path = new RequestBody(body, "SavepointDisposalRequest").text("savepoint-path");
  if (path === undefined) throw handlerError(400, "Field 'savepoint-path' must not be omitted or be null.");
  return { "request-id": view.operations.dispose(path) };
}

/** `GET /jobs/:jobid/savepoints/:triggerid`, or 404. */
function savepointStatus(view: JobManagerView, job: string, trigger: string): SavepointStatus {
  const [jobId, triggerId] = [idParameter("jobid", job), idParameter("triggerid", trigger)];
  const state = known(
    view.operations.savepointState(jobId, triggerId),
    `There is no savepoint operation with triggerId=${triggerId} for job ${jobId}.`,
  );
  return statusOf<string, NonNullable<SavepointStatus["operation"]>>(
    state,
    (location) => ({ location }),
    (error) => ({ "failure-cause": failureCause(error) }),
  );
}

/** `GET /jobs/:jobid/checkpoints/:triggerid`, or 404. */
function checkpointStatus(view: JobManagerView, job: string, trigger: string): CheckpointTriggerStatus {
  const [jobId, triggerId] = [idParameter("jobid", job), idParameter("triggerid", trigger)];
  const state = known(
    view.operations.checkpointState(jobId, triggerId),
    `There is no checkpoint operation with triggerId=${triggerId} for job ${jobId}.`,
  );
  return statusOf<number, NonNullable<CheckpointTriggerStatus["operation"]>>(
    state,
    (checkpointId) => ({ checkpointId }),
    (error) => ({ failureCause: failureCause(error) }),
  );
}

/** `GET /savepoint-disposal/:triggerid`, or 404. */
function disposalStatus(view: JobManagerView, trigger: string): DisposalStatus {
  const triggerId = idParameter("triggerid", trigger);
  const state = known(view.operations.disposalState(triggerId), `Could not find operation: ${triggerId}`);
  return statusOf<undefined, NonNullable<DisposalStatus["operation"]>>(
    state,
    () => ({}),
    (error) => ({ "failure-cause": failureCause(error) }),
  );
}

function known<Value>(state: OperationState<Value> | undefined, otherwise: string): OperationState<Value> {
  if (state === undefined) throw handlerError(404, otherwise);
  return state;
}

interface Status<Operation> {
  status: { id: "IN_PROGRESS" | "COMPLETED" };
  operation: Operation | null;
}

function statusOf<Value, Operation>(
  state: OperationState<Value>,
  success: (value: Value) => Operation,
  failure: (error: ErrorInfo) => Operation,
): Status<Operation> {
  if (state.type === "in-progress") return { status: { id: "IN_PROGRESS" }, operation: null };
  const { result } = state;
  return { status: { id: "COMPLETED" }, operation: result.ok ? success(result.value) : failure(result.error) };
}

function failureCause(error: ErrorInfo): FailureCause {
  return { class: error.className, "stack-trace": error.stack, "serialized-throwable": serializedThrowable(error) };
}

/** The calls of this file. */
export const operationHandlers = {
  triggerCheckpoint: ({ view, params, request }) => accepted(triggerCheckpoint(view, params.jobid, request.body)),
  checkpointStatus: ({ view, params }) => ok(checkpointStatus(view, params.jobid, params.triggerid)),
  triggerSavepoint: ({ view, params, request }) => accepted(triggerSavepoint(view, params.jobid, request.body)),
  savepointStatus: ({ view, params }) => ok(savepointStatus(view, params.jobid, params.triggerid)),
  stopJob: ({ view, params, request }) => accepted(stopJob(view, params.jobid, request.body)),
  disposeSavepoint: ({ view, request }) => ok(disposeSavepoint(view, request.body)),
  disposalStatus: ({ view, params }) => ok(disposalStatus(view, params.triggerid)),
} satisfies Partial<Handlers>;
