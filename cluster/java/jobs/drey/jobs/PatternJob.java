package drey.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.cep.CEP;
import org.apache.flink.cep.functions.PatternProcessFunction;
import org.apache.flink.cep.pattern.Pattern;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;

/** Finds the shoppers who put something in the cart and pay for it: a pattern over a stream that does not end. */
public class PatternJob {

  public static void main(String[] args) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.enableCheckpointing(1000);
    DataStream<Visit> visits =
        environment
            .fromSequence(0, Long.MAX_VALUE)
            .map(new Pace(20))
            .name("Pace")
            .map(Visit::new)
            .returns(Visit.class)
            .name("Visits")
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Visit>forMonotonousTimestamps().withTimestampAssigner((visit, at) -> System.currentTimeMillis()));
    Pattern<Visit, ?> purchase =
        Pattern.<Visit>begin("cart")
            .where(SimpleCondition.of(visit -> visit.action.equals("cart")))
            .followedBy("pay")
            .where(SimpleCondition.of(visit -> visit.action.equals("pay")))
            .within(Duration.ofSeconds(10));
    CEP.pattern(visits.keyBy(visit -> visit.shopper), purchase)
        .process(new Purchases())
        .name("Purchases")
        .sinkTo(new DiscardingSink<>())
        .name("Nowhere");
    environment.execute("Purchases by a pattern");
  }

  private static class Purchases extends PatternProcessFunction<Visit, Long> {

    private static final long serialVersionUID = 1L;

    @Override
    public void processMatch(Map<String, List<Visit>> match, Context context, Collector<Long> shoppers) {
      shoppers.collect(match.get("pay").get(0).shopper);
    }
  }

  private PatternJob() {}
}
