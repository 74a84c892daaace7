package drey.bench;

import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * A job with a large graph: a source, then branches of unchained steps, each with a sink.
 * Arguments: branches, steps.
 */
public class ManyVertices {

  private static final int RECORDS_PER_SECOND = 10;

  public static void main(String[] args) throws Exception {
    int branches = Integer.parseInt(args[0]);
    int steps = Integer.parseInt(args[1]);
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.disableOperatorChaining();
    DataStream<Long> numbers =
        environment.fromSource(
            new DataGeneratorSource<>(
                index -> index, Long.MAX_VALUE, RateLimiterStrategy.perSecond(RECORDS_PER_SECOND), Types.LONG),
            WatermarkStrategy.noWatermarks(),
            "Numbers");
    for (int branch = 1; branch <= branches; branch++) {
      DataStream<Long> stream = numbers;
      for (int step = 1; step <= steps; step++) {
        stream = stream.map(number -> number + 1).returns(Types.LONG).name("Branch " + branch + ", step " + step);
      }
      stream.sinkTo(new DiscardingSink<>()).name("Branch " + branch + ", end");
    }
    environment.execute("Many vertices");
  }

  private ManyVertices() {}
}
