import type { RecordedCase } from "./recorded-case.ts";

/** Nothing else happens, so no restart makes up for a source that stays idle. */
export const SOURCES_BECOME_ACTIVE_AGAIN: RecordedCase = {
  name: "sources-become-active-again",
  why: "After a pause of the generator in which all sources became idle, windows must close again with all their clicks.",
  seed: 1,
  schedule: {
    cluster: { taskManagers: 2, configuration: [{ key: "taskmanager.numberOfTaskSlots", value: "1" }] },
    recordsPerSecond: 400,
    faults: [{ atMs: 8_000, kind: "pause of the generator", parameters: { durationMs: 8_000 }, choice: 1 }],
    endMs: 50_000,
  },
};
