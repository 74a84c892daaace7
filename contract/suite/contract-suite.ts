// One contract for all backends: every claim about a call applies to each of them.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Backend } from "./backend.ts";
import type { Check, FlinkEndpointId } from "./check.ts";
import { failedClaims } from "./claims.ts";
import { DRAINS } from "./drains.ts";
import { refusals } from "./refusals.ts";
import { runCheck } from "./run-check.ts";
import { type Scene, sceneOf } from "./scene.ts";
import { SITUATIONS } from "./situations.ts";
import { CHECKS, LIFECYCLE_CALLS } from "./table.ts";

/** A backend, which starts its own cluster. */
export interface Contracted {
  readonly name: string;
  readonly start: () => Promise<Backend>;
}

/**
 * Registers the tests of the REST contract for each backend, in its own cluster. A failed check
 * lists its faults.
 */
export function registerRestContractTests(backends: readonly Contracted[]): void {
  describe.each(backends)("$name", ({ start }) => {
    let backend: Backend | undefined;
    let scene: Scene;
    beforeAll(async () => {
      backend = await start();
      scene = await sceneOf(backend);
    });
    afterAll(() => backend?.stop());

    function holds(rows: Readonly<Partial<Record<FlinkEndpointId, unknown>>>): void {
      // Object.entries loses the relation of each row to its id.
      it.each(Object.entries(rows) as [FlinkEndpointId, Check<FlinkEndpointId>][])("%s", async (id, check) => {
        expect((await runCheck(id, check, scene)).join("\n")).toBe("");
      });
    }

    describe("while the job runs", () => {
      holds(CHECKS);
    });

    it.each(refusals)("rejects $what", async (refusal) => {
      expect((await refusal.faults(scene)).join("\n")).toBe("");
    });

    describe("when it fails and recovers", () => {
      it.each(SITUATIONS)("$name", async ({ bring, claims }) => {
        await bring(scene);
        expect(failedClaims(await claims(scene)).join("\n")).toBe("");
      });
    });

    describe("when it ends and starts", () => {
      holds(LIFECYCLE_CALLS);
    });

    describe("when it is drained", () => {
      it.each(DRAINS)("[ST6] $name", async ({ claims }) => {
        expect(failedClaims(await claims(scene)).join("\n")).toBe("");
      });
    });
  });
}
