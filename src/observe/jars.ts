import type { ObservedBackend } from "../client/backend.ts";
import { callOptions, type FactOptions } from "../client/fact-options.ts";
import type { Jars } from "../rest/jars.ts";

/** `GET /jars`, at the refresh interval. Rejected if `web.submit.enable` is off. */
export function jarsOptions(observed: ObservedBackend, isEnabled = true): FactOptions<Jars> {
  return callOptions(observed, "jars", {}, {}, { isEnabled });
}
