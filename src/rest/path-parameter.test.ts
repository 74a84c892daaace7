import { describe, expect, it } from "vitest";
import { isSafeParameter, jarNameProblem } from "./path-parameter.ts";

describe("a JAR's name", () => {
  it.each(["ClickCount-1.0 (2)..jar", "Grüße an alle.jar", "100%.jar", "a%zz.jar", `${"a".repeat(214)}.jar`])("may be %j", (name) => {
    expect(jarNameProblem(name)).toBeUndefined();
  });

  it.each(["my%20job.jar", "a/b.jar", "a\\b.jar", 'a"b.jar', "a\r\nb.jar", "..", ".", "", "\ud800.jar", "..%2fx.jar"])(
    "may not be %j",
    (name) => {
      expect(jarNameProblem(name)).toContain("must not contain");
    },
  );

  it.each(["notes.txt", "job.JAR", "jar", "job.jar.zip"])("may not be that of another file: %s", (name) => {
    expect(jarNameProblem(name)).toBe('Only Jar files are allowed. Choose a file whose name ends in ".jar".');
  });

  it.each([`${"a".repeat(215)}.jar`, `${"é".repeat(108)}.jar`, `${"字".repeat(72)}.jar`])("may not be too long for a file: %s", (name) => {
    expect(jarNameProblem(name)).toContain("at most 218 bytes");
  });

  it("gives an id that is valid in a path", () => {
    for (const name of ["job.jar", "100%.jar"]) expect(isSafeParameter(`${"0".repeat(36)}_${name}`)).toBe(true);
  });
});

describe("a path parameter", () => {
  it.each(["my%20log.log", "100%25.log", "%41.log", "a b#c?d+e", "ünïcode ✓", "%zz", "%E2%9C%93"])("may be %j", (value) => {
    expect(isSafeParameter(value)).toBe(true);
  });

  it.each([
    "a/b",
    "a%2fb",
    "a%252Fb",
    "a%25252fb",
    "..",
    "%2e%2e",
    "%252e.",
    ".",
    "%2E",
    "a%5cb",
    "a%255Cb",
    "a%00",
    "a%0d%0aHost:",
    "%25250a",
    "",
    "%c0%ae%2f",
  ])("may not be %j, however often it is decoded", (value) => {
    expect(isSafeParameter(value)).toBe(false);
  });
});
