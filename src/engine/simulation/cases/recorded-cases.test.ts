import { describe, expect, it, vi } from "vitest";
import { LONG_TEST_MS } from "../../../testing/limits.ts";
import { runSeed, scheduleOf } from "../run-seed.ts";
import { variantNamed } from "../variants.ts";
import { simulate } from "../cli.ts";
import type { RecordedCase } from "./recorded-case.ts";
import { RECORDED_CASES } from "./recorded-cases.ts";

// Each case is a whole seed.
vi.setConfig({ testTimeout: LONG_TEST_MS });

describe("recorded cases", () => {
  it("have a name of their own in kebab-case and a reason", () => {
    const names = RECORDED_CASES.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, why } of RECORDED_CASES) {
      expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(why, name).toMatch(/^[A-Z].+\.$/);
    }
  });

  it.each(RECORDED_CASES)("[SIM9] [SIM11] [SIM12] [SIM15] $name: $why", async ({ seed, schedule }) => {
    expect((await runSeed(seed, { schedule })).problems).toEqual([]);
  });

  it("[SIM11] a printed schedule runs as its seed did: the digest is equal", async () => {
    for (const variant of [undefined, "user-actions"]) {
      const lines: string[] = [];
      const how = variant === undefined ? [] : ["--variant", variant];
      const host = { print: (line: string) => lines.push(line), nowMs: () => 0 };
      expect(await simulate(["--seed", "4", "--print-schedule", ...how], host)).toBe(0);
      const printed = JSON.parse(lines.join("\n")) as RecordedCase;
      const options = variant === undefined ? {} : variantNamed(variant);
      expect(printed.schedule).toEqual(scheduleOf(4, options));
      const replayed = await runSeed(printed.seed, { schedule: printed.schedule });
      expect(replayed.digest).toBe((await runSeed(4, options)).digest);
    }
  });

  it("refuses a case that does not exist", async () => {
    const lines: string[] = [];
    expect(await simulate(["--case", "no-such-case"], { print: (line) => lines.push(line), nowMs: () => 0 })).toBe(2);
    expect(lines.join("\n")).toContain("usage: npm run simulate");
  });
});
