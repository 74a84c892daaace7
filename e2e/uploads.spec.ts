import type { IncomingMessage, ServerResponse } from "node:http";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { builtApp } from "../server/app-server.ts";
import { createDreyServer } from "../server/drey-server.ts";
import { host } from "../tools/port.mjs";
import { type FakeCluster, serveRecorded } from "./support/fake-clusters.ts";
import { expect, test as journey } from "./support/test.ts";

/** What the cluster does with an upload. */
type UploadHandler = (request: IncomingMessage, response: ServerResponse) => void;

interface Clusters {
  readonly cluster: FakeCluster;
  /** Changes what happens to the next upload. */
  readonly onUpload: (handle: UploadHandler) => void;
  /** Holds the next upload between page and server after that many bytes. Resolves when it is held, with what ends its connection. */
  readonly holdUpload: (afterBytes: number) => Promise<() => void>;
}

interface Held {
  /** Whether uploads end there, instead of waiting. A browser tries again on another connection. */
  isEnded: boolean;
  readonly afterBytes: number;
  readonly held: PromiseWithResolvers<() => void>;
}

const test = journey.extend<{ clusters: Clusters; link: { hold: Held | undefined } }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern to learn what a fixture depends on.
  link: async ({}, provide) => provide({ hold: undefined }),
  clusters: async ({ link }, provide) => {
    let handle: UploadHandler = accept;
    const cluster = await serveRecorded("02-running-warm-metrics", (request, response) => {
      if (request.url === "/jars") {
        response.writeHead(200, { "content-type": "application/json", "access-control-allow-origin": "*" });
        response.end('{"address":"http://jobmanager:8081","files":[]}');
        return true;
      }
      if (request.url !== "/jars/upload") return false;
      handle(request, response);
      return true;
    });
    await provide({
      cluster,
      onUpload: (next) => {
        handle = next;
      },
      holdUpload: (afterBytes) => {
        link.hold = { isEnded: false, afterBytes, held: Promise.withResolvers() };
        return link.hold.held.promise;
      },
    });
    await cluster.close();
  },
  baseURL: async ({ clusters: { cluster }, link }, provide) => {
    const server = await createDreyServer({
      directory: process.env.DREY_BUILD ?? builtApp,
      clusters: [{ id: "alpha", label: "Alpha", address: cluster.url }],
    });
    await server.listen({ port: 0, host });
    const { port } = server.server.address() as AddressInfo;
    const sockets = new Set<Socket>();
    const between = createServer((socket) => {
      const toServer = connect(port, host);
      sockets.add(socket).add(toServer);
      for (const side of [socket, toServer]) {
        side.on("error", () => undefined);
        side.on("close", () => {
          socket.destroy();
          toServer.destroy();
        });
      }
      toServer.pipe(socket);
      passOn(socket, toServer, link);
    });
    await new Promise<void>((done) => void between.listen(0, host, done));
    await provide(`http://localhost:${String((between.address() as AddressInfo).port)}`);
    for (const socket of sockets) socket.destroy();
    await new Promise((closed) => void between.close(closed));
    await server.close();
  },
});

function passOn(socket: Socket, toServer: Socket, link: { readonly hold: Held | undefined }): void {
  let uploadBytes = 0;
  socket.on("data", (chunk: Buffer) => {
    if (uploadBytes > 0 || chunk.toString("latin1", 0, 60).includes("/jars/upload")) uploadBytes += chunk.length;
    toServer.write(chunk);
    const { hold } = link;
    if (hold === undefined || uploadBytes < hold.afterBytes) return;
    if (hold.isEnded) return void socket.resetAndDestroy();
    socket.pause();
    hold.held.resolve(() => {
      hold.isEnded = true;
      socket.resetAndDestroy();
    });
  });
}

// The browser's log line for an error reply.
test.use({ allowedProblems: [/^console: Failed to load resource|^third party: (GET|POST) http:\/\/localhost:\d+\//] });

const JAR = { name: "job.jar", mimeType: "application/java-archive", buffer: Buffer.alloc(2_000_000, "x") };

/** Reads the file and answers as Flink does. */
function accept(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  request.on("end", () => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ filename: "/tmp/flink-web-upload/cbe8b49c-d9ac-4c92-b4ed-9af36861a820_job.jar", status: "success" }));
  });
}

/** Reads 300 kB and closes the connection. */
function closeMidway(request: IncomingMessage): void {
  let bytes = 0;
  request.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > 300_000) request.destroy();
  });
}

test("an upload that the cluster breaks off is reported, and can be tried again", async ({ page, clusters }) => {
  clusters.onUpload(closeMidway);
  await page.goto("/#/submit");
  const form = page.getByRole("region", { name: "Submit a job" });
  await form.getByLabel("A JAR to upload").setInputFiles(JAR);
  await expect(form.getByRole("alert")).toContainText(/^POST \/jars\/upload failed on Alpha with status 502: .* closed the connection/);
  clusters.onUpload(accept);
  await form.getByRole("button", { name: "Try again" }).click();
  await expect(form.getByRole("alert")).toBeHidden();
  await expect(form.getByRole("button", { name: "Upload", exact: true })).toBeVisible();
});

test("a connection that ends during an upload is reported with what was sent, and the progress is shown before", async ({
  page,
  clusters,
}) => {
  const held = clusters.holdUpload(300_000);
  await page.goto("/#/submit");
  const form = page.getByRole("region", { name: "Submit a job" });
  // More than the buffers of a connection hold.
  await form.getByLabel("A JAR to upload").evaluate((input: HTMLInputElement) => {
    const chosen = new DataTransfer();
    chosen.items.add(new File([new Uint8Array(40_000_000)], "job.jar"));
    input.files = chosen.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await expect(form.getByRole("status")).toContainText(/Sending job\.jar: [\d.]+ [KM]iB of 38\.1 MiB\./);
  const end = await held;
  end();
  await expect(form.getByRole("alert")).toContainText(
    /^POST \/jars\/upload: the connection to the cluster at .* ended after \d+ of 4\d{7} bytes were sent\..* Try again\./,
  );
  await expect(form.getByRole("button", { name: "Try again" })).toBeVisible();
});

test("across origins, an upload works without progress and without a CORS preflight request", async ({ page, clusters }) => {
  const bytes = Promise.withResolvers<number>();
  clusters.onUpload((request, response) => {
    let count = 0;
    request.on("data", (chunk: Buffer) => (count += chunk.length));
    request.on("end", () => bytes.resolve(count));
    response.setHeader("access-control-allow-origin", "*");
    accept(request, response);
  });
  await page.goto(`/?cluster=${encodeURIComponent(clusters.cluster.url.href)}#/submit`);
  const form = page.getByRole("region", { name: "Submit a job" });
  await form.getByLabel("A JAR to upload").setInputFiles(JAR);
  expect(await bytes.promise).toBeGreaterThan(JAR.buffer.length);
  expect(clusters.cluster.asked.some((call) => call.startsWith("OPTIONS"))).toBe(false);
});
