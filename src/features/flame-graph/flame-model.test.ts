import { describe, expect, it } from "vitest";

import type { FlameNode } from "../../rest/flame-graph.ts";
import { flameFrames, hotMethods, shareWith, shortFrameName } from "./flame-model.ts";

function node(name: string, value: number, ...children: FlameNode[]): FlameNode {
  return { name, value, children };
}

const ROOT = node(
  "root",
  200,
  node(
    "java.lang.Thread.run:840",
    200,
    node(
      "org.apache.flink.streaming.Task.invoke:10",
      200,
      node("org.example.Slow.map:7", 120, node("java.lang.Thread.sleep:-2", 100)),
      node("org.apache.flink.streaming.Mail.take:3", 80),
    ),
  ),
);

describe("flameFrames", () => {
  it("lays frames out by their samples, siblings by name", () => {
    const frames = flameFrames(ROOT, []);
    expect(frames.map(({ name, depth, start, share }) => [shortFrameName(name), depth, start, share])).toEqual([
      ["root", 0, 0, 1],
      ["Thread.run", 1, 0, 1],
      ["Task.invoke", 2, 0, 1],
      ["Mail.take", 3, 0, 0.4],
      ["Slow.map", 3, 0.4, 0.6],
      ["Thread.sleep", 4, 0.4, 0.5],
    ]);
    expect(frames.map(({ owner }) => owner)).toEqual(["flink", "java", "flink", "flink", "job", "java"]);
  });

  it("gives a frame the full width, and its share of all samples", () => {
    const path = ["root", "java.lang.Thread.run:840", "org.apache.flink.streaming.Task.invoke:10", "org.example.Slow.map:7"];
    const frames = flameFrames(ROOT, path);
    expect(frames.map(({ share, ofAll }) => [share, ofAll])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 0.6],
      [100 / 120, 0.5],
    ]);
    expect(frames[3]?.path).toEqual(path);
    expect(frames.map(({ isAbove }) => isAbove)).toEqual([true, true, true, false, false]);
  });

  it("uses the existing part of a path from an older sample", () => {
    expect(flameFrames(ROOT, ["root", "java.lang.Thread.run:840", "gone"]).length).toBe(6);
    const frames = flameFrames(ROOT, ["root", "java.lang.Thread.run:840", "gone", "gone too"]);
    expect(frames.map(({ isAbove }) => isAbove)).toEqual([true, false, false, false, false, false]);
  });

  it("omits frames that are too narrow, and the frames below them", () => {
    const root = node("root", 10_000, node("a", 9990), node("b", 10, node("c", 10)));
    expect(flameFrames(root, []).map(({ name }) => name)).toEqual(["root", "a"]);
  });

  it("draws an empty sample", () => {
    expect(flameFrames(node("root", 0), [])).toMatchObject([{ name: "root", ofAll: 0 }]);
  });
});

it("hotMethods counts samples at the top of the stack, lines of a method together", () => {
  const root = node("root", 10, node("a.B.c:1", 6, node("a.D.e:2", 5)), node("a.B.c:9", 4));
  expect(hotMethods(root, 5).map(({ name, samples, ofAll }) => [name, samples, ofAll])).toEqual([
    ["a.B.c", 5, 0.5],
    ["a.D.e", 5, 0.5],
  ]);
  expect(hotMethods(ROOT, 1).map(({ name }) => name)).toEqual(["java.lang.Thread.sleep"]);
});

it("shareWith counts each sample once", () => {
  expect(shareWith(ROOT, "thread")).toBe(1);
  expect(shareWith(ROOT, " SLOW ")).toBe(0.6);
  expect(shareWith(ROOT, "missing")).toBe(0);
  expect(shareWith(ROOT, "  ")).toBe(0);
});

it.each([
  ["java.lang.Thread.run:840", "Thread.run"],
  ["org.apache.flink.a.B$$Lambda/0x1.run:-1", "B$$Lambda/0x1.run"],
  ["root", "root"],
])("shortFrameName of %s is %s", (name, short) => {
  expect(shortFrameName(name)).toBe(short);
});
