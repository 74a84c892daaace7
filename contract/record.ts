// npm run record: brings a live Flink through the situations of the contract and writes its replies
// to mocks/fixtures/.
//
//   npm run record all situations, of both versions
//   npm run record -- --flink 2.3 --only stopped only that version and situation
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { whyNoLiveCluster } from "../cluster/live-cluster.ts";
import { FIXTURES } from "../mocks/recordings.ts";
import { main, UsageError, UserError } from "../tools/command.mjs";
import { asText } from "./record/recording-text.ts";
import { recordingTransport } from "./record/recording-transport.ts";
import { record } from "./record/record-situation.ts";
import { STEPS } from "./suite/journey.ts";
import { liveFlink } from "./suite/live-backend.ts";
import { sceneOf } from "./suite/scene.ts";

const VERSIONS = ["2.3", "1.20"] as const;

await main(async (args) => {
  const { versions, only } = parse(args);
  const problem = whyNoLiveCluster();
  if (problem !== undefined) throw new UserError(`There is no live Flink to record: ${problem}.`);
  for (const version of versions) await recordAll(version, only);
  return 0;
});

async function recordAll(version: (typeof VERSIONS)[number], only: readonly string[]): Promise<void> {
  const backend = await liveFlink(version, console.log);
  try {
    const recorder = recordingTransport(backend);
    const scene = await sceneOf(recorder.backend);
    const directory = join(FIXTURES, `flink-${backend.cluster.version}`, "recorded");
    await mkdir(directory, { recursive: true });
    for (const step of STEPS) {
      const recording = await record(step, scene, recorder, backend.cluster.version);
      if (only.length > 0 && !only.includes(step.name)) continue;
      const text = asText(recording);
      await writeFile(join(directory, `${step.name}.json`), text);
      console.log(`${step.name}: ${recording.calls.length} calls, ${(text.length / 1024).toFixed(0)} KiB`);
    }
  } finally {
    await backend.stop();
  }
}

function parse(args: string[]) {
  try {
    const options = { flink: { type: "string", multiple: true }, only: { type: "string", multiple: true } } as const;
    const { flink = VERSIONS, only = [] } = parseArgs({ args, options }).values;
    const versions = VERSIONS.filter((version) => flink.includes(version));
    if (versions.length < flink.length) throw new Error(`--flink takes ${VERSIONS.join(" or ")}`);
    const unknown = only.find((name) => !STEPS.some((step) => step.name === name));
    if (unknown !== undefined)
      throw new Error(`There is no situation ${unknown}. Situations: ${STEPS.map(({ name }) => name).join(", ")}.`);
    return { versions, only };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
