import { QueryClientProvider } from "@tanstack/react-query";
import { render, type RenderResult } from "@testing-library/react";
import type { ReactNode } from "react";
import { MemoryRouter } from "react-router";

import { getResponse } from "msw";
import { createHandlers } from "../client/endpoint-handlers.ts";
import { createRecordedCluster } from "../../mocks/recorded-cluster.ts";
import { loadRecording, type RecordedVersion, type Situation } from "../../mocks/recordings.ts";
import { FactsClock } from "../app/facts-clock.tsx";
import { createQueryClient } from "../app/query-client.ts";
import { createFlinkClient } from "../client/flink-client.ts";
import { NOT_EXPOSED } from "../client/cors-exposure.ts";
import type { Transport } from "../client/transport.ts";
import type { Backend } from "../client/backend.ts";
import { BackendProvider } from "../client/use-client.tsx";

/** A Flink, 2.3 unless said otherwise, that stands still in one recorded situation. */
export function recordedTransport(situation: Situation<"flink-2.3.0">): Transport;
export function recordedTransport<Version extends RecordedVersion>(situation: Situation<Version>, version: Version): Transport;
export function recordedTransport(situation: Situation<RecordedVersion>, version: RecordedVersion = "flink-2.3.0"): Transport {
  const handlers = createHandlers(createRecordedCluster(loadRecording(version, situation)));
  return async (request) => {
    const response = await getResponse(handlers, request);
    if (response === undefined) throw new Error(`${request.method} ${request.url} is not a call of the REST API.`);
    return response;
  };
}

/** A backend over any transport, without contract 2 unless said otherwise. */
export function backendOver(
  transport: Transport,
  facts: Partial<Pick<Backend, "id" | "kind" | "label" | "hasPlayground" | "isReadOnly" | "isDirect" | "corsExposure">> = {},
): Backend {
  return {
    id: "test",
    kind: "http",
    label: "test cluster",
    hasPlayground: false,
    isReadOnly: false,
    isDirect: false,
    client: createFlinkClient(transport, facts.label ?? "test cluster"),
    source: () => ({ kind: "http", baseUrl: "http://test.invalid" }),
    failed: new Promise(() => undefined),
    corsExposure: NOT_EXPOSED,
    close: () => undefined,
    ...facts,
  };
}

/** Renders a part of the dashboard as in the app: with a backend, a cache and a router at `path`. */
export function renderWithBackend(children: ReactNode, backend: Backend, path = "/overview"): RenderResult {
  return render(
    <MemoryRouter initialEntries={[path]}>
      <QueryClientProvider client={createQueryClient()}>
        <BackendProvider backend={backend}>
          <FactsClock>{children}</FactsClock>
        </BackendProvider>
      </QueryClientProvider>
    </MemoryRouter>,
  );
}
