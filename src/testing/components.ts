// Set up before each file of component tests. The files share one DOM and one graph of modules, since loading both for each file costs
// more than the tests themselves, so each file begins with an empty page, empty stores and no stubs.
import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeAll, vi } from "vitest";

import { forgetStarts } from "../client/started-jobs.ts";

// Component tests wait for facts. The limit is against a hang, and below that of a test, so that the message says what was waited for.
configure({ asyncUtilTimeout: 20_000 });

beforeAll(() => {
  forgetStarts();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  localStorage.clear();
  sessionStorage.clear();
  history.replaceState(null, "", "/");
  document.head.replaceChildren();
  document.body.replaceChildren();
});

afterEach(cleanup);
