import { expect, test } from "vitest";

import { historyEvent } from "./history.ts";
import { CLUSTER, createMemoryStore, MOST_JOBS } from "./history-store.ts";

test("the jobs with the latest samples are kept, and the events of the cluster", async () => {
  const store = createMemoryStore();
  const eventOf = (name: string, atMs: number) => ({ jobId: name, atMs, rows: [], events: [historyEvent("state", "1", atMs, name)] });
  await store.add([
    eventOf(CLUSTER, 1),
    ...Array.from({ length: MOST_JOBS + 2 }, (_, index) => eventOf(`job ${String(index)}`, 10 + index)),
  ]);
  await store.trim(1000);
  const kept = async (name: string): Promise<number> => (await store.read(name)).events.length;
  expect(await kept("job 0")).toBe(0);
  expect(await kept("job 1")).toBe(0);
  expect(await kept("job 2")).toBe(1);
  expect(await kept(`job ${String(MOST_JOBS + 1)}`)).toBe(1);
  expect(await kept(CLUSTER)).toBe(1);
});
