import { describe, expect, it } from "vitest";
import { matchEndpoint } from "../src/rest/match-endpoint.ts";
import { type ComparedReply, compareReplies, type Difference, judge } from "./contract-walker.ts";
import { loadAllRecordings, loadRecording, type RecordedCall } from "../mocks/recordings.ts";

const running = loadRecording("flink-2.3.0", "02-running-warm-metrics");

function recorded(path: RegExp, calls = running.calls): RecordedCall {
  const call = calls.find((each) => path.test(each.path));
  if (call === undefined) throw new Error(`no call matches ${path}`);
  return call;
}

const job = recorded(/^\/jobs\/[0-9a-f]{32}$/);
const checkpoints = recorded(/\/checkpoints$/, loadRecording("flink-2.3.0", "13-failing").calls);

type Path = readonly (string | number)[];

/** A copy of `value` with `change` applied to the value at `path`; undefined removes the key. */
function changed(value: unknown, [step, ...rest]: Path, change: (old: unknown) => unknown): unknown {
  if (step === undefined) return change(value);
  if (Array.isArray(value)) return value.map((item: unknown, index) => (index === step ? changed(item, rest, change) : item));
  if (typeof value !== "object" || value === null) throw new Error(`nothing to change at ${step}`);
  const entries = new Map<string, unknown>(Object.entries(value));
  const inner = changed(entries.get(String(step)), rest, change);
  if (inner === undefined) entries.delete(String(step));
  else entries.set(String(step), inner);
  return Object.fromEntries(entries);
}

/** The walker's findings if our reply is Flink's with one change. */
function differencesAfter(id: "job" | "checkpoints", call: RecordedCall, path: Path, change: (old: unknown) => unknown): Difference[] {
  return compareReplies(id, call, { ...call, reply: changed(call.reply, path, change) });
}

const removed = () => undefined;

function elements(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new Error("expected an array");
  return value;
}

describe("compareReplies", () => {
  it("finds nothing when Flink is compared with itself, in every recorded call", () => {
    const found = loadAllRecordings().flatMap(({ calls }) =>
      calls.flatMap((call) => {
        const id = matchEndpoint(call.method, new URL(call.path, "http://flink").pathname)?.id;
        return compareReplies(id, call, structuredClone(call));
      }),
    );
    expect(found).toEqual([]);
  });

  it("ignores values, order of keys and lengths of arrays", () => {
    expect(differencesAfter("job", job, ["duration"], (old) => Number(old) + 1)).toEqual([]);
    expect(differencesAfter("job", job, ["name"], () => "Another")).toEqual([]);
    expect(differencesAfter("job", job, ["vertices"], (old) => elements(old).slice(1, 2))).toEqual([]);
    expect(differencesAfter("job", job, ["timestamps"], (old) => Object.fromEntries(Object.entries(Object(old)).toReversed()))).toEqual([]);
  });

  it("finds a key that is missing, at any depth", () => {
    expect(differencesAfter("job", job, ["now"], removed)).toEqual([
      { place: "job.now", kind: "missing-key", detail: "always present in Flink" },
    ]);
    expect(differencesAfter("job", job, ["status-counts", "SCHEDULED"], removed)[0]?.place).toBe("job.status-counts.SCHEDULED");
  });

  it("finds a key that is missing in only one element of an array", () => {
    expect(differencesAfter("job", job, ["vertices", 2, "metrics", "read-bytes"], removed)).toEqual([
      { place: "job.vertices[].metrics.read-bytes", kind: "missing-key", detail: "always present in Flink" },
    ]);
  });

  it("accepts an element without a key that only some of Flink's have, but not all of ours", () => {
    expect(differencesAfter("job", job, ["plan", "nodes", 1, "inputs"], removed)).toEqual([]);
    const sourcesOnly = differencesAfter("job", job, ["plan", "nodes"], (old) =>
      elements(old).filter((node) => Object(node).inputs === undefined),
    );
    expect(sourcesOnly).toEqual([{ place: "job.plan.nodes[].inputs", kind: "missing-key", detail: "sometimes present in Flink" }]);
  });

  it("finds a key that Flink does not have", () => {
    expect(differencesAfter("job", job, ["vertices", 0, "colour"], () => "red")).toEqual([
      { place: "job.vertices[].colour", kind: "extra-key", detail: "not in Flink" },
    ]);
  });

  it("finds a type that differs, null included", () => {
    expect(differencesAfter("job", job, ["now"], String)).toEqual([{ place: "job.now", kind: "type", detail: "string instead of number" }]);
    expect(differencesAfter("job", job, ["plan"], () => null)).toEqual([
      { place: "job.plan", kind: "type", detail: "null instead of object" },
    ]);
    expect(differencesAfter("job", job, ["vertices"], () => ({}))).toEqual([
      { place: "job.vertices", kind: "type", detail: "object instead of array" },
    ]);
  });

  it("treats the text NaN as a number only where Flink has doubles", () => {
    expect(differencesAfter("checkpoints", checkpoints, ["summary", "state_size", "p50"], () => "NaN")).toEqual([]);
    expect(differencesAfter("checkpoints", checkpoints, ["summary", "state_size", "min"], () => "NaN")[0]?.kind).toBe("type");
  });

  it("finds a word that the enum does not have", () => {
    expect(differencesAfter("job", job, ["vertices", 0, "status"], () => "CANCELLING")).toEqual([
      { place: "job.vertices[].status", kind: "unknown-word", detail: "CANCELLING" },
    ]);
    expect(differencesAfter("job", job, ["plan", "nodes", 1, "inputs", 0, "ship_strategy"], () => "forward")).toEqual([
      { place: "job.plan.nodes[].inputs[].ship_strategy", kind: "unknown-word", detail: "forward" },
    ]);
  });

  it("finds an array that has elements in Flink and none in ours", () => {
    expect(differencesAfter("job", job, ["vertices"], () => [])).toEqual([
      { place: "job.vertices[]", kind: "no-elements", detail: "Flink has 4" },
    ]);
  });

  it("distinguishes elements of different className", () => {
    const withoutFailed = (old: unknown) => elements(old).filter((entry) => Object(entry).className !== "failed");
    expect(differencesAfter("checkpoints", checkpoints, ["history"], withoutFailed)).toEqual([
      { place: "checkpoints.history[failed]", kind: "no-elements", detail: expect.stringContaining("Flink has") },
    ]);
  });

  it("compares the values of a map, not its keys", () => {
    const flink = { status: 200, contentType: "application/json", reply: { tasks: { [`${"a".repeat(32)}`]: { id: 1 } } } };
    const same = { ...flink, reply: { tasks: { [`${"b".repeat(32)}`]: { id: 2 } } } };
    const other = { ...flink, reply: { tasks: { [`${"b".repeat(32)}`]: { id: "2" } } } };
    const none = { ...flink, reply: { tasks: {} } };
    expect(compareReplies(undefined, flink, same)).toEqual([]);
    expect(compareReplies(undefined, flink, other)).toEqual([
      { place: "unknown.tasks{}.id", kind: "type", detail: "string instead of number" },
    ]);
    expect(compareReplies(undefined, flink, none)).toEqual([{ place: "unknown.tasks{}", kind: "no-elements", detail: "Flink has 1" }]);
  });

  it("finds another status code, content type and error class", () => {
    const error = (text: string): ComparedReply => ({
      status: 404,
      contentType: "application/json; charset=UTF-8",
      reply: { errors: [text] },
    });
    const flink = error("org.apache.flink.runtime.rest.NotFoundException: Job 0 not found\n\tat …");
    expect(compareReplies("job", flink, error("org.apache.flink.runtime.rest.NotFoundException: Job 1 not found"))).toEqual([]);
    expect(compareReplies("job", flink, { ...flink, status: 500 })).toEqual([
      { place: "job:404", kind: "status", detail: "500 instead of 404" },
    ]);
    expect(compareReplies("job", flink, { ...flink, contentType: "text/plain" })[0]?.kind).toBe("content-type");
    expect(compareReplies("job", flink, error("Not there"))).toEqual([
      { place: "job:404.errors[]", kind: "unknown-word", detail: "(no class)" },
    ]);
  });
});

describe("judge", () => {
  const difference: Difference = { place: "taskManager.metrics.heapUsed", kind: "missing-key", detail: "" };

  it("tolerates differences listed by place and kind", () => {
    const tolerance = { place: "taskManager.metrics.*", kind: "missing-key", reason: "no JVM" } as const;
    expect(judge([difference], [tolerance])).toEqual({ unexpected: [], unused: [] });
  });

  it("does not tolerate another kind at the same place, or another place", () => {
    const otherKind = { place: "taskManager.metrics.*", kind: "type", reason: "" } as const;
    const otherPlace = { place: "taskManager.metrics", kind: "missing-key", reason: "" } as const;
    expect(judge([difference], [otherKind, otherPlace]).unexpected).toEqual([difference]);
  });

  it("reports tolerances that are never used", () => {
    const idle = { place: "job.now", kind: "missing-key", reason: "out of date" } as const;
    expect(judge([], [idle]).unused).toEqual([idle]);
  });
});
