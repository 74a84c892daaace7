import type { ObservedBackend } from "../client/backend.ts";
import { callOptions, type FactOptions } from "../client/fact-options.ts";
import type { Application, ApplicationConfig, ApplicationExceptions } from "../rest/applications.ts";

/** `GET /applications/:applicationid`, at the refresh interval. */
export function applicationOptions(observed: ObservedBackend, applicationid: string): FactOptions<Application> {
  return callOptions(observed, "application", { applicationid }, {});
}

/** `GET /applications/:applicationid/exceptions`, at the refresh interval. */
export function applicationExceptionsOptions(observed: ObservedBackend, applicationid: string): FactOptions<ApplicationExceptions> {
  return callOptions(observed, "applicationExceptions", { applicationid }, {});
}

/** `GET /applications/:applicationid/jobmanager/config`, which does not change while a JobManager lives. */
export function applicationConfigOptions(observed: ObservedBackend, applicationid: string): FactOptions<ApplicationConfig> {
  return callOptions(observed, "applicationConfig", { applicationid }, {}, { isFixed: true });
}
