import { expect, it } from "vitest";

import { createDeferred, type Deferred } from "../base/deferred.ts";
import { limitReads } from "./limit-reads.ts";
import { TransportError } from "./transport.ts";

/** A cluster whose replies the test sends. */
function cluster() {
  const asked: { readonly path: string; readonly reply: Deferred<Response> }[] = [];
  const transport = limitReads((request) => {
    const reply = createDeferred<Response>();
    request.signal.addEventListener("abort", () => reply.reject(request.signal.reason));
    asked.push({ path: new URL(request.url).pathname, reply });
    return reply.promise;
  });
  const get = (path: string, signal?: AbortSignal): Promise<Response> =>
    transport(new Request(`http://x${path}`, signal === undefined ? {} : { signal }));
  return { asked, transport, get, paths: () => asked.map(({ path }) => path) };
}

/** After all pending work that needs no timer. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

const OK = (): Response => Response.json({});
const TIMEOUT = new TransportError("timeout", "GET /a: the cluster has not answered for 15 s.");

/** A cluster that has answered one call. */
async function answeringCluster() {
  const made = cluster();
  const first = made.get("/first");
  made.asked[0]?.reply.resolve(OK());
  await first;
  made.asked.length = 0;
  return made;
}

it("makes one read at a time until the cluster has answered, then four", async () => {
  const { asked, get, paths } = cluster();
  const reads = ["/a", "/b", "/c", "/d", "/e", "/f"].map((path) => get(path));
  expect(paths()).toEqual(["/a"]);
  asked[0]?.reply.resolve(OK());
  await nextTurn();
  expect(paths()).toEqual(["/a", "/b", "/c", "/d", "/e"]);
  for (const { reply } of asked) reply.resolve(OK());
  await nextTurn();
  expect(paths()).toHaveLength(6);
  asked[5]?.reply.resolve(OK());
  expect((await Promise.all(reads)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
});

it.each([
  ["the transport's limit", (reply: Deferred<Response>) => reply.reject(TIMEOUT)],
  ["a proxy's 504", (reply: Deferred<Response>) => reply.resolve(new Response("", { status: 504 }))],
])("makes one read at a time after %s, and fails those that waited", async (_what, timeOut) => {
  const { asked, get, paths } = await answeringCluster();
  const reads = ["/a", "/b", "/c", "/d", "/e"].map((path) => get(path));
  const ends = Promise.allSettled(reads);
  for (const { reply } of asked.slice()) timeOut(reply);
  await nextTurn();
  expect(await ends).toMatchObject({ 4: { status: "rejected", reason: { name: "TransportError", kind: "timeout" } } });
  await expect(reads[4]).rejects.toThrow("GET /e: not sent, because the cluster has not answered another call in time.");
  expect(paths()).toEqual(["/a", "/b", "/c", "/d"]);

  const later = Promise.all(["/a", "/b", "/c"].map((path) => get(path)));
  expect(paths()).toHaveLength(5);
  asked[4]?.reply.resolve(OK());
  await nextTurn();
  expect(paths()).toHaveLength(7);
  for (const { reply } of asked) reply.resolve(OK());
  expect(await later).toHaveLength(3);
});

it("never delays commands and logs", async () => {
  const { transport, get, paths } = cluster();
  void get("/hangs");
  void transport(new Request("http://x/jobs/a", { method: "PATCH" }));
  void transport(new Request("http://x/jobmanager/log"), { reply: { begin: () => undefined, take: () => undefined } });
  expect(paths()).toEqual(["/hangs", "/jobs/a", "/jobmanager/log"]);
});

it("forgets a read whose caller leaves, whether it waits or not", async () => {
  const { asked, get, paths } = cluster();
  const leaving = new AbortController();
  const first = get("/a", leaving.signal);
  const waits = get("/b", leaving.signal);
  const stays = get("/c");
  const ends = Promise.allSettled([first, waits]);
  leaving.abort(new Error("left"));
  expect((await ends).map((end) => (end.status === "rejected" ? String(end.reason) : end.status))).toEqual(["Error: left", "Error: left"]);
  await nextTurn();
  expect(paths()).toEqual(["/a", "/c"]);
  asked[1]?.reply.resolve(OK());
  expect((await stays).status).toBe(200);
  await expect(get("/d", leaving.signal)).rejects.toThrow("left");
});
