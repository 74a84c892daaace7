import { describe, expect, it } from "vitest";
import { UsageError } from "./command.mjs";
import { informationFor, startOptionsFrom as optionsFrom } from "./start-options.mjs";

function startOptionsFrom(args: string[], env: Readonly<Record<string, string>> = {}) {
  return optionsFrom(args, { env, command: "npm start --" });
}

function clustersFrom(...args: string[]) {
  return startOptionsFrom(args.flatMap((arg) => ["--cluster", arg])).clusters.map(({ id, label, address }) => ({
    id,
    label,
    address: address.href,
  }));
}

it("serves only this machine, without clusters, by default", () => {
  expect(startOptionsFrom([])).toEqual({ port: 8081, host: "127.0.0.1", allowedHosts: [], clusters: [], readOnly: false });
});

it("accepts all options", () => {
  expect(
    startOptionsFrom(["--port", "9000", "--host", "0.0.0.0", "--allow-host", "drey.example", "--allow-host", "[::1]", "--read-only"]),
  ).toEqual({
    port: 9000,
    host: "0.0.0.0",
    allowedHosts: ["drey.example", "::1"],
    clusters: [],
    readOnly: true,
  });
});

describe("a cluster", () => {
  it("has the user's name, or its address", () => {
    expect(
      clustersFrom("http://jobmanager:8081", "prod=https://flink.example/a/", "http://[::1]:8082", "http://ann:pw@flink.example"),
    ).toEqual([
      { id: "jobmanager-8081", label: "jobmanager:8081", address: "http://jobmanager:8081/" },
      { id: "prod", label: "prod", address: "https://flink.example/a/" },
      { id: "--1-8082", label: "[::1]:8082", address: "http://[::1]:8082/" },
      { id: "flink.example", label: "flink.example", address: "http://ann:pw@flink.example/" },
    ]);
  });

  it.each([
    "jobmanager:8081",
    "prod=jobmanager",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "",
    "prod=",
    "http://",
    "http://a/?b=1",
    "http://a/#b",
    "../x=http://a",
    "..=http://a",
    ".=http://a",
    "a b=http://a",
    "-x=http://a",
    "a/b=http://a",
    "browser=http://a",
  ])("is rejected as %j", (text) => {
    expect(() => clustersFrom(text)).toThrow(UsageError);
  });

  it.each([
    "http://ann:secret@flink.example/?x=1",
    "http://ann:secret@flink.example/#x",
    "prod=http://ann:secret@flink.example/?x=1",
    "ftp://ann:secret@flink.example",
    "http://ann:secret@",
    "http://ann:secret@flink.example:99999",
    "prod=ann:secret@flink.example:8081",
    "ann:secret@flink.example:8081",
    "http://ann:sec/ret@flink.example",
    "http://ann:sec@ret@flink.example:port",
    "a b=http://ann:secret@flink.example",
    "ann:se=cret@flink.example",
    "browser=http://ann:secret@flink.example",
  ])("prints no password if %j is rejected", (text) => {
    expect(() => clustersFrom(text)).toThrow(UsageError);
    expect(() => clustersFrom(text)).not.toThrow(/sec|ret/);
  });

  it("prints no password if an argument is unknown or misplaced", () => {
    for (const args of [
      ["http://ann:secret@flink.example"],
      ["--clusters", "http://ann:secret@a"],
      ["--clusters=http://ann:secret@a"],
      ["--host=a", "--x=http://ann:secret@a"],
    ]) {
      expect(() => startOptionsFrom(args)).toThrow(UsageError);
      expect(() => startOptionsFrom(args)).not.toThrow(/secret/);
    }
  });

  it("needs a unique name", () => {
    expect(() => clustersFrom("a=http://one", "a=http://two")).toThrow("Two clusters are called a");
    expect(() => clustersFrom("http://one/x", "http://one/y")).toThrow("Two clusters are called one");
  });
});

it.each([
  [["--allow-host", "http://a"]],
  [["--allow-host", "a:80"]],
  [["--host", "http://a"]],
  [["--port", "x"]],
  [["--read-only=no"]],
  [["--clusters", "x"]],
  [["http://a"]],
])("rejects %j as wrong usage", (args) => {
  expect(() => startOptionsFrom(args)).toThrow(UsageError);
});

describe("an environment variable", () => {
  it("sets each option", () => {
    const env = {
      DREY_PORT: "9000",
      DREY_HOST: "0.0.0.0",
      DREY_ALLOW_HOST: "drey.example other.example",
      DREY_CLUSTER: " prod=https://flink.example/a/\n http://ann:my secret@jobmanager:8081 ",
      DREY_READ_ONLY: "true",
    };
    const { clusters, ...others } = startOptionsFrom([], env);
    expect(others).toEqual({ port: 9000, host: "0.0.0.0", allowedHosts: ["drey.example", "other.example"], readOnly: true });
    expect(clusters.map(({ id, address }) => [id, address.href])).toEqual([
      ["prod", "https://flink.example/a/"],
      ["jobmanager-8081", "http://ann:my%20secret@jobmanager:8081/"],
    ]);
    expect(startOptionsFrom([], { DREY_READ_ONLY: "false" }).readOnly).toBe(false);
  });

  it("is replaced by its option, and does nothing if it is empty", () => {
    const env = { DREY_PORT: "9000", DREY_CLUSTER: "http://a", DREY_HOST: "" };
    const { port, host, clusters } = startOptionsFrom(["--port", "9001", "--cluster", "http://b"], env);
    expect([port, host, clusters.map(({ id }) => id)]).toEqual([9001, "127.0.0.1", ["b"]]);
  });

  it.each([
    ["DREY_PORT", "x"],
    ["DREY_HOST", "http://a"],
    ["DREY_ALLOW_HOST", "a:80"],
    ["DREY_CLUSTER", "jobmanager:8081"],
    ["DREY_READ_ONLY", "yes"],
  ])("is named if it is wrong: %s=%s", (name, text) => {
    expect(() => startOptionsFrom([], { [name]: text })).toThrow(UsageError);
    expect(() => startOptionsFrom([], { [name]: text })).toThrow(new RegExp(`^${name} takes `));
  });

  it.each(["ftp://ann:secret@flink.example", "http://a http://ann:my secret@flink.example:99999", "ann:secret@flink.example:8081"])(
    "prints no password if %j is rejected",
    (text) => {
      expect(() => startOptionsFrom([], { DREY_CLUSTER: text })).toThrow(UsageError);
      expect(() => startOptionsFrom([], { DREY_CLUSTER: text })).not.toThrow(/my|secret/);
    },
  );
});

it("answers --help with all options and --version with the version, whatever else is given", () => {
  const about = { command: "drey", version: "1.2.3" };
  expect(informationFor(["--port", "x", "--help"], about)).toMatch(
    /^Usage: drey \[options\]\n.*--port.*--host.*--allow-host.*--cluster.*--read-only.*--help.*--version/s,
  );
  expect(informationFor(["--version"], about)).toBe("1.2.3");
  expect(informationFor(["--port", "9000"], about)).toBeUndefined();
});
