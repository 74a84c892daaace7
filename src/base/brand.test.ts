import { expectTypeOf, it } from "vitest";
import type { Brand } from "./brand.ts";

type JobId = Brand<string, "JobId">;
type VertexId = Brand<string, "VertexId">;

it("keeps ids of different kinds apart, and lets each pass as its base type", () => {
  expectTypeOf<JobId>().toExtend<string>();
  expectTypeOf<JobId>().not.toExtend<VertexId>();
  expectTypeOf<string>().not.toExtend<JobId>();
});
