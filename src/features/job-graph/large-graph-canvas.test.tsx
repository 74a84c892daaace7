import { expect, it } from "vitest";

import { recordedJob } from "../../testing/recorded-job.ts";
import { inWords } from "./large-graph-canvas.tsx";

const { job } = await recordedJob("02-running");

it("says name, states and load of a vertex, the name as text", () => {
  const [source] = job.vertices;
  if (source === undefined) throw new Error("the recording has no vertices");
  const vertex = { ...source, name: "Join[7] -> <b>Calc</b>", tasks: { ...source.tasks, RUNNING: 3, INITIALIZING: 1 } };
  const facts = { vertexOf: () => vertex, rateOf: () => undefined };
  const load = { busyShare: 0.2, backpressuredShare: 0.5 };
  expect(inWords("a", { ...facts, loadOf: () => load })).toBe(
    "Join[7] → <b>Calc</b>: 3 RUNNING, 1 INITIALIZING, busy 20 %, backpressured 50 % on average",
  );
  expect(inWords("a", { ...facts, loadOf: () => undefined })).toBe("Join[7] → <b>Calc</b>: 3 RUNNING, 1 INITIALIZING");
});
