import { environmentManager, QueryClient, QueryObserver } from "@tanstack/query-core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { FactOptions } from "../client/fact-options.ts";
import { backendOver } from "../testing/recorded-backend.tsx";
import { foldedOptions, inStepWith } from "./folded-options.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  environmentManager.setIsServer(() => false);
});
afterEach(() => vi.useRealTimers());

const OBSERVED = { backend: backendOver(() => Promise.reject(new Error("not asked"))), refreshMs: 1000 };

/** A client as the page's, which records the results of the observers of a fact. */
function observe<Data>(client: QueryClient, options: FactOptions<Data>): { seen: Data[]; stop: () => void; observer: QueryObserver<Data> } {
  const seen: Data[] = [];
  const observer = new QueryObserver<Data>(client, options as never);
  let seenMs = 0;
  const stop = observer.subscribe(({ data, dataUpdatedAt }) => {
    if (data === undefined || dataUpdatedAt === seenMs) return;
    seenMs = dataUpdatedAt;
    seen.push(data);
  });
  return { seen, stop, observer };
}

function createClient(): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { retry: false, networkMode: "always" } } });
}

/** A fact that counts the replies 1, 2, 3 … and sums them. */
function sumOptions(asked: (known: number | undefined) => void, refreshMs?: number): FactOptions<number> {
  let reply = 0;
  return foldedOptions<number, number>(OBSERVED, {
    key: ["sum"],
    ask: ({ known }) => {
      asked(known);
      return Promise.resolve(++reply);
    },
    fold: (known, next) => (known ?? 0) + next,
    ...(refreshMs === undefined ? {} : { refreshMs }),
  });
}

test("replies are folded into the previous value, at the cluster's refresh interval", async () => {
  const asked = vi.fn<(known: number | undefined) => void>();
  const { seen, stop } = observe(createClient(), sumOptions(asked));
  await vi.advanceTimersByTimeAsync(2500);
  stop();
  expect(seen).toEqual([1, 3, 6]);
  expect(asked.mock.calls).toEqual([[undefined], [1], [3]]);
});

test("two observers of a fact with different intervals share requests, at the shorter one", async () => {
  const asked = vi.fn<(known: number | undefined) => void>();
  const client = createClient();
  const options = sumOptions(asked);
  const one = observe(client, options);
  await vi.advanceTimersByTimeAsync(300);
  const other = observe(client, { ...options, refetchInterval: 3000 });
  await vi.advanceTimersByTimeAsync(9500);
  one.stop();
  other.stop();
  expect(asked).toHaveBeenCalledTimes(10);
});

test("a failure keeps the previous value, and the next reply is folded into it", async () => {
  let isBroken = false;
  const client = createClient();
  const options = foldedOptions<number, number>(OBSERVED, {
    key: ["sum"],
    ask: () => (isBroken ? Promise.reject(new Error("away")) : Promise.resolve(1)),
    fold: (known, next) => (known ?? 0) + next,
  });
  const { stop, observer } = observe(client, options);
  await vi.advanceTimersByTimeAsync(500);
  isBroken = true;
  await vi.advanceTimersByTimeAsync(1000);
  expect(observer.getCurrentResult()).toMatchObject({ data: 1, error: new Error("away") });
  isBroken = false;
  await vi.advanceTimersByTimeAsync(1000);
  stop();
  expect(observer.getCurrentResult()).toMatchObject({ data: 2, error: null });
});

test("a fact in step with another is requested once after each of the other's replies", async () => {
  const asked = vi.fn<() => void>();
  const stepOptions = (leaderMs: number): FactOptions<number> =>
    foldedOptions<number, number>(OBSERVED, {
      key: ["follower"],
      ask: () => {
        asked();
        return Promise.resolve(leaderMs);
      },
      fold: (_, next) => next,
      refreshMs: inStepWith<number>(leaderMs),
    });
  const { stop, observer } = observe(createClient(), stepOptions(Date.now()));
  await vi.advanceTimersByTimeAsync(5000);
  expect(asked).toHaveBeenCalledTimes(1);
  observer.setOptions(stepOptions(Date.now()) as never);
  await vi.advanceTimersByTimeAsync(5000);
  expect(asked).toHaveBeenCalledTimes(2);
  stop();
});
