import { vi } from "vitest";
import { LONG_TEST_MS } from "../../src/testing/limits.ts";
import { registerRestContractTests } from "./contract-suite.ts";
import { engineInProcess, engineOverHttp } from "./engine-backends.ts";

// The engine over HTTP runs in real time: its job restarts, its sources become idle.
vi.setConfig({ testTimeout: LONG_TEST_MS, hookTimeout: LONG_TEST_MS });

registerRestContractTests([
  { name: "the engine in this process", start: engineInProcess },
  { name: "the engine over HTTP", start: engineOverHttp },
]);
