import { hostname } from "node:os";
import { expect, it } from "vitest";
import type { RecordedCall, Recording } from "../../mocks/recordings.ts";
import { asText } from "./recording-text.ts";

const RUN = "/home/some one/.cache/drey/runs/run-a1B2c3";

function reading(reply: unknown): unknown {
  const call: RecordedCall = { method: "GET", path: "/x", status: 200, contentType: "application/json", reply };
  const recording: Recording = { situation: "stopped", flinkVersion: "2.3.0", recordedMs: 1, calls: [call] };
  const parsed = JSON.parse(asText(recording)) as Recording;
  expect(parsed).toMatchObject({ situation: "stopped", flinkVersion: "2.3.0", recordedMs: 1 });
  return parsed.calls[0]?.reply;
}

it("keeps the content of a reply", () => {
  const reply = { a: [1, null, "x"], b: { c: true } };
  expect(reading(reply)).toEqual(reply);
});

it("shortens stacks to their first lines, and class paths to a few entries", () => {
  expect(reading({ stacktrace: "E: no\n\tat a\n\tat b\n\tat c\n\tat d" })).toEqual({ stacktrace: "E: no\n\tat a\n\tat b" });
  expect(reading({ classpath: ["/a/b/1.jar", "/a/b/2.jar", "/c/3.jar", "/c/4.jar"] })).toEqual({
    classpath: ["/opt/flink/lib/1.jar", "/opt/flink/lib/2.jar", "/opt/flink/lib/3.jar"],
  });
});

it("keeps the path of a call that names a JAR", () => {
  const path = "/jars/0_ClickCountJob.jar/run";
  const call: RecordedCall = { method: "POST", path, status: 200, contentType: "application/json", reply: {} };
  const text = asText({ situation: "waiting-at-3", flinkVersion: "2.3.0", recordedMs: 1, calls: [call] });
  expect((JSON.parse(text) as Recording).calls[0]?.path).toBe(path);
});

it("does not reveal the machine", () => {
  expect(
    reading({
      location: `file:${RUN}/data/flink-savepoints-directory/savepoint-1`,
      tmp: `${RUN}/jobmanager/tmp`,
      host: hostname(),
      endpoint: `${hostname()}:6122`,
      [`j${hostname()}`]: `j${hostname()}s`,
    }),
  ).toEqual({
    location: "file:/tmp/flink-savepoints-directory/savepoint-1",
    tmp: "/opt/flink/jobmanager/tmp",
    host: "localhost",
    endpoint: "localhost:6122",
    [`j${hostname()}`]: `j${hostname()}s`,
  });
});
