import fastifyStatic from "@fastify/static";
import Fastify from "fastify";
import { builtApp } from "../server/app-server.ts";
import { host } from "../tools/port.mjs";
import { expect, test } from "@playwright/test";
import { watchForProblems } from "./support/problems.ts";

const path = "/some/where/";

test("runs from any path of any static server, on plain http under a host name", async ({ page }) => {
  const server = Fastify({ forceCloseConnections: true });
  await server.register(fastifyStatic, { root: process.env.DREY_BUILD ?? builtApp, prefix: path });
  const address = new URL(await server.listen({ port: 0, host }));
  try {
    const origin = `http://drey.test:${address.port}`;
    const problems = await watchForProblems(page, origin);
    await page.goto(`${origin}${path}`);
    expect(await page.evaluate(() => isSecureContext)).toBe(false);
    await expect(page.getByText("Click Event Count").first()).toBeVisible();
    expect(problems.found).toEqual([]);
  } finally {
    await server.close();
  }
});
