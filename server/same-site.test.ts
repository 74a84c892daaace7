import { describe, expect, it } from "vitest";
import { refusalOf } from "./same-site.ts";

describe("refusalOf", () => {
  it.each([
    ["curl", { host: "localhost:8081" }],
    ["curl by address", { host: "127.0.0.1:8081" }],
    ["our own page", { host: "localhost:8081", origin: "http://localhost:8081", "sec-fetch-site": "same-origin" }],
    ["an address typed by the user", { host: "[::1]:8081", "sec-fetch-site": "none" }],
  ])("lets %s pass", (_who, headers) => {
    expect(refusalOf(headers)).toBeUndefined();
  });

  it.each([
    ["a page elsewhere", { host: "localhost:8081", origin: "https://evil.example" }],
    ["a page on another port of this machine", { host: "localhost:8081", origin: "http://localhost:3000", "sec-fetch-site": "same-site" }],
    ["a picture in a page elsewhere", { host: "localhost:8081", "sec-fetch-site": "cross-site" }],
    ["a sandboxed frame", { host: "localhost:8081", origin: "null" }],
    ["a name that was rebound to this machine", { host: "evil.example:8081", origin: "http://evil.example:8081" }],
  ])("refuses %s", (_who, headers) => {
    expect(refusalOf(headers)).toMatch(/^Forbidden: /);
  });
});
