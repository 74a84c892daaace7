import { expect, test } from "vitest";

import type { Transport } from "../client/transport.ts";
import { backendOver } from "../testing/recorded-backend.tsx";
import { LARGE_LOG_BYTES, LargeLogError, readLog, type LogText } from "./read-log.ts";

const MAIN = { kind: "main" } as const;
const JOB_MANAGER = { kind: "jobmanager" } as const;

function read(transport: Transport, isLargeWanted = false, onRead: (bytes: number) => void = () => undefined): Promise<LogText> {
  return readLog(backendOver(transport), JOB_MANAGER, MAIN, { isLargeWanted, onRead, signal: new AbortController().signal });
}

/** Sends the pieces to the sink, as the HTTP transport does. */
function sending(pieces: Iterable<Uint8Array>): Transport {
  return async ({ signal }, progress) => {
    progress?.reply?.begin(undefined);
    for (const piece of pieces) {
      signal.throwIfAborted();
      progress?.reply?.take(piece);
    }
    return new Response();
  };
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test("a small log is read as it is, characters across pieces included", async () => {
  const all = bytes("one\nzwölf\n");
  const pieces = Array.from(all, (_, index) => all.subarray(index, index + 1));
  expect(await read(sending(pieces))).toEqual({ text: "one\nzwölf\n", bytes: 11, skippedBytes: 0, skippedLines: 0 });
});

test("a transport without pieces, such as the playground's, gives the whole log", async () => {
  expect((await read(() => Promise.resolve(new Response("one\n")))).text).toBe("one\n");
  expect((await read(() => Promise.resolve(new Response("")))).text).toBe("");
  await expect(read(() => Promise.resolve(new Response("x".repeat(LARGE_LOG_BYTES + 1))))).rejects.toThrow(LargeLogError);
});

test("of a log of hundreds of megabytes only the end is kept, with true line numbers", async () => {
  const line = `${"x".repeat(98)}\n`;
  const piece = bytes(line.repeat(10_000).slice(5));
  function* pieces(): Generator<Uint8Array> {
    for (let sent = 0; sent < 300; sent++) yield piece;
    yield bytes("the end\n");
  }
  const log = await read(sending(pieces()), true);
  expect(log.bytes).toBe(300 * piece.byteLength + 8);
  expect(log.skippedBytes + bytes(log.text).byteLength).toBe(log.bytes);
  expect(log.text.length).toBeLessThan(LARGE_LOG_BYTES + piece.byteLength);
  expect(log.text.endsWith("the end\n")).toBe(true);
  expect(log.skippedLines + log.text.split("\n").length - 1).toBe(300 * 10_000 + 1);
});

test("the read bytes are told, from 0", async () => {
  const told: number[] = [];
  await read(sending([bytes("12345")]), false, (read) => told.push(read));
  expect(told).toEqual([0, 5]);
});
