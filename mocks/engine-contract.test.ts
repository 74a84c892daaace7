// The engine's answers against Flink's, in each recorded situation that the engine can be brought into.
import { describe, expect, it } from "vitest";
import { SimulatedCluster } from "../src/engine/simulation/simulated-cluster.ts";
import type { ClusterOptions } from "../src/engine/supervisor/cluster-options.ts";
import { type Difference, judge } from "./contract-walker.ts";
import { DEVIATIONS } from "./deviations.ts";
import { replay } from "./engine-replay.ts";
import { loadRecording, type RecordedCall, type Situation } from "./recordings.ts";

type Flink230 = Situation<"flink-2.3.0">;

async function started(options: Partial<ClusterOptions> = {}, forMs = 4_000): Promise<SimulatedCluster> {
  const cluster = new SimulatedCluster(7, options);
  cluster.boot();
  await after(cluster, forMs);
  return cluster;
}

async function after(cluster: SimulatedCluster, ms: number): Promise<void> {
  await cluster.simulation.runUntil(cluster.simulation.nowMs + ms);
}

async function kill(cluster: SimulatedCluster): Promise<void> {
  await cluster.request("POST", "/playground/containers/taskmanager-1/kill");
}

async function running(): Promise<SimulatedCluster> {
  return started({}, 60_000);
}

async function killed(ms: number): Promise<SimulatedCluster> {
  const cluster = await running();
  await kill(cluster);
  await after(cluster, ms);
  return cluster;
}

async function canceled(): Promise<SimulatedCluster> {
  const cluster = await running();
  const { jobs } = await cluster.get<{ jobs: { id: string }[] }>("/jobs");
  await cluster.request("PATCH", `/jobs/${jobs[0]?.id ?? ""}?mode=cancel`);
  await after(cluster, 3_000);
  return cluster;
}

/** The counter's function throws and throws again; two TaskManagers, as in the recording. */
async function failing(): Promise<SimulatedCluster> {
  const cluster = await started({ taskManagers: 2 }, 20_000);
  const { jobs } = await cluster.get<{ jobs: { id: string }[] }>("/jobs");
  const { vertices } = await cluster.get<{ vertices: { id: string }[] }>(`/jobs/${jobs[0]?.id ?? ""}`);
  for (let failure = 0; failure < 6; failure++) {
    cluster.post("POST", "/playground/faults", { kind: "throw", vertex: vertices[1]?.id, times: 1 });
    await after(cluster, 12_000);
  }
  return cluster;
}

/** The job of the recording that still runs and fails, without those that had ended before. */
const FAILING_JOB = "1ce331bd90bf2346f78dcef5edbcafff";
const CANCELED_JOB = "e14745581bb1fbc0f8e2da48b99b65de";

function callsOf(situation: Flink230, keep: (call: RecordedCall) => boolean = () => true): readonly RecordedCall[] {
  return loadRecording("flink-2.3.0", situation).calls.filter(keep);
}

const SITUATIONS: Readonly<Record<string, { readonly calls: readonly RecordedCall[]; readonly cluster: () => Promise<SimulatedCluster> }>> =
  {
    "nothing runs": {
      calls: callsOf("01-idle"),
      // A client whose arguments make no sense submits nothing.
      cluster: () => started({ programArguments: ["--nothing"] }),
    },
    "the job runs": { calls: callsOf("02-running"), cluster: running },
    "the job runs, its metrics known": { calls: callsOf("02-running-warm-metrics"), cluster: running },
    "the only TaskManager was killed a second ago": {
      calls: callsOf("03-taskmanager-killed-1s"),
      cluster: () => killed(2_300),
    },
    "the job waits for slots": { calls: callsOf("04-restarting-without-slots"), cluster: () => killed(9_000) },
    "the job waits for slots still": { calls: callsOf("04-restarting-without-slots-later"), cluster: () => killed(40_000) },
    "the job has recovered": {
      calls: callsOf("05-recovered"),
      cluster: async () => {
        const cluster = await killed(9_000);
        await cluster.request("POST", "/playground/containers/taskmanager-1/start");
        await after(cluster, 30_000);
        return cluster;
      },
    },
    "requests that make no sense": {
      // In the recording that job had been canceled.
      calls: callsOf("11-errors"),
      cluster: canceled,
    },
    "the job was canceled": { calls: callsOf("12-cancelled"), cluster: canceled },
    "what is known of a canceled job": {
      calls: callsOf("13-failing", ({ path }) => path.includes(CANCELED_JOB)),
      cluster: canceled,
    },
    "a function throws and throws again": {
      calls: callsOf("13-failing", ({ path, status }) => path.includes(FAILING_JOB) && status === 200),
      cluster: failing,
    },
    "killed without checkpointing": {
      calls: callsOf("19-no-checkpointing-killed"),
      cluster: async () => {
        const cluster = await started({ programArguments: ["--event-time"] }, 30_000);
        await kill(cluster);
        await after(cluster, 9_000);
        return cluster;
      },
    },
    "no slot came in five minutes": {
      calls: callsOf("20-slot-request-timed-out"),
      cluster: async () => {
        const cluster = await started({}, 20_000);
        await kill(cluster);
        await after(cluster, 600_000);
        return cluster;
      },
    },
  };

describe("the engine's REST API against Flink's", () => {
  const all: Difference[] = [];

  for (const [situation, { calls, cluster }] of Object.entries(SITUATIONS)) {
    it(`answers as Flink 2.3 when ${situation}`, async () => {
      const found = await replay(await cluster(), calls);
      const differences = found.map((difference) => ({ ...difference, place: `${situation} / ${difference.place}` }));
      all.push(...differences);
      expect(judge(differences, DEVIATIONS).unexpected).toEqual([]);
    });
  }

  it("deviates in nothing that is listed and not found", () => {
    expect(judge(all, DEVIATIONS).unused).toEqual([]);
  });
});
