import { describe, expect, it } from "vitest";
import { aggregatedMetrics, metricsOf } from "./metrics.ts";
import { RestError } from "./rest-error.ts";

const query = (text: string) => new URLSearchParams(text);

describe("metricsOf", () => {
  it("lists ids without values when none is asked for", () => {
    expect(metricsOf({ a: "1", b: "2" }, query(""))).toEqual([{ id: "a" }, { id: "b" }]);
  });

  it("leaves out what does not exist", () => {
    expect(metricsOf({ a: "1" }, query("get=nope,a"))).toEqual([{ id: "a", value: "1" }]);
  });

  it("answers an empty list for something unknown", () => {
    expect(metricsOf(undefined, query("get=a"))).toEqual([]);
  });
});

/** Names that every object of JavaScript has. */
const INHERITED = ["__proto__", "constructor", "toString", "hasOwnProperty"];

it.each(INHERITED)("%s is the name of no metric", (name) => {
  expect(metricsOf({ a: "1" }, query(`get=a,${name}`))).toEqual([{ id: "a", value: "1" }]);
  expect(aggregatedMetrics([{ a: "1" }], query(`get=${name}`))).toEqual([]);
});

describe("aggregatedMetrics", () => {
  // The recorded answer to numRecordsIn of a source whose subtasks read 7,532 and 15,064 records.
  const subtasks = [{ numRecordsIn: "7532" }, { numRecordsIn: "15064" }];

  it("gives all five aggregations as numbers when none is named", () => {
    const [row] = aggregatedMetrics(subtasks, query("get=numRecordsIn"));
    expect(row).toMatchObject({ id: "numRecordsIn", min: 7532, max: 15_064, avg: 11_298, sum: 22_596 });
    expect(row?.skew).toBeCloseTo(33.333, 3);
  });

  it("gives only what is named, in any case", () => {
    expect(aggregatedMetrics(subtasks, query("get=numRecordsIn&agg=SUM"))).toEqual([{ id: "numRecordsIn", sum: 22_596 }]);
  });

  it("is empty as soon as one wanted metric has no value anywhere", () => {
    expect(aggregatedMetrics(subtasks, query("get=numRecordsIn,nope"))).toEqual([]);
  });

  it("skips values that are not numbers and writes NaN as text", () => {
    const values = [{ path: "n/a", busy: "NaN" }];
    expect(aggregatedMetrics(values, query("get=path,busy&agg=max"))).toEqual([{ id: "busy", max: "NaN" }]);
  });

  it("lists the ids that any of the things has", () => {
    expect(aggregatedMetrics([{ a: "1" }, undefined, { a: "2", b: "3" }], query(""))).toEqual([{ id: "a" }, { id: "b" }]);
  });

  it("refuses an aggregation that Flink does not know", () => {
    expect(() => aggregatedMetrics(subtasks, query("get=numRecordsIn&agg=mode"))).toThrow(RestError);
  });
});
