import { expect, it } from "vitest";

import { watchOpenness } from "./cors-exposure.ts";

async function isOpenAfter(headers: Record<string, string>, isDirect: boolean): Promise<boolean> {
  const { request, openness } = watchOpenness(() => Promise.resolve(new Response("{}", { headers })), isDirect);
  expect(openness.isOpen()).toBe(false);
  await request(new Request("http://x/config"));
  return openness.isOpen();
}

it.each([
  ["Flink's own header, where it can be read", { "access-control-allow-origin": "*" }, false, true],
  ["what Drey's proxy says of Flink", { "x-drey-upstream-cors": "*" }, false, true],
  ["a reply across origins that can be read at all", {}, true, true],
  ["leave for one other origin", { "access-control-allow-origin": "https://grafana.example" }, false, false],
  ["no header", {}, false, false],
])("judges by %s", async (_, headers, isDirect, isOpen) => {
  await expect(isOpenAfter(headers, isDirect)).resolves.toBe(isOpen);
});

it("tells once, and as long as someone listens", async () => {
  const headers = { "x-drey-upstream-cors": "*" };
  const { request, openness } = watchOpenness(() => Promise.resolve(new Response("{}", { headers })), false);
  let told = 0;
  const stop = openness.subscribe(() => told++);
  await request(new Request("http://x/config"));
  await request(new Request("http://x/jobs"));
  expect(told).toBe(1);
  stop();
});
