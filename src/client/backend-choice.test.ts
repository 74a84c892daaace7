import { describe, expect, it } from "vitest";
import { addressOf, chosenRow } from "./backend-choice.ts";
import { parseBackendConfig } from "./backend-config.ts";

const PAGE = "http://drey:8080/ui/?theme=x#/job/running";
const ROWS = parseBackendConfig(
  '{"backends": [{"kind": "http", "id": "prod", "url": "./clusters/prod/"}, {"kind": "browser"}, {"kind": "http", "id": "a b/c", "url": "./x/"}]}',
  new URL("http://drey:8080/ui/drey.json"),
);

describe("addressOf", () => {
  it("names every backend except the first, and leads to its overview", () => {
    expect(addressOf("browser", ROWS, PAGE)).toBe("http://drey:8080/ui/?theme=x&cluster=browser#/overview");
    expect(addressOf("prod", ROWS, "http://drey:8080/ui/?cluster=browser#/job/running/1/overview")).toBe("http://drey:8080/ui/#/overview");
  });

  it.each(["prod", "browser", "a b/c", "http://flink:8081/"])("is read by chosenRow: %s", (id) => {
    expect(chosenRow(ROWS, addressOf(id, ROWS, PAGE))).toMatchObject({ kind: "row", row: { id } });
  });
});

describe("chosenRow", () => {
  it("uses the first row if none is named", () => {
    expect(chosenRow(ROWS, PAGE)).toMatchObject({ kind: "row", row: { id: "prod" } });
  });

  it("treats an address as a cluster at another origin, without containers", () => {
    expect(chosenRow(ROWS, "http://drey:8080/?cluster=http://flink:8081")).toEqual({
      kind: "row",
      row: {
        kind: "http",
        id: "http://flink:8081/",
        label: "flink:8081",
        baseUrl: "http://flink:8081/",
        hasPlayground: false,
        isReadOnly: false,
        isDirect: true,
      },
    });
  });

  it.each([
    ["http://drey:8080/?cluster=nowhere", "Unknown cluster “nowhere”."],
    ["http://drey:8080/?cluster=", "Unknown cluster “”."],
    ["http://drey:8080/?cluster=javascript:alert(1)", "not a valid address"],
    ["http://drey:8080/?cluster=http://a:b@flink/", "name and password"],
    ["https://drey:8080/?cluster=http://flink/", "mixed content"],
  ])("says what is wrong with %s", (page, words) => {
    expect(chosenRow(ROWS, page)).toMatchObject({ kind: "none", words: expect.stringContaining(words) });
  });
});
