// The versions of Apache Flink that a live cluster supports, with their artifacts.

/**
 * By short version: the full versions of Flink and its Kafka connector on Maven Central, and
 * whether SQL and pattern matching are downloaded too. They take 60 MB, and no job here needs them
 * on 1.20.
 */
export const FLINK_VERSIONS = {
  "1.20": { flink: "1.20.5", connector: "3.4.0-1.20", hasSql: false },
  "2.3": { flink: "2.3.0", connector: "5.0.0-2.2", hasSql: true },
} as const;

/** "1.20" or "2.3". */
export type FlinkLine = keyof typeof FLINK_VERSIONS;

/** Whether `text` is one of them. */
export function isFlinkLine(text: string): text is FlinkLine {
  return Object.hasOwn(FLINK_VERSIONS, text);
}
