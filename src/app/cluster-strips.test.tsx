import { cleanup, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";

import type { ReactNode } from "react";

import { overviewOptions } from "../client/cluster-options.ts";
import { createHttpTransport } from "../client/http-transport.ts";
import { limitReads } from "../client/limit-reads.ts";
import { type Transport, TransportError } from "../client/transport.ts";
import { useFact } from "../client/use-client.tsx";
import { jobsOverviewOptions } from "../observe/jobs.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";

import { AwayStrip, OpenStrip } from "./cluster-strips.tsx";
import { Liveness } from "./liveness.tsx";

afterEach(() => {
  cleanup();
  localStorage.clear();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("[F13] an unreachable cluster is reported with its reason, and everything is refreshed when it is back", async () => {
  const user = userEvent.setup();
  let isThere = true;
  let configs = 0;
  const recorded = recordedTransport("02-running");
  const transport: Transport = (request) => {
    if (!isThere) return Promise.reject(new TransportError("unreachable", "The cluster cannot be reached."));
    if (request.url.endsWith("/config")) configs++;
    return recorded(request);
  };
  renderWithBackend(<AwayStrip />, backendOver(transport, { label: "staging" }));
  await waitFor(() => expect(configs).toBe(1));
  expect(screen.queryByRole("region")).toBeNull();
  isThere = false;
  const strip = await screen.findByRole("region", { name: "The cluster does not answer" });
  expect(strip.textContent).toMatch(/^staging has not answered for \d+ s\. Showing the last known state\. The cluster cannot be reached\./);
  isThere = true;
  await user.click(screen.getByRole("button", { name: "Try now" }));
  await waitFor(() => expect(screen.queryByRole("region")).toBeNull());
  await waitFor(() => expect(configs).toBeGreaterThan(1));
});

test("a session that ends at the gateway is reported with the age of the facts, and a reload leads to the login", async () => {
  const reload = vi.spyOn(window.location, "reload").mockImplementation(() => undefined);
  const user = userEvent.setup();
  let isSignedIn = true;
  const recorded = recordedTransport("02-running");
  const transport: Transport = (request) =>
    isSignedIn ? recorded(request) : Promise.reject(new TransportError("redirected", "GET /overview: the gateway redirects this page."));
  function Overview(): ReactNode {
    return useFact(overviewOptions).data === undefined ? null : "known";
  }
  renderWithBackend(
    <>
      <AwayStrip />
      <Liveness />
      <Overview />
    </>,
    backendOver(transport, { label: "staging" }),
  );
  await screen.findByText("known");
  isSignedIn = false;
  const strip = await screen.findByRole("region", { name: "Sign in again" });
  expect(strip.textContent).toMatch(/^Sign in again\. Showing the last known state, which is \d+ s old\. GET \/overview: the gateway/);
  expect(await screen.findByText(/^\d+ s old$/)).toBeDefined();
  await user.click(screen.getByRole("button", { name: "Reload the page" }));
  expect(reload).toHaveBeenCalledOnce();
  // A login in another tab is enough too.
  isSignedIn = true;
  await waitFor(() => expect(screen.queryByRole("region")).toBeNull());
});

test("a cluster all of whose replies are lost for a minute keeps its facts with their age, and recovers without a reload", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  let isLost = false;
  const recorded = recordedTransport("02-running");
  const transport = createHttpTransport({
    baseUrl: "http://flink",
    fetch: (input, init) => {
      if (!isLost) return recorded(new Request(input as string));
      return new Promise((_, reject) => init?.signal?.addEventListener("abort", () => reject(init.signal?.reason)));
    },
  });
  function Jobs(): ReactNode {
    const jobs = useFact(jobsOverviewOptions).data?.jobs;
    return <p>{jobs === undefined ? "no jobs" : `${String(jobs.length)} jobs`}</p>;
  }
  renderWithBackend(
    <>
      <AwayStrip />
      <Liveness />
      <Jobs />
    </>,
    backendOver(limitReads(transport), { label: "staging" }),
  );
  await screen.findByText("live");
  const known = await screen.findByText(/^\d+ jobs$/);
  const words = known.textContent;
  isLost = true;
  await vi.advanceTimersByTimeAsync(60_000);
  const strip = await screen.findByRole("region", { name: "The cluster does not answer" });
  await waitFor(() => expect(strip.textContent).toMatch(/^staging has not answered for (5\d s|1m \d\ds)\. Showing the last known state\./));
  expect(screen.getByText(/^(5\d s|1m \d\ds) old$/)).toBeDefined();
  expect(known.textContent).toBe(words);
  isLost = false;
  await vi.advanceTimersByTimeAsync(20_000);
  await screen.findByText("live");
  expect(screen.queryByRole("region")).toBeNull();
});

/** A page with two calls over a cluster whose `GET /overview` can be made to fail. */
function renderTwoCalls(fail: () => Promise<Response>): { readonly breakOverview: () => void } {
  let isBroken = false;
  const recorded = recordedTransport("02-running");
  const transport: Transport = (request) =>
    isBroken && request.url.endsWith("/overview") && !request.url.endsWith("/jobs/overview") ? fail() : recorded(request);
  function Jobs(): ReactNode {
    const jobs = useFact(jobsOverviewOptions);
    return jobs.data === undefined ? "no jobs" : `jobs of ${jobs.dataUpdatedAt}`;
  }
  renderWithBackend(
    <>
      <AwayStrip />
      <Liveness />
      <Jobs />
    </>,
    backendOver(transport, { label: "staging" }),
  );
  return {
    breakOverview: () => {
      isBroken = true;
    },
  };
}

test.each([
  ["is refused", () => Promise.resolve(Response.json({ errors: ["Not found."] }, { status: 404 }))],
  ["is of another shape", () => Promise.resolve(Response.json({ taskmanagers: "one" }))],
  ["gets no reply", () => Promise.reject(new TransportError("timeout", "GET /overview: no answer."))],
])("a cluster whose overview %s counts as reachable while it answers other calls", async (_, fail) => {
  const { breakOverview } = renderTwoCalls(fail);
  await screen.findByText("live");
  breakOverview();
  // After the overview has failed and the jobs were read again.
  const dot = await screen.findByText("errors");
  expect(screen.queryByRole("region")).toBeNull();
  await userEvent.setup().hover(dot);
  expect((await screen.findByRole("tooltip")).textContent).toMatch(/^The cluster answers, but some calls fail\. .*\/overview/);
  expect(screen.getByText("The cluster answers with errors")).toBeDefined();
  expect(screen.queryByText("The cluster does not answer")).toBeNull();
});

const EXPOSED = { allowsAnyOrigin: () => true, subscribe: () => () => undefined };

test("an open cluster causes a warning until it is dismissed for this cluster", async () => {
  const user = userEvent.setup();
  const backend = backendOver(recordedTransport("01-idle"), { label: "staging", corsExposure: EXPOSED });
  const { unmount } = renderWithBackend(<OpenStrip />, backend);
  const strip = await screen.findByRole("region", { name: "The cluster is open to other pages" });
  expect(strip.textContent).toContain("Any web page in a browser that reaches staging can run code on it.");
  await user.click(screen.getByRole("button", { name: "Dismiss for this cluster" }));
  expect(screen.queryByRole("region")).toBeNull();
  unmount();
  renderWithBackend(
    <>
      <OpenStrip />
      <p>after</p>
    </>,
    backendOver(recordedTransport("01-idle"), { corsExposure: EXPOSED, id: "another" }),
  );
  expect(await screen.findByRole("region")).toBeDefined();
});

test("a cluster that accepts no JARs causes no warning", async () => {
  const recorded = recordedTransport("01-idle");
  let asked = 0;
  const backend = backendOver(
    async (request) => {
      const response = await recorded(request);
      asked++;
      return new Response((await response.text()).replace('"web-submit":true', '"web-submit":false'), response);
    },
    { corsExposure: EXPOSED },
  );
  renderWithBackend(<OpenStrip />, backend);
  await waitFor(() => expect(asked).toBe(1));
  expect(screen.queryByRole("region")).toBeNull();
});
