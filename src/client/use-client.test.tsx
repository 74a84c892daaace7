import { useQuery } from "@tanstack/react-query";
import { cleanup, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect, test, vi } from "vitest";

import { backendOver, recordedTransport, renderWithBackend } from "../testing/recorded-backend.tsx";
import type { Transport } from "./transport.ts";
import { callOptions } from "./fact-options.ts";
import { useObserved, useRefreshMs } from "./use-client.tsx";
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
