package drey.jobs;

import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.co.CoMapFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** Several hundred vertices: branches of one source that meet again in one vertex with as many inputs, and a second source beside them. */
public class WideJob {

  private static final int BRANCHES = 59;
  private static final int STEPS = 5;

  public static void main(String[] args) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.disableOperatorChaining();
    DataStream<Long> numbers = environment.fromSequence(0, Long.MAX_VALUE).name("Numbers").map(new Pace(200)).name("Pace");
    DataStream<Long> all = branch(numbers, 1);
    for (int number = 2; number <= BRANCHES; number++) {
      all = all.union(branch(numbers, number));
    }
    DataStream<Long> others = environment.fromSequence(0, 9).name("Others");
    all.connect(others.broadcast()).map(new Sum()).name("Meeting of all").sinkTo(new DiscardingSink<>()).name("Nowhere");
    environment.execute("Wide");
  }

  private static DataStream<Long> branch(DataStream<Long> numbers, int number) {
    DataStream<Long> branch = numbers;
    for (int step = 1; step <= STEPS; step++) {
      branch = branch.map(value -> value + 1).returns(Long.class).name("Branch " + number + ", step " + step);
    }
    return branch;
  }

  private static class Sum implements CoMapFunction<Long, Long, Long> {

    private static final long serialVersionUID = 1L;
    private long sum;

    @Override
    public Long map1(Long value) {
      return value + sum;
    }

    @Override
    public Long map2(Long other) {
      sum += other;
      return sum;
    }
  }

  private WideJob() {}
}
