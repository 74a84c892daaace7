package drey.bench;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.AggregateFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;

/**
 * The playground's windowed count as fast as Flink can. Clicks come from a generating source and
 * results are discarded, so that no broker slows it down. Heap state, object reuse, a checkpoint
 * every second, no chaining.
 */
public class WindowedCount {

  private static final long CHECKPOINT_INTERVAL_MS = 1000;
  private static final long WINDOW_MS = 15_000;
  /** Event time between two clicks on the same page: 1000 in a window. */
  private static final long CLICK_INTERVAL_MS = 15;

  private static final String[] PAGES = {"/help", "/index", "/shop", "/jobs", "/about", "/news"};

  public static void main(String[] args) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.enableCheckpointing(CHECKPOINT_INTERVAL_MS);
    environment.disableOperatorChaining();
    environment.getConfig().enableObjectReuse();
    long startMs = System.currentTimeMillis() / WINDOW_MS * WINDOW_MS;
    environment
        .fromSource(
            new DataGeneratorSource<>(new Clicks(startMs), Long.MAX_VALUE, Types.POJO(Click.class)),
            WatermarkStrategy.<Click>forBoundedOutOfOrderness(Duration.ofMillis(200))
                .withIdleness(Duration.ofSeconds(5))
                .withTimestampAssigner((click, recordTimestamp) -> click.timestamp),
            "ClickEvent Source")
        .keyBy(click -> click.page)
        .window(TumblingEventTimeWindows.of(Duration.ofMillis(WINDOW_MS)))
        .aggregate(new Count())
        .name("ClickEvent Counter")
        .sinkTo(new DiscardingSink<>())
        .name("Nowhere");
    environment.execute("Windowed count");
  }

  /** A click on a page. */
  public static class Click {
    public String page;
    /** Epoch ms. */
    public long timestamp;
  }

  /** The endless sequence of clicks: each page in turn. */
  private static class Clicks implements GeneratorFunction<Long, Click> {
    private static final long serialVersionUID = 1L;

    private final long startMs;
    private transient Click click;

    Clicks(long startMs) {
      this.startMs = startMs;
    }

    @Override
    public Click map(Long index) {
      // One object for all: it is written into a buffer before the next is asked for.
      if (click == null) {
        click = new Click();
      }
      click.page = PAGES[(int) (index % PAGES.length)];
      click.timestamp = startMs + index / PAGES.length * CLICK_INTERVAL_MS;
      return click;
    }
  }

  private static class Count implements AggregateFunction<Click, Long, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public Long createAccumulator() {
      return 0L;
    }

    @Override
    public Long add(Click click, Long count) {
      return count + 1;
    }

    @Override
    public Long getResult(Long count) {
      return count;
    }

    @Override
    public Long merge(Long a, Long b) {
      return a + b;
    }
  }

  private WindowedCount() {}
}
