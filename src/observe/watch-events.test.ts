import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { loadRecording } from "../../mocks/recordings.ts";
import { createRecordedCluster } from "../../mocks/recorded-cluster.ts";
import type { Transport } from "../client/transport.ts";
import { backendOver } from "../testing/recorded-backend.tsx";
import type { ClusterEvent } from "./cluster-events.ts";
import { watchEvents } from "./watch-events.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

const SITUATIONS = {
  running: createRecordedCluster(loadRecording("flink-2.3.0", "02-running-warm-metrics")),
  waiting: createRecordedCluster(loadRecording("flink-2.3.0", "04-restarting-without-slots")),
  recovered: createRecordedCluster(loadRecording("flink-2.3.0", "05-recovered")),
  idle: createRecordedCluster(loadRecording("flink-2.3.0", "01-idle")),
  away: () => Promise.reject(new TypeError("Failed to fetch")),
} satisfies Record<string, Transport>;

/** Follows a cluster through situations. */
function follow(first: keyof typeof SITUATIONS) {
  let situation = first;
  let asked = 0;
  const events: ClusterEvent[] = [];
  const transport: Transport = (request) => {
    asked++;
    return SITUATIONS[situation](request);
  };
  const stop = watchEvents(backendOver(transport, { label: "flink:8081" }), (event) => events.push(event));
  return {
    stop,
    asked: () => asked,
    /**
     * Switches to another situation for a while. Returns the events of that time as "kind: text".
     */
    async during(next: keyof typeof SITUATIONS, ms = 10_000): Promise<readonly string[]> {
      situation = next;
      events.length = 0;
      await vi.advanceTimersByTimeAsync(ms);
      return events.map(({ kind, text }) => `${kind}: ${text}`);
    },
  };
}

test("reports the running jobs, and nothing without events", async () => {
  const { during, stop } = follow("running");
  expect(await during("running")).toEqual(["job: Job Click Event Count (f4d5b097a90a7d463e51caafbe30028a) is RUNNING."]);
  expect(await during("running")).toEqual([]);
  stop();
});

test("reports a lost TaskManager, the exception, failed and completed checkpoints, and a joining TaskManager", async () => {
  const { during, stop } = follow("running");
  await during("running");
  const lost = await during("waiting");
  expect(lost).toContain("taskmanager: TaskManager tm1 was lost.");
  expect(lost.some((line) => line.startsWith("exception: "))).toBe(true);
  expect(lost.some((line) => line.startsWith("checkpoint: Checkpoint 49 failed: "))).toBe(true);
  const recovered = await during("recovered");
  expect(recovered.some((line) => /^taskmanager: TaskManager \S+ joined\.$/.test(line))).toBe(true);
  expect(recovered.some((line) => /^checkpoint: Checkpoint \d+ completed in \d+ ms\.$/.test(line))).toBe(true);
  stop();
});

test("a cluster that does not answer is one event, and is polled less often until it answers again", async () => {
  const { during, asked, stop } = follow("running");
  await during("running");
  const away = await during("away", 120_000);
  expect(away.filter((line) => line.startsWith("cluster: "))).toHaveLength(1);
  expect(away[0]).toMatch(/^cluster: flink:8081 does not answer: /);
  const before = asked();
  await during("away", 30_000);
  expect(asked() - before).toBeLessThanOrEqual(12);
  expect(await during("running", 60_000)).toEqual(["cluster: flink:8081 answers again."]);
  stop();
});

test("reports that a JobManager restarted, and does not report what it counts from 0 as new events", async () => {
  const { during, stop } = follow("running");
  await during("running");
  expect(await during("idle")).toContain("cluster: The JobManager restarted. Checkpoints, exceptions and counters start over.");
  expect(await during("running")).toEqual(["job: Job Click Event Count (f4d5b097a90a7d463e51caafbe30028a) is RUNNING."]);
  stop();
});

test("nothing is requested after the end", async () => {
  const { during, asked, stop } = follow("running");
  await during("running");
  stop();
  const before = asked();
  await during("running");
  expect(asked()).toBe(before);
});
