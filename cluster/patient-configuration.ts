/** Flink's configuration for tests, with longer timeouts for a busy machine. */
export const PATIENT_CONFIGURATION: Readonly<Record<string, string>> = {
  // By default, a JobManager older than 5 min no longer lets a job wait for slots.
  "resourcemanager.standalone.start-up-time": "3600000",
  // A TaskManager that hangs for some seconds is not lost. A killed one is detected earlier,
  // because its address is unreachable.
  "heartbeat.timeout": "120000",
  "pekko.ask.timeout": "120 s",
  // If a TaskManager ends while its metrics are requested, the JobManager requests no metrics from
  // any TaskManager until that request times out, after 10 min by default (MetricFetcherImpl).
  "web.timeout": "60000",
};

/**
 * Arguments of Click Event Count for tests that check its counts. On a busy machine one source task
 * may start more than 5 s after the other. With the default idleness timeout, windows would close
 * without its partition, and its clicks would be late.
 */
export const PATIENT_ARGUMENTS: readonly string[] = ["--idleness-ms", "60000"];
