import { describe, expect, it } from "vitest";
import {
  about,
  ASCENDING,
  atLeast,
  atMost,
  between,
  COUNT_TEXT,
  DESCENDING,
  each,
  endingWith,
  exactly,
  failedClaims,
  including,
  is,
  matching,
  moreThan,
  NULL_OR_ABSENT,
  ofEach,
  ofSize,
  ONCE_EACH,
  oneOf,
  otherThan,
  PRESENT,
  presentIf,
  sameMembers,
  SHARE,
  some,
  startingWith,
} from "./claims.ts";

const job = { state: "RUNNING", "end-time": -1, vertices: [{ parallelism: 2 }, { parallelism: 3 }] };

describe("a failed claim", () => {
  it("reports its title, the path, the expected and the actual value", () => {
    expect(failedClaims({ "the end is -1 while it lives": is({ ...job, "end-time": 0 }, { "end-time": -1 }) })).toEqual([
      "the end is -1 while it lives\n  end-time: expected -1, got 0",
    ]);
  });

  it("names the element of an array, the key of an object and each value that differs", () => {
    expect(is(job, { vertices: [{ parallelism: 2 }, { parallelism: 4 }] })).toEqual([
      { path: "vertices[1].parallelism", expected: "4", actual: 3 },
    ]);
    expect(is({ job }, { job: { state: "FAILED", "end-time": 5 } }).map(({ path }) => path)).toEqual(["job.state", "job.end-time"]);
  });

  it("names the element if there is one claim for each", () => {
    const claims = ofEach(job.vertices, ({ parallelism }) => ({ "it runs at 2": is({ parallelism }, { parallelism: 2 }) }));
    expect(failedClaims(claims)).toEqual(["it runs at 2\n  [1].parallelism: expected 2, got 3"]);
  });

  it("shows a missing value, an array of another length and no more than five values", () => {
    expect(failedClaims({ it: is(undefined as typeof job | undefined, { state: "RUNNING" }) })).toEqual([
      `it\n  expected {"state":"RUNNING"}, got nothing`,
    ]);
    expect(failedClaims({ it: is([1, 2], [1, atLeast(1), 3]) })).toEqual([`it\n  expected [1,"at least 1",3], got [1,2]`]);
    expect(
      failedClaims({ it: is([1, 2, 3, 4, 5, 6, 7], each(0)) })[0]
        ?.split("\n")
        .at(-1),
    ).toBe("  and 2 more");
  });
});

it("a claim about an object ignores the keys that it does not name", () => {
  expect(is(job, { state: "RUNNING" })).toEqual([]);
});

// Values that each matcher accepts and rejects.
it.each([
  ["about", about(100, 5), [95, 105], [94, 106, undefined]],
  ["at least", atLeast(3), [3], [2.9, "4", NaN]],
  ["at most", atMost(3), [3], [3.1, "2"]],
  ["more than", moreThan(3), [4], [3, undefined]],
  ["between", between(0, 1), [0, 1], [-0.1, 1.1]],
  ["a share", SHARE, [0, 1, 0.5, "NaN"], [1.1, -0.1, undefined]],
  ["a count", COUNT_TEXT, ["0", "12"], ["", "1.5", 12]],
  ["a pattern", matching(/^a/), ["ab"], ["ba", undefined]],
  ["a beginning", startingWith("a"), ["ab"], ["ba"]],
  ["an end", endingWith("a"), ["ba"], ["ab"]],
  ["a part", including("a"), ["bab"], ["b"]],
  ["one of", oneOf("a", 1), ["a", 1], ["b", undefined]],
  ["other than", otherThan("a"), ["b", undefined], ["a"]],
  ["present", PRESENT, [0, null], [undefined]],
  ["absent", presentIf(false), [undefined], [0, null]],
  ["null or absent", NULL_OR_ABSENT, [null, undefined], [0]],
  ["ascending", ASCENDING, [[], [1, 1, 2]], [[2, 1], undefined]],
  ["descending", DESCENDING, [[], [2, 2, 1]], [[1, 2], undefined]],
  ["the same members", sameMembers(["a", "b"]), [["b", "a"]], [["a"], ["a", "b", "b"]]],
  ["once each", ONCE_EACH, [["a", "b"]], [["a", "a"]]],
  ["of a size", ofSize(moreThan(1)), [[1, 2], { a: 1, b: 2 }], [[1], {}, undefined]],
  ["exactly", exactly({ a: 1 }), [{ a: 1 }], [{ a: 2 }, { a: 1, b: 1 }, {}]],
  ["each", each({ a: 1 }), [[], [{ a: 1, b: 2 }], { key: { a: 1 } }], [[{ a: 1 }, { a: 2 }], undefined]],
  ["some", some({ a: 1 }), [[{ a: 2 }, { a: 1 }]], [[], [{ a: 2 }]]],
])("%s", (_name, matcher, right, wrong) => {
  for (const value of right) expect(is<unknown>(value, matcher), JSON.stringify(value)).toEqual([]);
  for (const value of wrong) expect(is<unknown>(value, matcher), JSON.stringify(value)).not.toEqual([]);
});
