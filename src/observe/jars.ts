import type { Backend, ObservedBackend } from "../client/backend.ts";
import { callOptions, type FactOptions } from "../client/fact-options.ts";
import type { JarPlanRequest, Jars } from "../rest/jars.ts";
import type { Plan } from "../rest/plan.ts";

/** `GET /jars`, at the refresh interval. Rejected if `web.submit.enable` is off. */
export function jarsOptions(observed: ObservedBackend, isEnabled = true): FactOptions<Jars> {
  return callOptions(observed, "jars", {}, {}, { isEnabled });
}

/** The job graph that a JAR's program would submit. The cluster runs the program's main() for it, without a job. */
export async function jarPlan({ client }: Backend, jarid: string, body: JarPlanRequest): Promise<Plan> {
  return (await client.call("jarPlanByBody", { jarid }, {}, { body })).plan;
}
