// The app over recorded clusters, instead of src/app/main.tsx. MSW's worker answers the page's
// requests, so they look like HTTP.
import { http, HttpResponse } from "msw";
import { setupWorker } from "msw/browser";
import { createHandlers } from "../../src/client/endpoint-handlers.ts";
import { createRecordedClusters, RECORDED_PREFIX, recordedBackends } from "./recorded-clusters.ts";
import { RECORDING_FILES } from "./recording-files.ts";

const worker = setupWorker(
  http.get("*/drey.json", () => HttpResponse.json(recordedBackends(RECORDING_FILES))),
  // Some of the app's own files have paths that end like those of calls: src/features/applications/....
  ...createHandlers(createRecordedClusters({ recordings: RECORDING_FILES, now: () => Date.now() }), `*${RECORDED_PREFIX}*`),
);
// Without a top-level await: the files of the app import this one, and would wait for it while it waits for them.
void worker
  .start({
    serviceWorker: { url: new URL("mockServiceWorker.js", document.baseURI).href },
    quiet: true,
    // The app's own files.
    onUnhandledFrame: "bypass",
  })
  .then(() => import("../../src/app/main.tsx"));
