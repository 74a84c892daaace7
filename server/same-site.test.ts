import { hostname } from "node:os";
import { describe, expect, it } from "vitest";
import { hostNamesOf, LOOPBACK_NAMES } from "./host-names.ts";
import { cancelByGetRefusalOf, hostRefusalOf, refusalOf } from "./same-site.ts";

describe("refusalOf", () => {
  it.each([
    ["curl", { host: "localhost:8081" }],
    ["our own page", { host: "localhost:8081", origin: "http://localhost:8081", "sec-fetch-site": "same-origin" }],
    ["our own page behind something that speaks https", { host: "drey.example", origin: "https://drey.example" }],
    ["an address typed by the user", { host: "[::1]:8081", "sec-fetch-site": "none" }],
  ])("accepts %s", (_who, headers) => {
    expect(refusalOf(headers)).toBeUndefined();
  });

  it.each([
    ["a page elsewhere", { host: "localhost:8081", origin: "https://evil.example" }],
    ["a page on another port of this machine", { host: "localhost:8081", origin: "http://localhost:3000", "sec-fetch-site": "same-site" }],
    ["a page of a name that begins as ours", { host: "localhost", origin: "http://localhost.evil.example" }],
    ["a picture in a page elsewhere", { host: "localhost:8081", "sec-fetch-site": "cross-site" }],
    ["a sandboxed frame", { host: "localhost:8081", origin: "null" }],
    ["a word that no browser says", { host: "localhost:8081", "sec-fetch-site": "anything" }],
  ])("rejects %s", (_who, headers) => {
    expect(refusalOf(headers)).toMatch(/^Forbidden: /);
  });
});

describe("cancelByGetRefusalOf", () => {
  const job = "a".repeat(32);
  const paths = [`/jobs/${job}/yarn-cancel`, `/v1/jobs/${job}/yarn-cancel`, `/jobs/${job}/yarn-cancel?x=/jobs/overview`];

  it.each(paths)("accepts %s from Drey's own page", (url) => {
    const headers = { host: "localhost:8081", "sec-fetch-site": "same-origin" };
    expect(cancelByGetRefusalOf({ method: "GET", url, headers })).toBeUndefined();
  });

  it.each(
    paths.flatMap((url) => [
      [url, "typed, or from a link", { host: "localhost:8081", "sec-fetch-site": "none" }] as const,
      [url, "by a browser that does not say", { host: "localhost:8081" }] as const,
      [url, "by a page elsewhere", { host: "localhost:8081", "sec-fetch-site": "cross-site" }] as const,
    ]),
  )("rejects %s %s", (url, _who, headers) => {
    expect(cancelByGetRefusalOf({ method: "GET", url, headers })).toMatch(/^Forbidden: /);
  });

  it("accepts every other request", () => {
    expect(cancelByGetRefusalOf({ method: "GET", url: "/jobs/overview", headers: {} })).toBeUndefined();
    expect(cancelByGetRefusalOf({ method: "PATCH", url: `/jobs/${job}`, headers: {} })).toBeUndefined();
  });
});

describe("hostRefusalOf", () => {
  it.each(["localhost", "localhost:8081", "LocalHost:1", "localhost.:8081", "127.0.0.1:9000", "[::1]:8081", "[::1]"])(
    "accepts %s",
    (host) => {
      expect(hostRefusalOf({ host }, LOOPBACK_NAMES)).toBeUndefined();
    },
  );

  it.each([
    "evil.example:8081",
    "localhost.evil.example",
    "127.0.0.1.evil.example:8081",
    "192.168.1.5:8081",
    "",
    ":8081",
    "localhost:80:80",
    "localhost:",
  ])("rejects %j", (host) => {
    expect(hostRefusalOf({ host }, LOOPBACK_NAMES)).toBe(`Forbidden: this server accepts requests for localhost, not for ${host}.`);
  });

  it("rejects a request without a host", () => {
    expect(hostRefusalOf({}, LOOPBACK_NAMES)).toMatch(/^Forbidden: /);
  });

  it("accepts the address it listens on and the configured names", () => {
    const names = hostNamesOf("10.1.2.3", ["Drey.example", "fe80::1"]);
    for (const host of ["10.1.2.3:8081", "drey.example", "[fe80::1]:1", "localhost"])
      expect(hostRefusalOf({ host }, names)).toBeUndefined();
    expect(hostRefusalOf({ host: "10.1.2.4" }, names)).toBe(
      "Forbidden: this server accepts requests for localhost and drey.example and [fe80::1] and 10.1.2.3, not for 10.1.2.4.",
    );
  });

  it.each(["0.0.0.0", "::"])("accepts every IP address, and the machine's name, if it listens on %s", (address) => {
    const names = hostNamesOf(address);
    for (const host of ["192.168.1.5:8081", "[2001:db8::1]", hostname()]) expect(hostRefusalOf({ host }, names)).toBeUndefined();
    expect(hostRefusalOf({ host: "evil.example" }, names)).toMatch(/^Forbidden: /);
  });
});
