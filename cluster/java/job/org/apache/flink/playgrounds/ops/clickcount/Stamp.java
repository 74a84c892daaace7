package org.apache.flink.playgrounds.ops.clickcount;

import java.util.Date;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/** Adds to a count which page and which window it is of. */
class Stamp extends ProcessWindowFunction<Long, ClickEventStatistics, String, TimeWindow> {

  private static final long serialVersionUID = 1L;

  @Override
  public void process(String page, Context context, Iterable<Long> counts, Collector<ClickEventStatistics> out) {
    ClickEventStatistics statistics = new ClickEventStatistics();
    statistics.windowStart = new Date(context.window().getStart());
    statistics.windowEnd = new Date(context.window().getEnd());
    statistics.page = page;
    statistics.count = counts.iterator().next();
    out.collect(statistics);
  }
}
