import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { Route } from "../src/rest/route.ts";
import { ROUTES } from "../src/rest/routes.ts";
import { FLINK_CALLS, NEVER } from "./flink-calls.ts";

/** As "GET /jobs/:jobid". */
const snapshot = JSON.parse(
  readFileSync(new URL("../contract/fixtures/stability-snapshot-calls.json", import.meta.url), "utf8"),
) as readonly string[];

/** Parameters have different names in the two tables. */
function place(call: string): string {
  return call.replaceAll(/:\w+/g, ":");
}

const ours = new Set(FLINK_CALLS.map(({ method, path }) => place(`${method} ${path}`)));

it("has every GET of Flink's stability snapshot", () => {
  expect(snapshot.filter((call) => call.startsWith("GET ") && !ours.has(place(call)))).toEqual([]);
});

it("has only calls of Flink: those missing in the snapshot are marked in the endpoint table", () => {
  const theirs = new Set(snapshot.map(place));
  const undocumented = new Set(Object.values<Route>(ROUTES).flatMap(({ documented, path }) => (documented === false ? [path] : [])));
  const invented = FLINK_CALLS.filter(
    ({ method, path, reply }) => reply === "json" && !theirs.has(place(`${method} ${path}`)) && !undocumented.has(path),
  );
  expect(invented.map(({ path }) => path)).toEqual([]);
});

it("has each call once, and no cancel by GET", () => {
  expect(ours.size).toBe(FLINK_CALLS.length);
  expect(FLINK_CALLS.filter(({ path }) => NEVER.includes(path))).toEqual([]);
});
