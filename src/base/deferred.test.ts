import { describe, expect, it } from "vitest";
import { createDeferred } from "./deferred.ts";

describe("createDeferred", () => {
  it("resolves from outside", async () => {
    const deferred = createDeferred<number>();
    deferred.resolve(3);
    await expect(deferred.promise).resolves.toBe(3);
  });

  it("rejects from outside", async () => {
    const deferred = createDeferred<number>();
    deferred.reject(new Error("port closed"));
    await expect(deferred.promise).rejects.toThrow("port closed");
  });

  it("keeps its first outcome", async () => {
    const deferred = createDeferred<string>();
    deferred.resolve("first");
    deferred.resolve("second");
    deferred.reject(new Error("late"));
    await expect(deferred.promise).resolves.toBe("first");
  });
});
