import { expect, it } from "vitest";

import { configuredParallelism, initialArguments, isClickEventCount, judgeForm, type StartForm } from "./start-model.ts";

const JAR = { id: "a_ClickCountJob.jar", name: "ClickCountJob.jar", uploaded: 0, entry: [] };
const FORM: StartForm = {
  jar: JAR,
  entryClass: " ",
  argumentLine: "--checkpointing --event-time",
  parallelism: "3",
  savepointPath: " file:/tmp/sp ",
  allowNonRestoredState: false,
  isConfirmed: false,
};
const NONE = { kind: "none" } as const;

it("requests the form's values", () => {
  expect(judgeForm(FORM, NONE)).toEqual({
    request: {
      jarId: JAR.id,
      jarName: JAR.name,
      entryClass: "",
      programArgs: ["--checkpointing", "--event-time"],
      parallelism: 3,
      savepointPath: "file:/tmp/sp",
      allowNonRestoredState: false,
    },
    errors: {},
    refusal: undefined,
  });
});

it("reports an invalid parallelism and invalid arguments at their fields", () => {
  for (const parallelism of ["0", "x", ""]) {
    const judged = judgeForm({ ...FORM, parallelism }, NONE);
    expect(judged.request).toBeUndefined();
    expect(judged.errors.parallelism).toMatch(/Enter a whole number from 1 to 32,768\./);
  }
  expect(judgeForm({ ...FORM, argumentLine: "--a 'b" }, NONE).errors).toEqual({ arguments: "A quotation mark is not closed." });
});

it("rejects guessed arguments until they are confirmed", () => {
  const guessed = { kind: "guessed", line: "--checkpointing" } as const;
  expect(judgeForm(FORM, guessed).refusal).toBe("Confirm the arguments first.");
  expect(judgeForm({ ...FORM, isConfirmed: true }, guessed).refusal).toBeUndefined();
  expect(judgeForm(FORM, { ...guessed, kind: "certain" }).refusal).toBeUndefined();
  expect(judgeForm(FORM, { kind: "remembered", programArgs: [] }).refusal).toBeUndefined();
});

it("starts with the playground's default, the remembered, or the guessed arguments", () => {
  expect(initialArguments(NONE, true)).toBe("--bootstrap.servers kafka:9092 --checkpointing --event-time");
  expect(initialArguments(NONE, false)).toBe("");
  expect(initialArguments({ kind: "remembered", programArgs: ["--a", "b c"] }, true)).toBe("--a 'b c'");
  expect(initialArguments({ kind: "guessed", line: "--x" }, true)).toBe("--x");
});

it("knows the playground's program by its class, so that another program does not get its arguments", () => {
  const entry = [{ name: "org.apache.flink.playgrounds.ops.clickcount.ClickEventCount", description: null }];
  expect(isClickEventCount({ entry }, undefined)).toBe(true);
  expect(isClickEventCount({ entry }, "drey.jobs.WordCount")).toBe(false);
  expect(isClickEventCount({ entry: [{ name: "drey.jobs.WordCount", description: null }] }, " ")).toBe(false);
  expect(isClickEventCount({ entry: [] }, undefined)).toBe(false);
  expect(isClickEventCount(undefined, undefined), "no JAR is known yet").toBe(true);
});

it("starts with the cluster's parallelism.default, 1 if it has none, and no invalid number", () => {
  expect(configuredParallelism([{ key: "parallelism.default", value: "7" }])).toBe(7);
  expect(configuredParallelism([{ key: "rest.port", value: "8081" }])).toBe(1);
  expect(configuredParallelism([{ key: "parallelism.default", value: "-1" }])).toBeUndefined();
  expect(configuredParallelism(undefined)).toBeUndefined();
});
