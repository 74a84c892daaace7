import { expect, it } from "vitest";

import { watchCorsExposure } from "./cors-exposure.ts";

async function allowsAnyOriginAfter(headers: Record<string, string>, isDirect: boolean): Promise<boolean> {
  const { request, corsExposure } = watchCorsExposure(() => Promise.resolve(new Response("{}", { headers })), isDirect);
  expect(corsExposure.allowsAnyOrigin()).toBe(false);
  await request(new Request("http://x/config"));
  return corsExposure.allowsAnyOrigin();
}

it.each([
  ["Flink's own header, where it can be read", { "access-control-allow-origin": "*" }, false, true],
  ["the header of Drey's proxy", { "x-drey-upstream-cors": "*" }, false, true],
  ["a readable reply across origins", {}, true, true],
  ["permission for one other origin", { "access-control-allow-origin": "https://grafana.example" }, false, false],
  ["no header", {}, false, false],
])("judges by %s", async (_, headers, isDirect, allowsAnyOrigin) => {
  await expect(allowsAnyOriginAfter(headers, isDirect)).resolves.toBe(allowsAnyOrigin);
});

it("notifies a listener once", async () => {
  const headers = { "x-drey-upstream-cors": "*" };
  const { request, corsExposure } = watchCorsExposure(() => Promise.resolve(new Response("{}", { headers })), false);
  let told = 0;
  const stop = corsExposure.subscribe(() => told++);
  await request(new Request("http://x/config"));
  await request(new Request("http://x/jobs"));
  expect(told).toBe(1);
  stop();
});
