import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { createRequestPacer } from "./request-pacer.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_795_000_000_000 });
});
afterEach(() => vi.useRealTimers());

const NEVER = new AbortController().signal;

/** A page that makes `urgent` calls every 3 s, and repeats `patient` ones as fast as it is allowed. Returns the calls in the given time. */
async function callsIn(ms: number, { urgent, patient }: { urgent: number; patient: number }): Promise<{ urgent: number; patient: number }> {
  const pacer = createRequestPacer();
  const made = { urgent: 0, patient: 0 };
  const every = setInterval(() => {
    for (let call = 0; call < urgent; call++) {
      pacer.note();
      made.urgent++;
    }
  }, 3000);
  const repeat = async (signal: AbortSignal): Promise<void> => {
    for (;;) {
      await pacer.turn(signal);
      pacer.note();
      made.patient++;
    }
  };
  const stop = new AbortController();
  const loops = Array.from({ length: patient }, () => repeat(stop.signal).catch(() => undefined));
  await vi.advanceTimersByTimeAsync(ms);
  stop.abort();
  clearInterval(every);
  await Promise.all(loops);
  return made;
}

it("leaves the calls that can wait what the others leave of 4 a second", async () => {
  const { urgent, patient } = await callsIn(60_000, { urgent: 5, patient: 48 });
  expect(urgent).toBe(100);
  expect(patient).toBeGreaterThan(130);
  // The last five were made in the last moment.
  expect(urgent + patient).toBeLessThanOrEqual(240 + 6);
});

it("makes one call that waits each second, also if the others use all the time", async () => {
  const { patient } = await callsIn(60_000, { urgent: 60, patient: 3 });
  expect(patient).toBeGreaterThanOrEqual(59);
  expect(patient).toBeLessThanOrEqual(80);
});

it("delays the calls after a load by at most 3 s, however much was loaded", async () => {
  const pacer = createRequestPacer();
  for (let call = 0; call < 1000; call++) pacer.note();
  let turns = 0;
  const repeat = async (): Promise<void> => {
    await pacer.turn(NEVER);
    turns++;
  };
  const all = Promise.all(Array.from({ length: 20 }, repeat));
  await vi.advanceTimersByTimeAsync(999);
  expect(turns).toBe(0);
  await vi.advanceTimersByTimeAsync(2500);
  await all;
  expect(turns).toBe(20);
});

it("serves in the order of arrival, and not those who left", async () => {
  const pacer = createRequestPacer();
  for (let call = 0; call < 4; call++) pacer.note();
  const left = new AbortController();
  const served: string[] = [];
  void pacer.turn(NEVER).then(() => served.push("first"));
  const leaving = pacer.turn(left.signal);
  void pacer.turn(NEVER).then(() => served.push("last"));
  left.abort(new Error("not observed any more"));
  await expect(leaving).rejects.toThrow("not observed any more");
  await expect(pacer.turn(AbortSignal.abort(new Error("too late")))).rejects.toThrow("too late");
  await vi.advanceTimersByTimeAsync(5000);
  expect(served).toEqual(["first", "last"]);
});

it("makes the calls at once that the user waits for, and only those", async () => {
  const pacer = createRequestPacer();
  for (let call = 0; call < 1000; call++) pacer.note();
  let patient = false;
  const hurried = pacer.atOnce(() => Promise.all([pacer.turn(NEVER), pacer.turn(NEVER)]));
  void pacer.turn(NEVER).then(() => (patient = true));
  await hurried;
  await vi.advanceTimersByTimeAsync(999);
  expect(patient).toBe(false);
  await vi.advanceTimersByTimeAsync(2500);
  expect(patient).toBe(true);
});
