// The actions that a backend allows. Shown before a user tries them. The cluster has the final
// word.
import type { Config } from "../rest/config.ts";
import type { HttpMethod } from "../rest/route.ts";
import { type EndpointId, ROUTES } from "../rest/routes.ts";
import { isSimple, notSimpleWords } from "./http-transport.ts";
import type { Backend } from "./backend.ts";

/**
 * Flink's configuration option for a call. Flink enforces only the first. The others are for web
 * interfaces such as this one.
 */
const SWITCH_OF: Partial<Record<EndpointId, keyof typeof SWITCHES>> = {
  uploadJar: "web-submit",
  jarPlanByBody: "web-submit",
  runJar: "web-submit",
  runJarAsApplication: "web-submit",
  deleteJar: "web-submit",
  cancelJob: "web-cancel",
  cancelApplication: "web-cancel",
  putResourceRequirements: "web-rescale",
};

const SWITCHES = {
  "web-submit": "does not allow starting jobs from a browser (web.submit.enable).",
  "web-cancel": "does not allow cancelling jobs from a browser (web.cancel.enable).",
  "web-rescale":
    "does not allow rescaling jobs in place from a browser (web.rescale.enable), or it runs in reactive mode and always uses all slots.",
} as const;

/**
 * Why a call cannot be made, as text; undefined if it can be tried. `config` is undefined while
 * unknown.
 */
export function refusalOf(
  backend: Pick<Backend, "label" | "isReadOnly" | "isDirect">,
  config: Config | undefined,
  id: EndpointId,
): string | undefined {
  const method: HttpMethod = ROUTES[id].method;
  if (backend.isReadOnly && method !== "GET") return `${backend.label} is read-only here. Actions that change it are disabled.`;
  const feature = SWITCH_OF[id];
  if (feature !== undefined && config?.features[feature] === false) return `${backend.label} ${SWITCHES[feature]}`;
  if (backend.isDirect && !isSimple(method)) return notSimpleWords(method);
  return undefined;
}
