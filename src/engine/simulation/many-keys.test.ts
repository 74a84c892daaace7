import { expect, it } from "vitest";
import { FaultInjector } from "./fault-injector.ts";
import { closedWindows, readProof } from "./proof.ts";
import { drawSchedule } from "./draw-schedule.ts";
import { SimulatedCluster } from "./simulated-cluster.ts";
import { HANG_MS } from "./testing/hang.ts";

const SEEDS = 12;
const KEYS = 2_000;
const CLICKS_PER_WINDOW = 6_000;

/** With so many keys state is too large to travel in messages and in `_metadata`: it goes through storage, and its dictionary grows on the way. */
it(
  `[SIM8] counts each click once with ${KEYS} keys and state in storage, over ${SEEDS} seeds`,
  async () => {
    let windows = 0;
    let files = 0;
    for (let seed = 0; seed < SEEDS; seed++) {
      const schedule = drawSchedule(seed);
      const cluster = new SimulatedCluster(seed, {
        ...schedule.cluster,
        generator: {
          topic: "input",
          recordsPerSecond: 1_000,
          load: { type: "random-keys", keys: KEYS, clicksPerSecond: 400, jitterMs: 0 },
        },
      });
      const { simulation } = cluster;
      cluster.boot();
      const faults = new FaultInjector(cluster, { ...schedule, recordsPerSecond: 1_000 });
      await simulation.runUntil(Math.min(schedule.endMs, 45_000));
      files = Math.max(files, cluster.storedFiles().filter((path) => !path.endsWith("_metadata")).length);
      faults.calmDown();
      await simulation.runUntil(simulation.nowMs + 30_000);

      const proof = await readProof(cluster);
      const counted = new Map<number, number>();
      for (const { windowStartMs, page, counts } of proof.cells) {
        // A result may be repeated, but never with another count.
        expect(new Set(counts).size, `seed ${seed}: ${page} has ${counts.join(", ")}`).toBe(1);
        counted.set(windowStartMs, (counted.get(windowStartMs) ?? 0) + (counts[0] ?? 0));
      }
      for (const window of closedWindows(proof)) {
        expect(counted.get(window), `seed ${seed}: window ${new Date(window).toISOString()}`).toBe(CLICKS_PER_WINDOW);
        windows++;
      }
      expect(simulation.crashes).toEqual([]);
    }
    expect(windows).toBeGreaterThan(SEEDS * 3);
    expect(files).toBeGreaterThan(0);
  },
  HANG_MS,
);
