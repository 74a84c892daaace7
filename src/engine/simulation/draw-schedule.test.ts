import { describe, expect, it } from "vitest";
import { drawCluster, DRAWN_OPTIONS, type DrawnOption } from "./draw-cluster.ts";
import { drawSchedule, keepPausesCalm, keepStallsApart } from "./draw-schedule.ts";
import { drawEvents, type EventKind, perMinute } from "./event-kind.ts";
import { FAULT_KINDS } from "./faults/fault-kinds.ts";
import { scheduleOf } from "./run-seed.ts";
import type { ScheduledEvent } from "./schedule.ts";
import { RETENTION_ACTIONS } from "./user-actions/user-actions.ts";
import { variantNamed } from "./variants.ts";

const SEEDS = 50;
const SHAPE = { taskManagers: 2, slots: 4 };
const END_MS = 60_000;

/** `faults`: the faults in the same run, which some user actions are aimed at. */
const TABLES: readonly {
  readonly table: string;
  readonly kinds: readonly EventKind<object>[];
  readonly faults: (seed: number) => readonly ScheduledEvent[];
}[] = [
  { table: "faults", kinds: FAULT_KINDS, faults: () => [] },
  { table: "user actions", kinds: RETENTION_ACTIONS, faults: (seed) => drawEvents(seed, FAULT_KINDS, SHAPE, END_MS) },
];

const NEW_KIND: EventKind<{ readonly drawn: number }> = {
  name: "a new kind",
  arrivals: perMinute(10),
  draw: (rng) => ({ drawn: rng.next() + rng.next() }),
  covers: [],
};

describe.each(TABLES)("the table of $table", ({ kinds, faults }) => {
  it("[SIM10] with one kind more draws the same of all other kinds", () => {
    let newOnes = 0;
    for (let seed = 0; seed < SEEDS; seed++) {
      const before = drawEvents(seed, kinds, SHAPE, END_MS, faults(seed));
      const after = drawEvents(seed, [NEW_KIND, ...kinds], SHAPE, END_MS, faults(seed));
      expect(after.filter(({ kind }) => kind !== NEW_KIND.name)).toEqual(before);
      newOnes += after.length - before.length;
    }
    expect(newOnes).toBeGreaterThan(SEEDS);
  });

  it("[SIM10] with one kind less draws the same of all other kinds", () => {
    for (const { name } of kinds) {
      const all = drawEvents(7, kinds, SHAPE, END_MS, faults(7));
      const without = drawEvents(
        7,
        kinds.filter((kind) => kind.name !== name),
        SHAPE,
        END_MS,
        faults(7),
      );
      expect(without).toEqual(all.filter(({ kind }) => kind !== name));
    }
  });

  it("names each kind once and draws each within the seeds", () => {
    const names = kinds.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const drawn = new Set(
      Array.from({ length: SEEDS }, (_, seed) => drawEvents(seed, kinds, SHAPE, END_MS, faults(seed)).map(({ kind }) => kind)).flat(),
    );
    expect([...drawn].toSorted()).toEqual(names.toSorted());
  });
});

describe("the table of options", () => {
  it("[SIM10] with one option more draws the same of everything else", () => {
    const option: DrawnOption = { name: "a new option", draw: (rng) => [{ key: "new.option", value: String(rng.next() + rng.next()) }] };
    for (let seed = 0; seed < SEEDS; seed++) {
      const before = drawCluster(seed);
      const after = drawCluster(seed, [option, ...DRAWN_OPTIONS]);
      const configuration = after.options.configuration?.filter(({ key }) => key !== "new.option");
      expect(after.options.configuration?.length).toBe((before.options.configuration?.length ?? 0) + 1);
      expect({ ...after, options: { ...after.options, configuration } }).toEqual(before);
    }
  });
});

describe("perMinute", () => {
  it("comes as often as it says, in order and before the end", () => {
    let times = 0;
    for (let seed = 0; seed < 1_000; seed++) {
      const events = drawEvents(seed, [NEW_KIND], SHAPE, END_MS);
      times += events.length;
      const arrivals = events.map(({ atMs }) => atMs);
      expect(arrivals).toEqual(arrivals.toSorted((a, b) => a - b));
      expect(Math.max(0, ...arrivals)).toBeLessThan(END_MS);
    }
    // 10,000 are expected, with a standard deviation of 100.
    expect(times).toBeGreaterThan(9_500);
    expect(times).toBeLessThan(10_500);
  });
});

describe("keepStallsApart", () => {
  const at = (atMs: number, kind: string): ScheduledEvent => ({ atMs, kind, parameters: {}, choice: 0 });

  it("leaves out each stall that comes less than 10 s after one that stays", () => {
    const faults = [at(1_000, "stall"), at(2_000, "kill"), at(10_999, "hang"), at(11_000, "stall of a split"), at(20_000, "stall")];
    expect(keepStallsApart(faults, FAULT_KINDS).map(({ atMs }) => atMs)).toEqual([1_000, 2_000, 11_000]);
  });
});

describe("keepPausesCalm", () => {
  const at = (atMs: number, kind: string, durationMs: number): ScheduledEvent => ({ atMs, kind, parameters: { durationMs }, choice: 0 });

  it("leaves out what delays records from the beginning of a pause until 4 s behind it, and a second pause in that time", () => {
    const faults = [
      at(1_000, "stall", 2_000),
      at(9_000, "slow messages", 1_500),
      at(10_000, "pause of the generator", 6_000),
      at(12_000, "kill", 0),
      at(13_000, "change of rate", 100),
      at(19_000, "pause of the generator", 6_000),
      at(19_500, "stall of a split", 100),
      at(20_500, "hang", 6_000),
    ];
    expect(keepPausesCalm(faults, FAULT_KINDS).map(({ atMs }) => atMs)).toEqual([1_000, 10_000, 12_000, 20_500]);
  });
});

describe("a schedule", () => {
  it("[SIM11] is plain data: it is the same after a round trip through JSON", () => {
    for (let seed = 0; seed < SEEDS; seed++) {
      const schedule = drawSchedule(seed, RETENTION_ACTIONS);
      const read: unknown = JSON.parse(JSON.stringify(schedule));
      expect(read).toEqual(schedule);
    }
  });

  it("has one kind of fault more often without changing the others", () => {
    const usual = drawSchedule(3);
    const often = drawSchedule(3, undefined, { kill: 60 });
    const isKill = ({ kind }: ScheduledEvent) => kind === "kill";
    const isOther = (event: ScheduledEvent) => !isKill(event);
    expect(often.faults.filter(isKill).length).toBeGreaterThan(2 * usual.faults.filter(isKill).length);
    expect(often.faults.filter(isOther)).toEqual(usual.faults.filter(isOther));
    expect(() => drawSchedule(3, undefined, { earthquake: 1 })).toThrow('no kind is called "earthquake"');
  });

  it("has actions only where a user acts, and the same faults either way", () => {
    expect(scheduleOf(3).actions).toBeUndefined();
    const operated = scheduleOf(3, variantNamed("user-actions"));
    expect(operated.actions?.length).toBeGreaterThan(0);
    expect(operated.faults).toEqual(scheduleOf(3).faults);
  });
});
