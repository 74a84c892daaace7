package drey.jobs;

import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** Fails, and all that it has to say of itself would like to be more than text. */
public class HostileJob {

  private static final String MARKUP = "<img src=x onerror=\"window.hostile=1\"><script>window.hostile=1</script>";
  private static final String ESCAPES = "\033[31mred\033[0m\007";
  private static final String TURNED = "\u202Edesrever si siht\u202C";
  private static final int WORDS = 1500;

  public static void main(String[] args) throws Exception {
    if (args.length > 0) {
      throw new IllegalArgumentException(MARKUP + ESCAPES + TURNED);
    }
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment
        .fromSequence(0, Long.MAX_VALUE)
        .map(new Failing())
        .name(MARKUP)
        .sinkTo(new DiscardingSink<>())
        .name(TURNED);
    environment.execute(MARKUP + TURNED);
  }

  private static class Failing implements MapFunction<Long, Long> {

    private static final long serialVersionUID = 1L;

    @Override
    public Long map(Long number) throws InterruptedException {
      Thread.sleep(1000);
      throw new IllegalStateException(MARKUP + ESCAPES + TURNED + " and on".repeat(WORDS));
    }
  }

  private HostileJob() {}
}
