import { describe, expect, it } from "vitest";
import { mixedContentProblem, parseClusterUrl } from "./cluster-url.ts";

describe("parseClusterUrl", () => {
  it.each([
    ["http://flink:8081", "http://flink:8081/"],
    ["  https://gateway.example/clusters/prod ", "https://gateway.example/clusters/prod/"],
    ["localhost:8081", "http://localhost:8081/"],
    ["flink", "http://flink/"],
    ["http://flink:8081/#/job/running", "http://flink:8081/"],
    ["http://flink:8081/ui/index.html#/overview", "http://flink:8081/ui/"],
    ["[::1]:8081", "http://[::1]:8081/"],
  ])("reads %j as %s", (typed, url) => {
    expect(parseClusterUrl(typed)).toEqual({ url });
  });

  it.each([
    ["", "Enter the address"],
    ["http://", "not a valid address"],
    ["ftp://flink/", "not ftp"],
    ["file:///etc/passwd", "not file"],
    ["http://me:secret@flink:8081", "name and password"],
    ["http://me@flink", "name and password"],
    ["http://flink/?token=1", "question mark"],
  ])("rejects %j with a reason", (typed, words) => {
    expect(parseClusterUrl(typed)).toEqual({ problem: expect.stringContaining(words) });
  });

  it("treats a javascript address at most as a host", () => {
    expect(parseClusterUrl("javascript:alert(1)")).toEqual({ problem: "This is not a valid address." });
    expect(parseClusterUrl("javascript://x/%0aalert(1)")).toEqual({ problem: expect.stringContaining("not javascript") });
  });
});

describe("mixedContentProblem", () => {
  it("explains why an https page cannot call http, and the alternatives", () => {
    expect(mixedContentProblem("http://flink:8081/", "https://drey.example/")).toContain("mixed content");
  });

  it.each([
    ["http://flink:8081/", "http://drey.example/"],
    ["https://flink:8081/", "https://drey.example/"],
    ["http://localhost:8081/", "https://drey.example/"],
    ["http://127.0.0.1:8081/", "https://drey.example/"],
    ["http://[::1]:8081/", "https://drey.example/"],
  ])("allows calls to %s from %s", (url, page) => {
    expect(mixedContentProblem(url, page)).toBeUndefined();
  });
});
