import type { Recording } from "../recordings.ts";
import type { RecordingLoaders } from "./recorded-clusters.ts";

const FILES = import.meta.glob<Recording>("../fixtures/flink-*/**/*.json", { import: "default" });

/** Every recording, as Vite finds the files. */
export const RECORDING_FILES: RecordingLoaders = new Map(
  Object.entries(FILES).map(([path, load]) => [path.slice("../fixtures/".length, -".json".length), load]),
);
