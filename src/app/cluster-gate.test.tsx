import { cleanup, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import type { ReactNode } from "react";
import { afterEach, expect, test, vi } from "vitest";

import { createDeferred } from "../base/deferred.ts";
import { createHttpTransport } from "../client/http-transport.ts";
import { type Transport, TransportError } from "../client/transport.ts";
import { UPSTREAM_FAULT_HEADER } from "../rest/upstream-fault.ts";
import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import { useConfig } from "../client/use-client.tsx";
import { ClusterGate } from "./cluster-gate.tsx";

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

type Facts = Parameters<typeof backendOver>[1];

function renderGate(transport: Transport, facts: Facts = {}): ReturnType<typeof userEvent.setup> {
  renderWithBackend(
    <ClusterGate>
      <p>the page</p>
    </ClusterGate>,
    backendOver(transport, { label: "staging", ...facts }),
  );
  return userEvent.setup();
}

function ConfigMark(): ReactNode {
  return useConfig() === undefined ? null : <p>config is known</p>;
}

const answering =
  (status: number, body: unknown): Transport =>
  () =>
    Promise.resolve(new Response(typeof body === "string" ? body : JSON.stringify(body), { status }));

async function trouble(): Promise<{ readonly title: string | null; readonly text: string | null }> {
  const notice = await screen.findByRole("alert");
  return { title: screen.getByRole("heading").textContent, text: notice.textContent };
}

test("[F17] the page appears once the cluster has answered", async () => {
  renderGate(recordedTransport("01-idle"));
  expect(screen.getByText("the page")).toBeDefined();
  await waitFor(() => expect(screen.queryByRole("alert")).toBeNull());
});

test("typed text stays when the cluster answers", async () => {
  const released = createDeferred<void>();
  const recorded = recordedTransport("01-idle");
  const transport: Transport = async (request) => {
    if (request.url.endsWith("/config")) await released.promise;
    return recorded(request);
  };
  renderWithBackend(
    <ClusterGate>
      <input aria-label="Entry class" />
      <ConfigMark />
    </ClusterGate>,
    backendOver(transport),
  );
  const field = screen.getByRole("textbox", { name: "Entry class" });
  await userEvent.type(field, "ref.Clicks");
  released.resolve();
  await screen.findByText("config is known");
  expect(screen.getByRole("textbox", { name: "Entry class" })).toBe(field);
});

test.each([
  ["a page of HTML", 200, "<!doctype html><title>nginx</title>", "staging is not Flink", "has no flink-version"],
  ["other JSON", 200, { status: "UP" }, "staging is not Flink", '{"status":"UP"}'],
  ["no such path", 404, "404 page not found", "staging is not Flink", "GET /config was not found"],
  ["a Flink before its /config was so", 200, { "flink-version": "1.9.3" }, "staging runs an unsupported version of Flink", "1.9.3"],
  ["a gateway's login", 401, "<html>Unauthorized</html>", "Sign in again", "requires a login. Sign in again. It says: Unauthorized"],
  [
    "a login behind the proxy",
    401,
    { errors: ["staging answers with a redirect (302), which Drey does not follow. A gateway in front of it requires a login."] },
    "staging requires a login",
    "answers with a redirect (302)",
  ],
  ["a gateway's ban", 403, "<h1>Forbidden</h1>", "staging does not allow this", "does not allow this call"],
  ["a gateway's size limit", 413, "<h1>Too Large</h1>", "The request is too large for staging", "It says: Too Large"],
  ["a gateway's rate limit", 429, { message: "slow down" }, "staging received too many requests", '"slow down"'],
  ["a gateway before a dead cluster", 502, "<h1>Bad Gateway</h1>", "staging is not available", "It says: Bad Gateway"],
  ["a gateway before no cluster", 503, "<h1>Service Temporarily Unavailable</h1>", "staging is not available", "Temporarily Unavailable"],
  ["a gateway before a cluster that hangs", 504, "", "staging is not available", "but the cluster does not"],
  [
    "a proxy before a dead cluster",
    502,
    { errors: ["staging cannot be reached: connection refused. Its JobManager may be down."] },
    "staging does not answer",
    "connection refused",
  ],
  ["a proxy before one that hangs", 504, { errors: ["staging has not answered for 15 s."] }, "staging does not answer", "for 15 s"],
  ["an election of a leader", 503, { errors: ["Service temporarily unavailable."] }, "staging is not ready", "election"],
])("%s is explained", async (_, status, body, title, words) => {
  renderGate(answering(status, body));
  const said = await trouble();
  expect(said.title).toBe(title);
  expect(said.text).toContain(words);
  expect(screen.queryByText("the page")).toBeNull();
});

test.each([
  ["not-flink", 502, "staging is not Flink"],
  ["unreachable", 502, "staging does not answer"],
  ["unreachable", 504, "staging does not answer"],
  ["gateway", 503, "staging is not available"],
  ["gateway", 401, "staging requires a login"],
] as const)("a reply that Drey's proxy marks as %s, with status %i, is explained by the mark", async (fault, status, title) => {
  const errors = ["The words of the proxy."];
  renderGate(() => Promise.resolve(Response.json({ errors }, { status, headers: { [UPSTREAM_FAULT_HEADER]: fault } })));
  const said = await trouble();
  expect(said.title).toBe(title);
  expect(said.text).toContain(errors[0]);
});

test("a cluster's own text is not taken for the proxy's", async () => {
  renderGate(answering(502, { errors: ["The connector is not Flink's REST API client."] }));
  expect((await trouble()).title).toBe("staging does not answer");
});

/** What a browser makes of a redirect that the page does not follow. */
function opaqueRedirect(): Response {
  return Object.defineProperties(new Response(), { type: { value: "opaqueredirect" }, status: { value: 0 } });
}

test("[F15] a gateway that redirects to its login is left by a reload, which leads there", async () => {
  const reload = vi.spyOn(window.location, "reload").mockImplementation(() => undefined);
  const user = renderGate(createHttpTransport({ baseUrl: "http://here/", fetch: () => Promise.resolve(opaqueRedirect()) }));
  const said = await trouble();
  expect(said.title).toBe("Sign in again");
  expect(said.text).toContain(
    "GET /config: the gateway in front of the cluster at http://here redirects this page, probably to its login.",
  );
  await user.click(screen.getByRole("button", { name: "Reload the page" }));
  expect(reload).toHaveBeenCalledOnce();
});

test("at another origin, a login is in another tab", async () => {
  const transport = createHttpTransport({ baseUrl: "http://flink/", isDirect: true, fetch: () => Promise.resolve(opaqueRedirect()) });
  renderGate(transport, { isDirect: true });
  const said = await trouble();
  expect(said.title).toBe("staging requires a login");
  expect(said.text).toContain("Open that address in another tab and sign in");
  expect(screen.getByRole("button", { name: "Try again" })).toBeDefined();
});

test("a reply that is not from Flink is shown as text", async () => {
  renderGate(answering(200, "<img src=x onerror=alert(1)>"));
  expect((await trouble()).text).toContain("<img src=x onerror=alert(1)>");
  expect(document.querySelector("img")).toBeNull();
});

test("an unreachable cluster is reported, can be tried again, and recovers", async () => {
  let isThere = false;
  const recorded = recordedTransport("01-idle");
  const user = renderGate((request) =>
    isThere ? recorded(request) : Promise.reject(new TransportError("unreachable", "The cluster at http://x cannot be reached.")),
  );
  expect((await trouble()).title).toBe("staging cannot be reached");
  isThere = true;
  await user.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("the page")).toBeDefined();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("an incomplete reply does not count as an unreachable cluster", async () => {
  const body = new ReadableStream({
    pull: (controller) => controller.error(new TypeError("terminated")),
  });
  renderGate(createHttpTransport({ baseUrl: "http://flink:8081/", fetch: () => Promise.resolve(new Response(body)) }), { isDirect: true });
  const said = await trouble();
  expect(said.title).toBe("The reply of staging could not be read");
  expect(said.text).toContain("GET /config: the reply of the cluster at http://flink:8081 broke off after 0 bytes.");
});

test("a cluster that does not answer is called slow before it fails, with the waiting time", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  renderGate(() => new Promise(() => undefined));
  expect(screen.getByText("the page")).toBeDefined();
  await vi.advanceTimersByTimeAsync(5000);
  expect(screen.getByRole("heading").textContent).toBe("staging responds slowly");
  expect(screen.getByRole("alert").textContent).toMatch(/has not answered for \d s/);
});

test.each([
  [
    "answers without permission",
    () => Promise.resolve(new Response()),
    "staging does not allow requests from this page",
    "web.access-control-allow-origin",
  ],
  ["is silent", () => Promise.reject(new TypeError("Failed to fetch")), "staging cannot be reached", "Check the address"],
])("across origins, a cluster that %s is distinguished", async (_, probe, title, words) => {
  vi.stubGlobal("fetch", (_url: string, init?: RequestInit) =>
    init?.mode === "no-cors" ? probe() : Promise.reject(new TypeError("Failed to fetch")),
  );
  renderGate(createHttpTransport({ baseUrl: "http://flink:8081/", isDirect: true }), { isDirect: true });
  await waitFor(() => expect(screen.getByRole("heading").textContent).toBe(title));
  expect((await trouble()).text).toContain(words);
});
