import { describe, expect, it } from "vitest";
import { reasonsOf, tablesOf } from "./report.ts";
import { eventsThatLack, ordersThatDiffer, timesOf } from "./statistics.ts";
import type { TravelledStep } from "./travel.ts";

function journey(...events: readonly [string, number][]): readonly TravelledStep[] {
  return [{ name: "recovered", events: events.map(([what, at]) => ({ what, firstS: at / 2, lastS: at })), answers: [] }];
}

const flink = [
  journey(["job RESTARTING", 1], ["tasks CANCELED", 1.02], ["job RUNNING", 2]),
  journey(["job RESTARTING", 3], ["job RUNNING", 4]),
];

describe("timesOf", () => {
  it("takes the median and the bounds of the times at which the last one had it", () => {
    const times = timesOf([...flink, journey(["job RESTARTING", 1.5])], "recovered");
    expect(times.get("job RESTARTING")).toEqual({ runs: 3, medianS: 1.5, minS: 1, maxS: 3 });
    expect(times.get("tasks CANCELED")?.runs).toBe(1);
    expect(timesOf(flink, "stopped").size).toBe(0);
  });
});

describe("ordersThatDiffer", () => {
  const there = [journey(["a", 1], ["b", 1.05], ["c", 2])];

  it("names a pair whose order is reversed", () => {
    expect(ordersThatDiffer(there, [journey(["a", 3], ["b", 1], ["c", 2])], "recovered")).toEqual([
      "“a” comes before “c”, but after it in the engine",
    ]);
  });

  it("ignores events that are close together or missing", () => {
    expect(ordersThatDiffer(there, [journey(["b", 1], ["a", 1.5])], "recovered")).toEqual([]);
  });

  it("compares pairs within one journey, not medians over several journeys", () => {
    const twoWays = [journey(["a", 1], ["c", 1.5]), journey(["b", 9], ["c", 9.5])];
    expect(ordersThatDiffer(twoWays, [journey(["b", 1], ["a", 2], ["c", 3])], "recovered")).toEqual([]);
  });
});

describe("eventsThatLack", () => {
  it("names events that happen in most journeys of Flink and never in the engine", () => {
    const times = timesOf(flink, "recovered");
    expect(eventsThatLack(times, timesOf([journey(["job RUNNING", 1])], "recovered"), 2)).toEqual(["job RESTARTING"]);
  });
});

describe("tablesOf", () => {
  it("has a row for each event, in Flink's order, and a sentence for each difference", () => {
    const engine = { name: "engine", journeys: [journey(["job RUNNING", 1], ["job RESTARTING", 2], ["tasks LOST", 2])] };
    const tables = tablesOf(engine, [{ name: "Flink 2.3.0", journeys: flink }]);
    const rows = tables
      .slice(tables.indexOf("### recovered"))
      .split("\n")
      .filter((line) => line.startsWith("|"))
      .slice(0, 6)
      .map((line) => line.replaceAll(/ +/g, " "));
    expect(rows).toEqual([
      "| | engine | Flink 2.3.0 |",
      expect.stringMatching(/^\| -+ \| -+ \| -+ \|$/),
      "| job RESTARTING | 2.00 (2.00–2.00) | 1.00 (1.00–3.00) |",
      "| tasks CANCELED | – | 1.02 (1.02–1.02, 1 of 2) |",
      "| job RUNNING | 1.00 (1.00–1.00) | 2.00 (2.00–4.00) |",
      "| tasks LOST | 2.00 (2.00–2.00) | – |",
    ]);
    expect(tables).toContain("No job and no task changes its state.");
    expect(tables).toContain("- Flink 2.3.0: “job RESTARTING” comes before “job RUNNING”, but after it in the engine.");
  });
});

describe("reasonsOf", () => {
  it("gives each reason once, with its places and the Flinks that it is limited to", () => {
    const both = { place: "* / job.x", kind: "missing-key", reason: "Not measured." } as const;
    const old = { place: "*.host", kind: "missing-key", reason: "Not measured." } as const;
    const text = reasonsOf([
      { name: "Flink 2.3", used: [both] },
      { name: "Flink 1.20", used: [both, old] },
    ]);
    expect(text).toBe("- Not measured.\n  - missing-key: `* / job.x`, `*.host` (Flink 1.20)\n");
  });
});
