import { describe, expect, it } from "vitest";

import type { Job } from "../../rest/jobs.ts";
import { recordedJob } from "../../testing/recorded-job.ts";
import { graphStructure } from "./structure.ts";

const { job: recorded } = await recordedJob("02-running");

/** A job with other vertices, otherwise as recorded. */
function jobOf(
  vertices: readonly string[],
  nodes: readonly { id: string; description?: string; inputs?: readonly { id: string; ship?: string }[] }[],
): Pick<Job, "vertices" | "plan"> {
  const [vertex] = recorded.vertices;
  const [node] = recorded.plan.nodes;
  if (vertex === undefined || node === undefined) throw new Error("the recording has no vertices");
  return {
    vertices: vertices.map((id) => ({ ...vertex, id, name: `name of ${id}` })),
    plan: {
      ...recorded.plan,
      nodes: nodes.map(({ id, description = "", inputs }) => ({
        ...node,
        id,
        description,
        ...(inputs === undefined
          ? { inputs: [] }
          : {
              inputs: inputs.map((input, num) => ({
                id: input.id,
                num,
                ship_strategy: input.ship ?? "FORWARD",
                exchange: "pipelined_bounded",
              })),
            }),
      })),
    },
  };
}

describe("graphStructure", () => {
  it("reads Click Event Count as a line of four vertices, sources first", () => {
    const structure = graphStructure(recorded);
    expect(structure.vertices.map(({ name }) => name)).toEqual([
      "Source: ClickEvent Source",
      "ClickEvent Counter",
      "ClickEventStatistics Sink: Writer",
      "ClickEventStatistics Sink: Committer",
    ]);
    expect(structure.edges.map(({ shipStrategy }) => shipStrategy).toSorted()).toEqual(["FORWARD", "FORWARD", "HASH"]);
    expect(structure.vertices.map(({ isSource, isSink }) => [isSource, isSink])).toEqual([
      [true, false],
      [false, false],
      [false, false],
      [false, true],
    ]);
    expect(structure.depth).toBe(4);
  });

  it("omits a description that only repeats the name", () => {
    const { vertices } = graphStructure(recorded);
    expect(vertices.map(({ operators }) => operators)).toEqual([
      [],
      ["Window(TumblingEventTimeWindows(15000), EventTimeTrigger, Count, Stamp)"],
      [],
      [],
    ]);
  });

  it("splits a chain into its operators, and keeps markup as text", () => {
    const { vertices } = graphStructure(
      jobOf(["a"], [{ id: "a", description: "Source: x<br/>+- Map &lt;b&gt;<br/>   :- <img src=x><br/>" }]),
    );
    expect(vertices[0]?.operators).toEqual(["Source: x", "Map <b>", "<img src=x>"]);
  });

  it("has nothing to add to a chain's name if the description lists the same operators", () => {
    const job = jobOf(["a"], [{ id: "a", description: "name of a<br/>+- y<br/>   +- z<br/>" }]);
    expect(graphStructure(job).vertices[0]?.operators).toEqual(["name of a", "y", "z"]);
    const chained = graphStructure({ ...job, vertices: job.vertices.map((vertex) => ({ ...vertex, name: "name of a -> y -> z" })) });
    expect(chained.vertices[0]?.operators).toEqual([]);
  });

  it("keeps two edges between the same vertices apart", () => {
    const { edges } = graphStructure(jobOf(["a", "b"], [{ id: "b", inputs: [{ id: "a" }, { id: "a", ship: "HASH" }] }, { id: "a" }]));
    expect(new Set(edges.map(({ id }) => id)).size).toBe(2);
  });

  it("measures depth along the longest way of a graph that branches and joins", () => {
    const { depth } = graphStructure(
      jobOf(
        ["a", "b", "c", "d"],
        [
          { id: "d", inputs: [{ id: "a" }, { id: "c" }] },
          { id: "c", inputs: [{ id: "b" }] },
          { id: "b", inputs: [{ id: "a" }] },
          { id: "a" },
        ],
      ),
    );
    expect(depth).toBe(4);
  });

  it("ignores an input from a vertex that the job does not have, and ends on a plan with a cycle", () => {
    expect(graphStructure(jobOf(["a"], [{ id: "a", inputs: [{ id: "gone" }] }])).edges).toEqual([]);
    const cycle = jobOf(
      ["a", "b"],
      [
        { id: "a", inputs: [{ id: "b" }] },
        { id: "b", inputs: [{ id: "a" }] },
      ],
    );
    expect(graphStructure(cycle).depth).toBe(2);
  });
});
