// A process that imitates a JobManager with the given number of jobs, each as one job recorded on a
// live Flink 2.3.0. It costs almost nothing, so the measurement shows the proxy.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { loadRecording } from "../../mocks/recordings.ts";
import { serveParent } from "./child.ts";

const jobs = Number(process.argv[2]);
const { calls } = loadRecording("flink-2.3.0", "02-running-warm-metrics");
const overview = calls.find(({ path }) => path === "/jobs/overview")?.reply as { readonly jobs: readonly { readonly jid: string }[] };
const [job] = overview.jobs;
if (job === undefined) throw new Error("The recording has no job.");

const replies = new Map(
  calls.map(({ path, reply }) => [path.split("?", 1)[0], Buffer.from(typeof reply === "string" ? reply : JSON.stringify(reply))]),
);
const all = Array.from({ length: jobs }, (_, index) => ({ ...job, jid: index.toString(16).padStart(32, "0") }));
replies.set("/jobs/overview", Buffer.from(JSON.stringify({ jobs: all })));

const server = createServer((request, response) => {
  const path = (request.url ?? "").split("?", 1)[0]?.replace(/\/jobs\/[0-9a-f]{32}/, `/jobs/${job.jid}`);
  const reply = replies.get(path);
  const body = reply ?? Buffer.from('{"errors":["Not found."]}');
  response.writeHead(reply === undefined ? 404 : 200, {
    "content-type": "application/json; charset=UTF-8",
    "access-control-allow-origin": "*",
    "content-length": body.length,
  });
  response.end(body);
});
server.listen(0, "127.0.0.1", () => serveParent((server.address() as AddressInfo).port));
