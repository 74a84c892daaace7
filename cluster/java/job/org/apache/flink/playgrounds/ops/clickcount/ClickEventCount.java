package org.apache.flink.playgrounds.ops.clickcount;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.TumblingProcessingTimeWindows;
import org.apache.flink.streaming.api.windowing.assigners.WindowAssigner;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/**
 * Counts the clicks on each page in windows of 15 seconds: the job of Flink's Operations Playground, written anew so that one source is built
 * against Flink 1.20 and 2.x, and with uids.
 */
public class ClickEventCount {

  private static final Duration WINDOW_SIZE = Duration.ofSeconds(15);
  private static final long CHECKPOINT_INTERVAL_MS = 1000;

  /**
   * What is fetched of one partition is read to its end before the next has its turn. A partition that waits longer than the watermarks' idleness
   * would hold them back no more, and all it brings would be late: with small fetches a reader's partitions stay abreast, however long the backlog.
   */
  private static final String MAX_PARTITION_FETCH_BYTES = "16384";

  public static void main(String[] args) throws Exception {
    Options options = new Options(args);
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    if (options.has("checkpointing")) {
      environment.enableCheckpointing(CHECKPOINT_INTERVAL_MS);
    }
    if (!options.has("chaining")) {
      environment.disableOperatorChaining();
    }

    SingleOutputStreamOperator<ClickEvent> clicks =
        environment.fromSource(source(options), watermarks(options), "ClickEvent Source").uid("source");
    if (options.has("backpressure")) {
      clicks = clicks.map(new BackpressureMap()).name("Backpressure Operator").uid("slow");
    }
    clicks
        .keyBy(click -> click.page)
        .window(windows(options))
        .aggregate(new Count(), new Stamp())
        .name("ClickEvent Counter")
        .uid("counter")
        .sinkTo(sink(options))
        .name("ClickEventStatistics Sink")
        .uid("sink");
    environment.execute("Click Event Count");
  }

  private static KafkaSource<ClickEvent> source(Options options) {
    String from = options.get("starting-offsets", "earliest");
    if (!from.equals("earliest") && !from.equals("committed")) {
      throw new IllegalArgumentException("'" + from + "' is neither earliest nor committed.");
    }
    return KafkaSource.<ClickEvent>builder()
        .setBootstrapServers(options.bootstrapServers())
        .setTopics(options.get("input-topic", "input"))
        .setGroupId("click-event-count")
        .setStartingOffsets(
            from.equals("earliest")
                ? OffsetsInitializer.earliest()
                : OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
        .setValueOnlyDeserializer(new ClickEventFormat())
        .setProperty("max.partition.fetch.bytes", MAX_PARTITION_FETCH_BYTES)
        .build();
  }

  private static WatermarkStrategy<ClickEvent> watermarks(Options options) {
    return WatermarkStrategy.<ClickEvent>forBoundedOutOfOrderness(Duration.ofMillis(200))
        .withIdleness(Duration.ofMillis(Long.parseLong(options.get("idleness-ms", "5000"))))
        .withTimestampAssigner((click, recordTimestamp) -> click.timestamp.getTime());
  }

  private static WindowAssigner<Object, TimeWindow> windows(Options options) {
    return options.has("event-time") ? TumblingEventTimeWindows.of(WINDOW_SIZE) : TumblingProcessingTimeWindows.of(WINDOW_SIZE);
  }

  private static KafkaSink<ClickEventStatistics> sink(Options options) {
    return KafkaSink.<ClickEventStatistics>builder()
        .setBootstrapServers(options.bootstrapServers())
        .setRecordSerializer(
            KafkaRecordSerializationSchema.builder()
                .setTopic(options.get("output-topic", "output"))
                .setValueSerializationSchema(new ClickEventStatisticsFormat())
                .build())
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .build();
  }

  private ClickEventCount() {}
}
