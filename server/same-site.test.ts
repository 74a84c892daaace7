import type { IncomingHttpHeaders } from "node:http";
import { describe, expect, it } from "vitest";
import { refusalOf } from "./same-site.ts";

function reading(headers: IncomingHttpHeaders) {
  return { method: "GET", url: "/jobs/overview", headers };
}

describe("refusalOf", () => {
  it.each([
    ["curl", { host: "localhost:8081" }],
    ["curl by address", { host: "127.0.0.1:8081" }],
    ["our own page", { host: "localhost:8081", origin: "http://localhost:8081", "sec-fetch-site": "same-origin" }],
    ["an address typed by the user", { host: "[::1]:8081", "sec-fetch-site": "none" }],
  ])("lets %s pass", (_who, headers) => {
    expect(refusalOf(reading(headers))).toBeUndefined();
  });

  it.each([
    ["a page elsewhere", { host: "localhost:8081", origin: "https://evil.example" }],
    ["a page on another port of this machine", { host: "localhost:8081", origin: "http://localhost:3000", "sec-fetch-site": "same-site" }],
    ["a picture in a page elsewhere", { host: "localhost:8081", "sec-fetch-site": "cross-site" }],
    ["a sandboxed frame", { host: "localhost:8081", origin: "null" }],
    ["a name that was rebound to this machine", { host: "evil.example:8081", origin: "http://evil.example:8081" }],
  ])("refuses %s", (_who, headers) => {
    expect(refusalOf(reading(headers))).toMatch(/^Forbidden: /);
  });

  describe("of a cancel by GET", () => {
    const job = "a".repeat(32);
    const paths = [`/jobs/${job}/yarn-cancel`, `/v1/jobs/${job}/yarn-cancel`, `/jobs/${job}/yarn-cancel?x=/jobs/overview`];

    it.each(paths)("lets a page of our own send it: %s", (url) => {
      const headers = { host: "localhost:8081", "sec-fetch-site": "same-origin" };
      expect(refusalOf({ method: "GET", url, headers })).toBeUndefined();
    });

    it.each(
      paths.flatMap((url) => [
        [url, "typed, or from a link", { host: "localhost:8081", "sec-fetch-site": "none" }] as const,
        [url, "by a browser that does not say", { host: "localhost:8081" }] as const,
        [url, "by a page elsewhere", { host: "localhost:8081", "sec-fetch-site": "cross-site" }] as const,
      ]),
    )("refuses %s %s", (url, _who, headers) => {
      expect(refusalOf({ method: "GET", url, headers })).toMatch(/^Forbidden: /);
    });
  });
});
