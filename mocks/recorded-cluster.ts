// A cluster without changes: answers requests from one recording, and 404 in Flink's words for
// everything else.
import { matchEndpoint } from "../src/rest/match-endpoint.ts";
import type { EndpointId } from "../src/rest/routes.ts";
import type { RecordedCall, Recording } from "./recordings.ts";

/** Calls whose `?get=` selects metrics. Any selection of the recorded metrics can be answered. */
const METRICS: ReadonlySet<EndpointId> = new Set([
  "jobsMetrics",
  "jobMetrics",
  "vertexMetrics",
  "vertexJobManagerMetrics",
  "subtasksMetrics",
  "subtaskMetrics",
  "taskManagersMetrics",
  "taskManagerMetrics",
  "jobManagerMetrics",
]);

/**
 * Answers as in `recording`: the exact call if it was recorded, or the same path with another
 * query.
 */
export function createRecordedCluster(recording: Recording): (request: Request) => Promise<Response> {
  return (request) => {
    const { pathname, search, searchParams } = new URL(request.url);
    const target = stripVersion(pathname);
    const calls = recording.calls.filter((call) => call.method === request.method && pathOf(call) === target);
    const call = calls.find((each) => each.path === target + search) ?? calls[0];
    if (call === undefined) return Promise.resolve(Response.json({ errors: [`Not found: ${target}`] }, { status: 404 }));

    const match = matchEndpoint(request.method, target);
    const asked = searchParams.get("get");
    const reply = match !== undefined && METRICS.has(match.id) && asked !== null ? pick(calls, asked.split(",")) : call.reply;
    const body = typeof reply === "string" ? reply : JSON.stringify(reply);
    return Promise.resolve(new Response(body, { status: call.status, headers: { "content-type": call.contentType } }));
  };
}

function stripVersion(pathname: string): string {
  return pathname.replace(/^\/v1(?=\/)/, "");
}

function pathOf(call: RecordedCall): string {
  return call.path.split("?", 1)[0] ?? "";
}

/** The recorded values of the metrics in `ids`. As in Flink, unknown ones are omitted. */
function pick(calls: readonly RecordedCall[], ids: readonly string[]): unknown[] {
  return calls
    .filter((call) => call.path.includes("get="))
    .flatMap((call) => (Array.isArray(call.reply) ? call.reply : []))
    .filter((entry: unknown) => typeof entry === "object" && entry !== null && "id" in entry && ids.includes(String(entry.id)));
}
