import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createAppServer, NotBuiltError } from "./app-server.ts";

const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'" />`;
let folder = "";
let build = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "drey-server-"));
  build = join(folder, "dist");
  mkdirSync(join(build, "assets"), { recursive: true });
  mkdirSync(join(build, ".vite"));
  writeFileSync(join(build, "index.html"), `${policy}<title>Drey</title>`);
  writeFileSync(join(build, "assets", "app-1a2b.js"), "export {}");
  writeFileSync(join(build, ".vite", "manifest.json"), "{}");
  writeFileSync(join(folder, "secret.txt"), "hidden words");
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

it("sends the page with its policy and without caching", async () => {
  const server = await createAppServer(build);
  const reply = await server.inject("/");
  expect(reply.statusCode).toBe(200);
  expect(reply.body).toContain("Drey");
  expect(reply.headers["content-security-policy"]).toBe("default-src 'none';frame-ancestors 'none'");
  expect(reply.headers["cache-control"]).toBe("no-cache");
});

it("lets browsers cache files with a hash in their name", async () => {
  const server = await createAppServer(build);
  const reply = await server.inject("/assets/app-1a2b.js");
  expect(reply.headers["content-type"]).toContain("javascript");
  expect(reply.headers["cache-control"]).toContain("immutable");
});

it("sends the build's compressed copy of a file, with the type and the caching of the file", async () => {
  writeFileSync(join(build, "assets", "app-1a2b.js.br"), brotliCompressSync("export {} // the copy"));
  const server = await createAppServer(build);
  const reply = await server.inject({ url: "/assets/app-1a2b.js", headers: { "accept-encoding": "gzip, deflate, br, zstd" } });
  expect(reply.headers["content-encoding"]).toBe("br");
  expect(reply.headers["content-type"]).toContain("javascript");
  expect(reply.headers["cache-control"]).toContain("immutable");
  expect(reply.headers["vary"]).toContain("accept-encoding");
  expect(brotliDecompressSync(reply.rawPayload).toString()).toBe("export {} // the copy");
  const plain = await server.inject({ url: "/assets/app-1a2b.js" });
  expect(plain.body).toBe("export {}");
});

it.each([
  ["br", brotliDecompressSync],
  ["gzip", gunzipSync],
] as const)("compresses files by %s only for clients that accept it", async (encoding, decompress) => {
  const script = `export const words = "${"many words ".repeat(1000)}";`;
  writeFileSync(join(build, "assets", "large-3c4d.js"), script);
  const server = await createAppServer(build);
  const reply = await server.inject({ url: "/assets/large-3c4d.js", headers: { "accept-encoding": encoding } });
  expect(reply.headers["content-encoding"]).toBe(encoding);
  expect(reply.headers["vary"]).toContain("accept-encoding");
  expect(reply.headers["cache-control"]).toContain("immutable");
  expect(reply.rawPayload.length).toBeLessThan(script.length / 10);
  expect(decompress(reply.rawPayload).toString()).toBe(script);
  const plain = await server.inject({ url: "/assets/large-3c4d.js" });
  expect(plain.headers["content-encoding"]).toBeUndefined();
  expect(plain.body).toBe(script);
});

it.each(["/../secret.txt", "/..%2fsecret.txt", "/assets/..%2f..%2fsecret.txt", "/.vite/manifest.json", "/nothing"])(
  "has no %s",
  async (path) => {
    const server = await createAppServer(build);
    const reply = await server.inject(path);
    expect(reply.statusCode).toBeGreaterThanOrEqual(400);
    expect(reply.statusCode).toBeLessThan(500);
    expect(reply.body).not.toContain("hidden words");
  },
);

it("does not start without a built app, and names the command", async () => {
  await expect(createAppServer(join(folder, "nowhere"))).rejects.toThrow(NotBuiltError);
  await expect(createAppServer(join(folder, "nowhere"))).rejects.toThrow("npm run build");
});
