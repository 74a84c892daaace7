// One contract, held against each backend: what is said of a call is said of all of them.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Backend } from "./backend.ts";
import type { Check, FlinkEndpointId } from "./check.ts";
import { engineInProcess, engineOverHttp } from "./engine-backends.ts";
import { refusals } from "./refusals.ts";
import { runCheck } from "./run-check.ts";
import { type Scene, sceneOf } from "./scene.ts";
import { SITUATIONS } from "./situations.ts";
import { CHECKS, ENDINGS } from "./table.ts";

const BACKENDS: readonly { readonly name: string; readonly start: () => Promise<Backend> }[] = [
  { name: "the engine in this process", start: engineInProcess },
  { name: "the engine over HTTP", start: engineOverHttp },
];

describe.each(BACKENDS)("$name", ({ start }) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await sceneOf(await start());
  });
  afterAll(() => scene.backend.stop());

  function holds(rows: Readonly<Partial<Record<FlinkEndpointId, unknown>>>): void {
    // Object.entries forgets that each row belongs to its id.
    it.each(Object.entries(rows) as [FlinkEndpointId, Check<FlinkEndpointId>][])("%s", async (id, check) => {
      expect(await runCheck(id, check, scene)).toEqual([]);
    });
  }

  describe("while the job runs", () => {
    holds(CHECKS);
  });

  describe("when it fails and recovers", () => {
    it.each(SITUATIONS)("$name", async ({ bring, claims }) => {
      await bring(scene);
      const untrueOf = Object.entries(await claims(scene)).filter(([, isTrue]) => !isTrue);
      expect(untrueOf.map(([sentence]) => sentence)).toEqual([]);
    });
  });

  describe("when it ends and begins", () => {
    holds(ENDINGS);
  });

  it.each(refusals)("refuses $what", async (refusal) => {
    expect(await refusal.faults(scene)).toEqual([]);
  });
});
