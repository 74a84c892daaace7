import { expect, test } from "@playwright/test";
import { watchForProblems, type Problems } from "./support/problem-guard.ts";

// Tests that the guard of all journeys reports problems.

const url = process.env.DREY_URL ?? "";

const plants: { name: string; script: string; problem: RegExp }[] = [
  { name: "an error in the console", script: `console.error("planted")`, problem: /^console: planted$/ },
  { name: "an uncaught error", script: `setTimeout(() => { throw new Error("planted"); })`, problem: /^uncaught: planted$/ },
  { name: "an unhandled rejection", script: `void Promise.reject(new Error("planted"))`, problem: /^uncaught: planted$/ },
  {
    name: "an inline style",
    script: `document.body.setAttribute("style", "color: red")`,
    problem: /^policy: style-src-attr blocked inline$/,
  },
  {
    name: "an inline script",
    script: `document.body.append(Object.assign(document.createElement("script"), { textContent: "0" }))`,
    problem: /^policy: script-src-elem blocked inline$/,
  },
  {
    name: "a request to another origin",
    script: `void fetch("http://127.0.0.1:9/planted").catch(() => 0)`,
    problem: /^third party: GET .*planted$/,
  },
];

for (const plant of plants) {
  test(`notices ${plant.name}`, async ({ page }) => {
    const problems = await open(page);
    await page.evaluate(plant.script);
    await expect.poll(() => problems.found).toContainEqual(expect.stringMatching(plant.problem));
  });
}

test("notices problems in a worker", async ({ page }) => {
  await page.route("**/planted-worker.js", (route) =>
    route.fulfill({
      contentType: "text/javascript",
      body: `void fetch("http://127.0.0.1:9/planted").catch(() => 0); console.error("planted log"); throw new Error("planted error");`,
    }),
  );
  const problems = await open(page);
  await page.evaluate(`new Worker("./planted-worker.js", { type: "module" })`);
  await expect.poll(() => problems.found).toContainEqual(expect.stringMatching(/^console: planted log/));
  await expect.poll(() => problems.found).toContainEqual(expect.stringMatching(/planted error/));
  await expect.poll(() => problems.found).toContainEqual(expect.stringMatching(/^third party: .*planted$/));
});

test("notices nothing without problems", async ({ page }) => {
  const problems = await open(page);
  await page.evaluate(`console.log("fine"); fetch("./drey.json").then((reply) => reply.json())`);
  expect(problems.found).toEqual([]);
});

async function open(page: Parameters<typeof watchForProblems>[0]): Promise<Problems> {
  const problems = await watchForProblems(page, new URL(url).origin);
  await page.goto(url);
  return problems;
}
