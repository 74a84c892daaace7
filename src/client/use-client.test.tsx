import { notifyManager, useQuery, useQueryClient } from "@tanstack/react-query";
import { act, cleanup, screen } from "@testing-library/react";
import { type ReactNode, useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { afterEach, expect, test, vi } from "vitest";

import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import type { Transport } from "./transport.ts";
import { callOptions } from "./fact-options.ts";
import { overviewOptions } from "./cluster-options.ts";
import { useFact, useLargeFact, useObserved, useRefreshMs } from "./use-client.tsx";
import { spreadRefresh } from "./request-budget.ts";

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

/**
 * A recorded cluster with another refresh interval, and the number of its `GET /overview` calls.
 */
function clusterThatWants(refreshMs: number): { readonly transport: Transport; readonly asked: () => number } {
  const recorded = recordedTransport("01-idle");
  let asked = 0;
  return {
    asked: () => asked,
    async transport(request) {
      const { pathname } = new URL(request.url);
      if (pathname === "/overview") asked++;
      const reply = await recorded(request);
      return pathname === "/config" ? Response.json({ ...((await reply.json()) as object), "refresh-interval": refreshMs }) : reply;
    },
  };
}

function Page({ vertexCount }: { vertexCount: number }): ReactNode {
  const refreshMs = spreadRefresh(useRefreshMs(), vertexCount);
  const overview = useQuery(callOptions(useObserved(), "overview", {}, {}, { refreshMs }));
  return `${overview.data === undefined ? "no reply" : "a reply"}, every ${refreshMs} ms`;
}

test.each([
  ["of a day", 86_400_000, 1],
  // Flink's longest interval. Browsers fire a timer of that length immediately, again and again.
  ["that switches refreshing off", 2 ** 63, 1],
  ["that only the number of vertices makes too long", 2 ** 31 - 1, 300],
])("a refresh interval %s polls at most once", async (_, refreshMs, vertexCount) => {
  vi.useFakeTimers();
  const { transport, asked } = clusterThatWants(refreshMs);
  renderWithBackend(<Page vertexCount={vertexCount} />, backendOver(transport));
  await vi.advanceTimersByTimeAsync(1000);
  expect(screen.getByText(/^a reply/).textContent).not.toBe("a reply, every 3000 ms");
  const before = asked();
  await vi.advanceTimersByTimeAsync(2000);
  expect(asked()).toBe(before);
});

test.each([
  ["with it", useFact, 7],
  ["before it, if it is a large fact", useLargeFact, 1],
])("a press while a reply is being rendered is shown %s", async (_, useIt, shownFirst) => {
  const told: { press?: () => void; reply?: () => void } = {};
  function Facts(): ReactNode {
    return `${String(useIt(overviewOptions).data?.taskmanagers)} TaskManagers`;
  }
  function Pressed(): ReactNode {
    const [isPressed, setPressed] = useState(false);
    const client = useQueryClient();
    const { queryKey } = overviewOptions(useObserved());
    useEffect(() => {
      told.press = () => setPressed(true);
      told.reply = () => void client.setQueryData<{ taskmanagers: number }>(queryKey, (known) => known && { ...known, taskmanagers: 7 });
    });
    return isPressed ? "pressed, " : "not pressed, ";
  }
  renderWithBackend(
    <>
      <Pressed />
      <Facts />
    </>,
    backendOver(recordedTransport("01-idle")),
  );
  await screen.findByText(/1 TaskManagers/);
  notifyManager.setScheduler((callback) => callback());
  await act(async () => {
    told.reply?.();
    flushSync(() => told.press?.());
    expect(document.body.textContent).toBe(`pressed, ${String(shownFirst)} TaskManagers`);
    await Promise.resolve();
  });
  expect(document.body.textContent).toBe("pressed, 7 TaskManagers");
});
