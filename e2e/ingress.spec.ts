// Drey behind an ingress: a proxy that serves it under a path of another host name, and removes that
// path from each request.
import { createServer, request as send, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { builtApp } from "../server/app-server.ts";
import { createDreyServer } from "../server/drey-server.ts";
import { hostNamesOf } from "../server/host-names.ts";
import { host } from "../tools/port.mjs";
import { waitForFact } from "./support/cluster.ts";
import { clickEventCount, runningJob } from "./support/facts.ts";
import { serveEngine } from "./support/fake-clusters.ts";
import { expect, test as journey } from "./support/test.ts";

const PATH = "/tools/drey/";

interface Ingress {
  readonly port: number;
  /** Paths of requests that were not below its path, and so did not reach Drey. */
  readonly lost: readonly string[];
}

const test = journey.extend<{ ingress: Ingress }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern to learn what a fixture depends on.
  ingress: async ({}, provide) => {
    const clusters = [await serveEngine(), await serveEngine()];
    const drey = await createDreyServer({
      directory: process.env.DREY_BUILD ?? builtApp,
      clusters: clusters.map(({ url }, index) => ({ id: `cluster-${String(index)}`, label: `Cluster ${String(index)}`, address: url })),
      hostNames: hostNamesOf(host, ["drey.test"]),
    });
    await drey.listen({ port: 0, host });
    const lost: string[] = [];
    const server = rewriting(portOf(drey.server), lost);
    await new Promise<void>((done) => void server.listen(0, host, done));
    await provide({ port: portOf(server), lost });
    server.closeAllConnections();
    await new Promise((closed) => void server.close(closed));
    await drey.close();
    for (const cluster of clusters) await cluster.close();
  },
  baseURL: async ({ ingress }, provide) => provide(`http://drey.test:${String(ingress.port)}${PATH}`),
});

function portOf(server: Pick<Server, "address">): number {
  // A server on a port has an address of this kind.
  return (server.address() as AddressInfo).port;
}

/** As an ingress of nginx with `rewrite-target: /$1`: it passes on the Host header. */
function rewriting(port: number, lost: string[]): Server {
  return createServer((incoming, response) => {
    const { method, headers, url = "" } = incoming;
    if (!url.startsWith(PATH)) {
      lost.push(url);
      response.writeHead(404).end("default backend");
      return;
    }
    const outgoing = send({ host, port, method, headers, path: `/${url.slice(PATH.length)}` }, (reply) => {
      response.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(response);
    });
    outgoing.on("error", () => response.destroy());
    response.on("close", () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
}

/** The content of the file that a click on `button` downloads. */
async function download(page: Page, button: string): Promise<string> {
  const started = page.waitForEvent("download");
  await page.getByRole("main").getByRole("button", { name: button }).first().click();
  return readFileSync(await (await started).path(), "utf8");
}

test("the page, the API of each cluster, actions and downloads work under a path that an ingress removes", async ({ page, ingress }) => {
  await page.goto("./");
  await waitForFact(page, "all tasks are RUNNING", runningJob);
  await expect(page.getByRole("main").getByRole("table", { name: "Running jobs" })).toContainText("Click Event Count");

  await test.step("another cluster is chosen, and its job is cancelled", async () => {
    await page.getByRole("button", { name: /^Cluster: / }).click();
    await page
      .getByRole("dialog", { name: "Choose a cluster" })
      .getByRole("link", { name: /Cluster 1/ })
      .click();
    await expect(page).toHaveURL(new RegExp(`${PATH}\\?cluster=cluster-1#/overview$`));
    await waitForFact(page, "all tasks are RUNNING", runningJob);
    await page.getByRole("link", { name: "Click Event Count" }).first().click();
    await page.getByRole("button", { name: "Cancel", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Cancel job" }).click();
    await waitForFact(page, "the job is CANCELED", async (cluster) => (await clickEventCount(cluster))?.state === "CANCELED");
  });

  await test.step("a log and the history are downloaded", async () => {
    await page
      .getByRole("main")
      .getByRole("tab", { name: /^History/ })
      .click();
    expect(JSON.parse(await download(page, "Export"))).toMatchObject({ cluster: "Cluster 1" });
    await page.goto("./?cluster=cluster-1#/job-manager/logs");
    expect(await download(page, "Download")).toContain("INFO");
  });
  expect(ingress.lost).toEqual([]);

  await test.step("the licenses are found", async () => {
    const [licenses] = await Promise.all([page.waitForEvent("popup"), page.getByRole("link", { name: "Licenses" }).click()]);
    await expect(licenses.getByText("@xyflow/react").first()).toBeVisible();
    expect(new URL(licenses.url()).pathname).toBe(`${PATH}third-party-licenses.txt`);
  });
});

test.describe("on localhost, where browsers allow service workers", () => {
  test.use({ baseURL: async ({ ingress }, provide) => provide(`http://localhost:${String(ingress.port)}${PATH}`) });

  test("the playground and its network panel work under a path that an ingress removes", async ({ page, ingress }) => {
    const shown: string[] = [];
    page.on("response", (response) => {
      if (response.fromServiceWorker()) shown.push(`${String(response.status())} ${new URL(response.url()).pathname}`);
    });
    await page.goto("./?cluster=browser&network");
    await waitForFact(page, "all tasks are RUNNING", runningJob);
    await expect.poll(() => shown).toContain(`200 ${PATH}engine/jobs/overview`);
    expect(ingress.lost).toEqual([]);
  });
});
