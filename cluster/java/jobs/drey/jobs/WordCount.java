package drey.jobs;

import java.util.Arrays;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;

/** Counts words as a batch: it ends by itself. */
public class WordCount {

  private static final String[] LINES = {
    "the nest is high", "the squirrel is in the nest", "the winter is long", "the nest is full"
  };

  public static void main(String[] args) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
    environment
        .fromData(LINES)
        .name("Lines")
        .flatMap(
            (String line, Collector<Tuple2<String, Integer>> words) ->
                Arrays.stream(line.split(" ")).forEach(word -> words.collect(Tuple2.of(word, 1))))
        .returns(Types.TUPLE(Types.STRING, Types.INT))
        .name("Words")
        .keyBy(word -> word.f0)
        .sum(1)
        .name("Sums")
        .print()
        .name("Standard output");
    environment.execute("Word count");
  }

  private WordCount() {}
}
