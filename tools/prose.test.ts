import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "./node24.mjs";
import { proseFindings } from "./prose-findings.ts";

/** The number of findings that prose-allowlist.json allows. It may only decrease. */
const MOST_ALLOWED = 3;

it("finds each wording with its line", () => {
  const text = 'const title = "The Task Managers";\n// Nobody reads it anew, and that is no error.\n';
  expect(proseFindings(text).map(({ line, text: words }) => `${String(line)} ${words}`)).toEqual([
    "1 Task Managers",
    "2 anew",
    "2 Nobody",
    "2 is no",
  ]);
});

it.each([
  "Somebody asked for it.",
  "Hears what came of a stop.",
  "Answers how to stop.",
  "Is 8081 unless told otherwise.",
  "Each failure is said in words.",
  "Long pauses are worth a word.",
  "It waited in vain.",
  "A savepoint taken in passing.",
  "The request is on its way.",
  "It asks once more.",
  "Wrong results, each in words.",
  "Returns what does not hold.",
  "The deletion has no end.",
  "A write that is still under way.",
  "The generator goes on at full rate.",
  "The task cannot go on.",
  "It goes on behind the last record.",
])("finds a wording in: %s", (sentence) => {
  expect(proseFindings(sentence)).toHaveLength(1);
});

it("leaves good wordings alone", () => {
  expect(proseFindings("There is no job. The job is no longer running. TaskManagers stop. It stands for a task.")).toEqual([]);
});

it("allows no more than before", () => {
  const allowed = JSON.parse(readFileSync(join(root, "tools", "prose-allowlist.json"), "utf8")) as Record<string, number>;
  expect(Object.values(allowed).reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(MOST_ALLOWED);
});
