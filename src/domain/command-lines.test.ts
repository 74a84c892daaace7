import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

import {
  cancelApplicationLines,
  cancelLines,
  copyable,
  disposeLines,
  quote,
  runApplicationLines,
  runLines,
  savepointLines,
  stopLines,
} from "./command-lines.ts";

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

it("prints a start with all given options and no others", () => {
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
  const options = { ...request, claimMode: "CLAIM", flinkConfiguration: { "state.backend.type": "it's" } } as const;
  expect(runLines(URL_, options).flink).toContain(` --claimMode CLAIM '-Dstate.backend.type=it'\\''s' ClickCountJob.jar `);
  expect(runLines(URL_, options).curl).toContain('"claimMode":"CLAIM"');
  expect(runLines(URL_, { ...options, savepointPath: "" }).flink).not.toContain("claimMode");
  expect(runApplicationLines(URL_, options).curl).toContain("/run-application -d ");
  expect(cancelApplicationLines(URL_, JOB)).toEqual({ curl: `curl -X POST ${URL_}/applications/${JOB}/cancel` });
});

it("keeps the path of a cluster behind a proxy, which Flink's client takes with the scheme", () => {
  expect(cancelLines("http://localhost:8080/clusters/prod", JOB).flink).toBe(`flink cancel -m http://localhost:8080/clusters/prod ${JOB}`);
  expect(cancelLines("https://flink.example.org/a/", JOB).flink).toBe(`flink cancel -m https://flink.example.org:443/a ${JOB}`);
});

it("adds the default port of an address", () => {
  expect(cancelLines("https://flink.example.org", JOB).flink).toBe(`flink cancel -m flink.example.org:443 ${JOB}`);
});

it("quotes so that a shell returns the same word", () => {
  for (const word of ["plain", "two words", "it's", '$HOME `id` "x"', "", "a\\b", "*"]) {
    expect(execFileSync("sh", ["-c", `printf %s ${quote(word)}`], { encoding: "utf8" })).toBe(word);
  }
});

it("quotes control characters as codes, and bash and zsh return the same word", () => {
  const everyControl = String.fromCharCode(...Array.from({ length: 31 }, (_, index) => index + 1), 0x7f);
  const words = [
    everyControl,
    "file:/s\x03\ntouch /tmp/x\n",
    "\x1b[201~",
    "it's\n\\n",
    "\x1b1",
    "é\u0085\u009b字\u2028\u{1f600}\n1",
    "\x07f\x08b",
  ];
  for (const word of words) {
    const line = `printf %s ${quote(word)}`;
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
    expect(execFileSync("bash", ["-c", line], { encoding: "utf8" })).toBe(word);
  }
});

it("makes characters visible that are invisible or change the reading direction", () => {
  for (const word of ["a\u202eb", "a\u2066b", "a\u200bb", "a\u200fb", "a\ufeffb", "\u061c"]) {
    expect(quote(word)).toMatch(/^\$'[\x20-\x7e]+'$/);
    expect(execFileSync("bash", ["-c", `printf %s ${quote(word)}`], { encoding: "utf8" })).toBe(word);
  }
});

it("leaves a path to copy unchanged, unless a terminal would execute it", () => {
  expect(copyable("/tmp/it's a b")).toBe("/tmp/it's a b");
  expect(copyable("/tmp/\u0003\n")).toBe("$'/tmp/\\003\\012'");
});

it("quotes host and port, which may have any character that a URL allows", () => {
  // Characters that Chromium and Node accept in a URL's host.
  const host = "$(touch${ifs}x).example";
  expect(cancelLines(`http://${host}:80`, JOB).flink).toBe(`flink cancel -m '${host}:80' ${JOB}`);
  expect(cancelLines("http://[::1]:8081", JOB).flink).toBe(`flink cancel -m '[::1]:8081' ${JOB}`);
});

it("prints no control character of any of an action's words", () => {
  const nasty = "\u0003\ntouch x\n";
  const lines = [
    savepointLines(URL_, JOB, nasty),
    stopLines(URL_, nasty, { drain: false, directory: nasty }),
    disposeLines(URL_, nasty),
    cancelLines(URL_, nasty),
    runLines(URL_, {
      jarId: nasty,
      jarName: nasty,
      entryClass: nasty,
      programArgs: [nasty],
      parallelism: 1,
      savepointPath: nasty,
      allowNonRestoredState: false,
    }),
  ];
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  for (const { flink, curl } of lines) expect(flink + curl).not.toMatch(/[\u0000-\u001f]/);
});
