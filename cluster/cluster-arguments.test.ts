import { expect, it } from "vitest";
import { clusterArguments } from "./cluster-arguments.ts";

it("uses the newest Flink and the default port by default", () => {
  expect(clusterArguments([])).toEqual({ flink: "2.3", adaptive: false, backpressure: false, port: 8081 });
});

it("reads them all", () => {
  const args = ["--flink", "1.20", "--adaptive", "--backpressure", "--port", "8100"];
  expect(clusterArguments(args)).toEqual({ flink: "1.20", adaptive: true, backpressure: true, port: 8100 });
});

it.each([
  [["--flink", "1.19"], '--flink takes 1.20 or 2.3, not "1.19".'],
  [["--port", "80a"], '--port takes a number from 0 to 65535, not "80a".'],
  [["--adaptiv"], "Unknown option '--adaptiv'"],
  [["2.3"], "Unexpected argument '2.3'"],
])("rejects %j with a message", (args, sentence) => {
  expect(() => clusterArguments(args)).toThrow(sentence);
});
