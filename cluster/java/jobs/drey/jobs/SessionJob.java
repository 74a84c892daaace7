package drey.jobs;

import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/** Counts the clicks of each session by SQL; a session ends with half a second of nothing. */
public class SessionJob {

  private static final String CLICKS =
      """
      CREATE TABLE clicks (
        visitor INT,
        seen AS LOCALTIMESTAMP,
        WATERMARK FOR seen AS seen
      ) WITH (
        'connector' = 'datagen',
        'rows-per-second' = '20',
        'fields.visitor.min' = '1',
        'fields.visitor.max' = '10'
      )""";

  private static final String SESSIONS =
      """
      CREATE TABLE sessions (
        visitor INT,
        session_start TIMESTAMP(3),
        session_end TIMESTAMP(3),
        clicks BIGINT
      ) WITH ('connector' = 'blackhole')""";

  private static final String QUERY =
      """
      INSERT INTO sessions
      SELECT visitor, window_start, window_end, COUNT(*)
      FROM TABLE(SESSION(TABLE clicks PARTITION BY visitor, DESCRIPTOR(seen), INTERVAL '0.5' SECOND))
      GROUP BY visitor, window_start, window_end""";

  public static void main(String[] args) {
    TableEnvironment environment = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
    environment.executeSql(CLICKS);
    environment.executeSql(SESSIONS);
    environment.executeSql(QUERY);
  }

  private SessionJob() {}
}
