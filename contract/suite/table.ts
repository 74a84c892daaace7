// The table of checks: one row for each call of Flink's REST API that the dashboard makes. A call
// without a row does not compile.
import type { Check, FlinkEndpointId } from "./check.ts";
import { ACCUMULATOR_CHECKS } from "./checks/accumulators.ts";
import { JAR_CHECKS, JOB_LIFECYCLE_CALLS } from "./checks/actions.ts";
import { APPLICATION_CHECKS, APPLICATION_LIFECYCLE_CALLS } from "./checks/applications.ts";
import { CHECKPOINT_CHECKS } from "./checks/checkpoints.ts";
import { CLUSTER_CHECKS } from "./checks/cluster.ts";
import { JOB_CHECKS } from "./checks/jobs.ts";
import { METRIC_CHECKS } from "./checks/metrics.ts";
import { PROFILING_CHECKS } from "./checks/profiling.ts";
import { RESCALE_CHECKS } from "./checks/rescales.ts";
import { VERTEX_CHECKS } from "./checks/vertices.ts";

type Rows<Ids extends FlinkEndpointId> = { readonly [Id in Ids]: Check<Id> };

/** Calls that end or start a job, in this order. */
export const LIFECYCLE_CALLS = { ...JOB_LIFECYCLE_CALLS, ...APPLICATION_LIFECYCLE_CALLS } satisfies Partial<Rows<FlinkEndpointId>>;

/**
 * Reads of a running job, then calls without relevant effects, then commands in the order of their
 * dependencies.
 */
export const CHECKS = {
  ...CLUSTER_CHECKS,
  ...JOB_CHECKS,
  ...APPLICATION_CHECKS,
  ...RESCALE_CHECKS,
  ...CHECKPOINT_CHECKS,
  ...VERTEX_CHECKS,
  ...ACCUMULATOR_CHECKS,
  ...METRIC_CHECKS,
  ...PROFILING_CHECKS,
  ...JAR_CHECKS,
} satisfies Rows<Exclude<FlinkEndpointId, keyof typeof LIFECYCLE_CALLS>>;
