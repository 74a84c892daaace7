package drey.jobs;

import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.api.java.io.DiscardingOutputFormat;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.util.Collector;

/** Counts words by the DataSet API, which Flink 2 does not have any more. */
public class DataSetJob {

  private static final String[] LINES = {
    "the nest is high", "the squirrel is in the nest", "the winter is long", "the nest is full"
  };

  public static void main(String[] args) throws Exception {
    ExecutionEnvironment environment = ExecutionEnvironment.getExecutionEnvironment();
    environment
        .fromElements(LINES)
        .flatMap(
            (String line, Collector<Tuple2<String, Integer>> words) ->
                Arrays.stream(line.split(" ")).forEach(word -> words.collect(Tuple2.of(word, 1))))
        .returns(Types.TUPLE(Types.STRING, Types.INT))
        .name("Words")
        .groupBy(0)
        .sum(1)
        .name("Sums")
        .output(new DiscardingOutputFormat<>())
        .name("Nowhere");
    environment.execute("Word count as a data set");
  }

  private DataSetJob() {}
}
