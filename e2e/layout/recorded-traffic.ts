import type { Page, Route } from "@playwright/test";
import { createRecordedClusters, RECORDED_PREFIX, recordedBackends, type RecordingLoaders } from "../../mocks/browser/recorded-clusters.ts";
import type { Transport } from "../../src/client/transport.ts";
import { loadAllRecordings } from "../../mocks/recordings.ts";

const recordings: RecordingLoaders = new Map(loadAllRecordings().map((recording) => [recording.name, () => Promise.resolve(recording)]));

/** Flink's `web.refresh-interval`, ms: short, so that the second reply comes soon. */
const REFRESH_MS = 200;

/** The calls of a page to the clusters of `npm run dev:recorded`, which this process answers. */
export interface RecordedTraffic {
  /** Answers every call from now on. */
  readonly resume: () => void;
  /** Resolves once the page has repeated its calls. */
  readonly refreshed: () => Promise<void>;
  /** Resolves once every call has its reply. Holds further ones back, so that the page stays as it is. */
  readonly pause: () => Promise<void>;
}

/**
 * Answers a page that is opened over one of these clusters. `now` is the page's clock, epoch ms.
 * `change` may answer some calls in another way.
 */
export async function serveRecordedClusters(
  page: Page,
  now: () => number,
  change: (recorded: Transport) => Transport = (recorded) => recorded,
): Promise<RecordedTraffic> {
  const answer = change(createRecordedClusters({ recordings, now }));
  const pending = new Set<Promise<void>>();
  let gate = Promise.withResolvers<void>();
  const resume = (): void => gate.resolve();
  resume();
  const reply = async (route: Route): Promise<void> => {
    await gate.promise;
    const request = route.request();
    const response = await answer(new Request(request.url(), { method: request.method() }));
    const body = await response.text();
    await route.fulfill({
      status: response.status,
      contentType: response.headers.get("content-type") ?? "application/json",
      body: request.url().endsWith("/config")
        ? body.replace(/"refresh-interval":\s*\d+/, `"refresh-interval":${String(REFRESH_MS)}`)
        : body,
    });
  };
  await page.route("**/drey.json", (route) => route.fulfill({ json: recordedBackends(recordings) }));
  await page.route(
    ({ pathname }) => pathname.includes(RECORDED_PREFIX),
    async (route) => {
      const replied = reply(route);
      pending.add(replied);
      await replied;
      pending.delete(replied);
    },
  );
  return {
    resume,
    refreshed: async () => {
      resume();
      for (let count = 0; count < 2; count++) {
        await page.waitForResponse((response) => new URL(response.url()).pathname.endsWith("/overview"));
      }
    },
    pause: async () => {
      resume();
      while (pending.size > 0) await Promise.all(pending);
      gate = Promise.withResolvers<void>();
    },
  };
}
