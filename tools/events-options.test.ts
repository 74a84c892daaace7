import { expect, test } from "vitest";

import { UsageError } from "./command.mjs";
import { eventsOptions } from "./events-options.ts";

test("without arguments the engine of npm run engine is followed, as text", () => {
  expect(eventsOptions([])).toEqual({ url: "http://localhost:8081/", isJson: false });
});

test("a cluster is named by its address", () => {
  expect(eventsOptions(["--cluster", "flink.example:9000/one", "--json"])).toEqual({ url: "http://flink.example:9000/one/", isJson: true });
});

test.each([["--cluster", "ftp://flink"], ["--cluster", "http://"], ["--cluster", ""], ["--what"], ["extra"]])(
  "%s %s is a usage error, exit code 2",
  (...args) => {
    expect(() => eventsOptions(args.filter((one) => typeof one === "string"))).toThrow(UsageError);
  },
);
