import { createServer, type Server } from "node:http";
import { afterEach, expect, it } from "vitest";
import { type CountingProxy, startCountingProxy } from "./counting-proxy.ts";

let upstream: Server;
let proxy: CountingProxy;

afterEach(async () => {
  await proxy.close();
  upstream.close();
});

it("passes requests and replies on unchanged, and counts both", async () => {
  upstream = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      response.writeHead(request.url === "/none" ? 404 : 200, { "x-asked": `${String(request.method)} ${String(request.url)}` });
      response.end(body + "x".repeat(10_000));
    });
  });
  const port = await new Promise<number>((resolve) => {
    upstream.listen(0, "127.0.0.1", () => {
      const address = upstream.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  proxy = await startCountingProxy(`http://127.0.0.1:${String(port)}`);
  expect(proxy.counts()).toEqual({ requests: 0, bytes: 0 });

  const reply = await fetch(`${proxy.url}/some?query=1`, { method: "POST", body: "said: " });
  expect(reply.headers.get("x-asked")).toBe("POST /some?query=1");
  expect(await reply.text()).toMatch(/^said: x+$/);
  const { bytes } = proxy.counts();
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThan(11_000);

  const missing = await fetch(`${proxy.url}/none`);
  expect(missing.status).toBe(404);
  await missing.text();
  expect(proxy.counts().requests).toBe(2);
});
