import { expect, it } from "vitest";
import { configYaml, flinkConfiguration, type FlinkSettings, taskManagerArguments, taskManagerJvmOptions } from "./flink-configuration.ts";

const settings: FlinkSettings = {
  line: "2.3",
  adaptive: false,
  rpcPort: 1,
  restPort: 2,
  blobPort: 3,
  dataDirectory: "/run/data",
  temporaryDirectory: "/run/tmp",
  further: {},
};

it("is the playground's, with a default parallelism of 2", () => {
  const configuration = flinkConfiguration(settings);
  expect(configuration.get("taskmanager.numberOfTaskSlots")).toBe("2");
  expect(configuration.get("parallelism.default")).toBe("2");
  expect(configuration.get("heartbeat.interval")).toBe("1000");
  expect(configuration.get("heartbeat.timeout")).toBe("5000");
  expect(configuration.get("execution.checkpointing.dir")).toBe("file:///run/data/flink-checkpoints-directory");
  expect(configuration.get("execution.checkpointing.savepoint-dir")).toBe("file:///run/data/flink-savepoints-directory");
});

it("listens only on this machine", () => {
  const configuration = flinkConfiguration(settings);
  for (const key of ["rest.bind-address", "jobmanager.bind-host", "taskmanager.bind-host"])
    expect(configuration.get(key)).toBe("127.0.0.1");
});

it("has the adaptive scheduler if requested, with a rescale history if Flink has one", () => {
  const history = "web.adaptive-scheduler.rescale-history.size";
  expect(flinkConfiguration(settings).has("jobmanager.scheduler")).toBe(false);
  expect(flinkConfiguration({ ...settings, adaptive: true }).get("jobmanager.scheduler")).toBe("adaptive");
  expect(flinkConfiguration({ ...settings, adaptive: true }).has(history)).toBe(true);
  expect(flinkConfiguration({ ...settings, adaptive: true, line: "1.20" }).has(history)).toBe(false);
});

it("divides a TaskManager's memory into parts that add up to its process", () => {
  const args = taskManagerArguments({ id: "taskmanager-1:4-abcdef", rpcPort: 4, dataPort: 5 });
  const values = new Map(args.filter((arg) => arg.startsWith("taskmanager.")).map((arg) => arg.split("=") as [string, string]));
  expect(values.get("taskmanager.resource-id")).toBe("taskmanager-1:4-abcdef");
  const mib = [...values]
    .filter(([key, value]) => /\.memory\..*(size|max)$/.test(key) && value.endsWith("m"))
    .map(([, value]) => Number.parseInt(value));
  expect(`${mib.reduce((sum, part) => sum + part, 0)}m`).toBe(flinkConfiguration(settings).get("taskmanager.memory.process.size"));
  expect(taskManagerJvmOptions()).toContain("-Xmx512m");
});

it("allows no page of another origin to read it, and accepts overriding entries", () => {
  const key = "web.access-control-allow-origin";
  expect(flinkConfiguration(settings).get(key)).toBe("http://localhost:2");
  const configuration = flinkConfiguration({ ...settings, further: { [key]: "*", "metrics.fetcher.update-interval": "1000" } });
  expect(configuration.get(key)).toBe("*");
  expect(configuration.get("metrics.fetcher.update-interval")).toBe("1000");
});

it("is written as flat keys, values in quotes", () => {
  expect(configYaml(new Map([["rest.port", "8081"]]))).toBe('rest.port: "8081"\n');
});
