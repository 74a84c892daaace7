import { expect, it } from "vitest";
import type { Jars } from "../../rest/jars.ts";
import { SimulatedCluster } from "../simulation/simulated-cluster.ts";

async function upload(name: string) {
  const cluster = new SimulatedCluster(5, {});
  cluster.boot();
  await cluster.simulation.runUntil(1_000);
  const form = `--b\r\nContent-Disposition: form-data; name="jarfile"; filename="${name}"\r\n\r\nPK\r\n--b--\r\n`;
  const { status, body } = await cluster.requestText("POST", "/jars/upload", form);
  const { files } = await cluster.get<Jars>("/jars");
  return { status, body, names: files.map((file) => file.name) };
}

it("[ST17] accepts a JAR whose name every later call can contain", async () => {
  expect(await upload("job 100%.jar")).toMatchObject({ status: 200, names: ["job 100%.jar", "ClickCountJob.jar"] });
});

it("[ST17] refuses a JAR whose name Flink would decode twice", async () => {
  const { status, body, names } = await upload("my%20job.jar");
  expect([status, names]).toEqual([400, ["ClickCountJob.jar"]]);
  expect(JSON.parse(body)).toEqual({
    errors: [
      expect.stringMatching(/^org\.apache\.flink\.runtime\.rest\.handler\.RestHandlerException: The name of a JAR must not contain /),
    ],
  });
});
