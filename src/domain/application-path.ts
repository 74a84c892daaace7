import { urlPart } from "../base/url-part.ts";

/** The two lists of applications in Flink's WebUI. Either shows every application. */
export type ApplicationList = "running" | "completed";

/** The tabs of an application's page, as in the paths of Flink's WebUI. Only Drey has `configuration`. */
export type ApplicationTab = "overview" | "exceptions" | "configuration";

/** The path of an application's page within the router. */
export function applicationPath(
  applicationId: string,
  { list = "running", tab = "overview" }: { list?: ApplicationList; tab?: ApplicationTab } = {},
): string {
  return `/application/${list}/${urlPart(applicationId)}/${tab}`;
}
