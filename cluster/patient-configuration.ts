/** Flink's configuration for tests: on a busy machine everything takes longer than Flink's defaults expect. */
export const PATIENT_CONFIGURATION: Readonly<Record<string, string>> = {
  // A JobManager that is older than this, 5 min by default, no longer lets a job wait for slots.
  "resourcemanager.standalone.start-up-time": "3600000",
  // A TaskManager that hangs for some seconds is not lost. One that was killed is found earlier, because its address is unreachable.
  "heartbeat.timeout": "120000",
  "pekko.ask.timeout": "120 s",
  // If a TaskManager dies while it is asked for its metrics, the JobManager fetches none from any
  // TaskManager until that question times out, by default after 10 min (MetricFetcherImpl).
  "web.timeout": "60000",
};

/**
 * Arguments of Click Event Count for tests that look at its counts. On a busy machine one source task may begin
 * more than 5 s after the other. With the usual idleness timeout windows would close without its partition, and
 * its clicks would be late.
 */
export const PATIENT_ARGUMENTS: readonly string[] = ["--idleness-ms", "60000"];
