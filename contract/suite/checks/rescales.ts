// Calls of the adaptive scheduler. The default scheduler, which each backend here has, rejects
// them. The replies are errors, so their content is not checked.
import type { Check } from "../check.ts";
import type { Scene } from "../scene.ts";

const ofJob = ({ jobid }: Scene) => ({ params: { jobid }, query: {} });
const refused = () => ({});

const resourceRequirements: Check<"resourceRequirements"> = { call: ofJob, status: 500, means: refused };

const putResourceRequirements: Check<"putResourceRequirements"> = {
  call: ({ jobid, vertexIds }) => ({
    params: { jobid },
    query: {},
    // For all vertices, because an incomplete request is rejected before it reaches the scheduler.
    body: Object.fromEntries(vertexIds.map((id) => [id, { parallelism: { lowerBound: 1, upperBound: 3 } }])),
  }),
  status: 500,
  means: refused,
};

const rescaleHistory: Check<"rescaleHistory"> = { call: ofJob, status: 404, means: refused };

const rescaleOverview: Check<"rescaleOverview"> = { call: ofJob, status: 404, means: refused };

const rescaleSummary: Check<"rescaleSummary"> = { call: ofJob, status: 404, means: refused };

const rescaleConfig: Check<"rescaleConfig"> = { call: ofJob, status: 404, means: refused };

const rescaleDetails: Check<"rescaleDetails"> = {
  call: ({ jobid }) => ({ params: { jobid, rescaleuuid: "0".repeat(32) }, query: {} }),
  status: 404,
  means: refused,
};

/** The rows of this file, in the order of their dependencies. */
export const RESCALE_CHECKS = {
  resourceRequirements,
  putResourceRequirements,
  rescaleHistory,
  rescaleOverview,
  rescaleSummary,
  rescaleConfig,
  rescaleDetails,
};
