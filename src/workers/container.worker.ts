// The entry of every container's worker. One script for all of them: each container is one fetch, and the browser has it in its cache
// from the second on.

import { runMain } from "../engine/supervisor/run-main.ts";
import { createBrowserThread } from "./browser-thread.ts";
import { serveContainer } from "./container-thread.ts";
import { describeError } from "./port-host.ts";
import { onFirstPort } from "./worker-scope.ts";

onFirstPort((control, scope) => {
  const crash = serveContainer(control, createBrowserThread(), runMain);
  scope.onUncaught((error) => crash(describeError(error)));
});
