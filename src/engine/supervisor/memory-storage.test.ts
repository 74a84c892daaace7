import { expect, test } from "vitest";
import { StorageError } from "../host.ts";
import { MemoryStorage } from "./memory-storage.ts";

test("keeps a copy of what was written", () => {
  const storage = new MemoryStorage(10);
  const bytes = new Uint8Array([1, 2, 3]);
  storage.put("/a", bytes);
  bytes[0] = 9;
  expect(storage.get("/a")).toEqual(new Uint8Array([1, 2, 3]));
  expect(storage.get("/b")).toBeUndefined();
});

test("lists and deletes by prefix, and counts what is left", () => {
  const storage = new MemoryStorage(100);
  for (const path of ["/job/chk-2/b", "/job/chk-1/a", "/job/chk-10/c"]) storage.put(path, new Uint8Array(10));
  expect(storage.list("/job/chk-1")).toEqual(["/job/chk-1/a", "/job/chk-10/c"]);
  storage.delete("/job/chk-1/");
  expect(storage.list("")).toEqual(["/job/chk-10/c", "/job/chk-2/b"]);
  expect(storage.usedBytes).toBe(20);
});

test("refuses what does not fit, says how full it is, and keeps the old file", () => {
  const storage = new MemoryStorage(10);
  storage.put("/a", new Uint8Array(6));
  expect(() => storage.put("/b", new Uint8Array(5))).toThrow(StorageError);
  expect(() => storage.put("/b", new Uint8Array(5))).toThrow("/b needs 5 bytes, and 6 of 10 are in use");
  expect(() => storage.put("/a", new Uint8Array(11))).toThrow(StorageError);
  expect(storage.get("/a")).toHaveLength(6);
  storage.put("/a", new Uint8Array(10));
  expect(storage.usedBytes).toBe(10);
});

test("takes nothing into a directory that was discarded, whose name may be the beginning of another", () => {
  const storage = new MemoryStorage(100);
  for (const path of ["/job/chk-1/a", "/job/chk-10/b"]) storage.put(path, new Uint8Array(10));
  storage.discard("/job/chk-1");
  expect(storage.list("")).toEqual(["/job/chk-10/b"]);
  expect(() => storage.put("/job/chk-1/late", new Uint8Array(1))).toThrow(StorageError);
  expect(() => storage.put("/job/chk-1/sub/late", new Uint8Array(1))).toThrow("/job/chk-1/sub/late is in a directory that was discarded.");
  storage.put("/job/chk-10/c", new Uint8Array(10));
  expect(storage.usedBytes).toBe(20);
});
