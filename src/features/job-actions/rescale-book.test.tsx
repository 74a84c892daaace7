import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type * as RescaleBook from "./rescale-book.ts";
import type { Rescale } from "./rescale-book.ts";

type Book = typeof RescaleBook;

/** The book in another tab: the same storage, its own memory. */
async function openTab(): Promise<Book> {
  vi.resetModules();
  return import("./rescale-book.ts");
}

function rescaleOf(jobId: string, triggerId = "t"): Rescale {
  return {
    backendId: "http://x/",
    jobId,
    jobName: jobId,
    fromParallelism: 1,
    toParallelism: 2,
    jarId: "j",
    jarName: "j",
    entryClass: "",
    programArgs: [],
    triggerId,
    savepointPath: null,
    newJobId: null,
    begunMs: 1,
  };
}

const jobsIn = (book: Book): readonly string[] => book.unfinishedRescales().map(({ jobId }) => jobId);

beforeEach(() => localStorage.clear());
afterEach(() => vi.restoreAllMocks());

it("keeps the rescales of two tabs, whatever each has read before", async () => {
  const first = await openTab();
  const second = await openTab();
  expect([jobsIn(first), jobsIn(second)]).toEqual([[], []]);
  first.keepRescale(rescaleOf("jobA"));
  second.keepRescale(rescaleOf("jobB"));
  expect(jobsIn(await openTab())).toEqual(["jobA", "jobB"]);
  expect(jobsIn(first)).toEqual(["jobA", "jobB"]);
  second.forgetRescale(rescaleOf("jobA"));
  expect(jobsIn(first)).toEqual(["jobB"]);
});

it("notifies the listeners of this tab about writes of another", async () => {
  const book = await openTab();
  const listener = vi.fn<() => void>();
  const stop = book.onRescalesChange(listener);
  (await openTab()).keepRescale(rescaleOf("jobA"));
  window.dispatchEvent(new StorageEvent("storage", { key: "drey.rescales.jobA", storageArea: localStorage }));
  expect(listener).toHaveBeenCalledOnce();
  window.dispatchEvent(new StorageEvent("storage", { key: "drey.theme", storageArea: localStorage }));
  expect(listener).toHaveBeenCalledOnce();
  stop();
  window.dispatchEvent(new StorageEvent("storage", { key: null, storageArea: localStorage }));
  expect(listener).toHaveBeenCalledOnce();
});

it("does not forget a newer rescale of the same job", async () => {
  const book = await openTab();
  book.keepRescale(rescaleOf("jobA", "newer"));
  book.forgetRescale(rescaleOf("jobA", "older"));
  expect(jobsIn(book)).toEqual(["jobA"]);
});

it("returns the same list until something changes, as React requires of a store", async () => {
  const book = await openTab();
  book.keepRescale(rescaleOf("jobA"));
  expect(book.unfinishedRescales()).toBe(book.unfinishedRescales());
});

it("keeps a rescale while the page is open if the browser refuses to store it", async () => {
  vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  const book = await openTab();
  book.keepRescale(rescaleOf("jobA"));
  expect(jobsIn(book)).toEqual(["jobA"]);
  book.forgetRescale(rescaleOf("jobA"));
  expect(jobsIn(book)).toEqual([]);
});

it("ignores foreign entries under its keys", async () => {
  localStorage.setItem("drey.rescales.x", "not JSON");
  localStorage.setItem("drey.rescales.y", '{"jobId": 7}');
  expect(jobsIn(await openTab())).toEqual([]);
});
