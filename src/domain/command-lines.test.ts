import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

import { cancelLines, disposeLines, quote, runLines, savepointLines, stopLines } from "./command-lines.ts";

const URL_ = "http://localhost:9191";
const JOB = "f4d5b097a90a7d463e51caafbe30028a";
const PATH = "file:/tmp/flink-savepoints-directory/savepoint-f4d5b0-00f3fbf09ce9";

it("prints Flink's client and the call it makes, with the page's own address", () => {
  expect(cancelLines(URL_, JOB)).toEqual({
    flink: `flink cancel -m localhost:9191 ${JOB}`,
    curl: `curl -X PATCH '${URL_}/jobs/${JOB}?mode=cancel'`,
  });
  expect(savepointLines(URL_, JOB, "")).toEqual({
    flink: `flink savepoint -m localhost:9191 ${JOB}`,
    curl: `curl -X POST ${URL_}/jobs/${JOB}/savepoints -d '{}'`,
  });
  expect(stopLines(URL_, JOB, { drain: true, directory: "/tmp/a b" })).toEqual({
    flink: `flink stop -m localhost:9191 --drain --savepointPath '/tmp/a b' ${JOB}`,
    curl: `curl -X POST ${URL_}/jobs/${JOB}/stop -d '{"drain":true,"targetDirectory":"/tmp/a b"}'`,
  });
  expect(disposeLines(URL_, PATH)).toEqual({
    flink: `flink savepoint -m localhost:9191 --dispose ${PATH}`,
    curl: `curl -X POST ${URL_}/savepoint-disposal -d '{"savepoint-path":"${PATH}"}'`,
  });
});

it("prints a start with all that it is asked, and leaves out what is not", () => {
  const request = {
    jarId: "cbe8b49c_ClickCountJob.jar",
    jarName: "ClickCountJob.jar",
    entryClass: "",
    programArgs: ["--checkpointing", "--name", "it's"],
    parallelism: 3,
    savepointPath: PATH,
    allowNonRestoredState: false,
  };
  expect(runLines(URL_, request)).toEqual({
    flink: `flink run -m localhost:9191 --detached --parallelism 3 --fromSavepoint ${PATH} ClickCountJob.jar --checkpointing --name 'it'\\''s'`,
    curl: `curl -X POST ${URL_}/jars/cbe8b49c_ClickCountJob.jar/run -d '{"programArgsList":["--checkpointing","--name","it'\\''s"],"parallelism":3,"savepointPath":"${PATH}"}'`,
  });
  expect(runLines(URL_, { ...request, savepointPath: "", allowNonRestoredState: true }).curl).not.toContain("Restored");
});

it("knows the port that an address does not name", () => {
  expect(cancelLines("https://flink.example.org", JOB).flink).toBe(`flink cancel -m flink.example.org:443 ${JOB}`);
});

it("quotes so that a shell gives the very word back", () => {
  for (const word of ["plain", "two words", "it's", '$HOME `id` "x"', "", "a\\b", "*"]) {
    expect(execFileSync("sh", ["-c", `printf %s ${quote(word)}`], { encoding: "utf8" })).toBe(word);
  }
});
