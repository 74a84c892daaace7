package org.apache.flink.playgrounds.ops.clickcount;

import org.apache.flink.api.common.functions.AggregateFunction;

/** Counts. */
class Count implements AggregateFunction<ClickEvent, Long, Long> {

  private static final long serialVersionUID = 1L;

  @Override
  public Long createAccumulator() {
    return 0L;
  }

  @Override
  public Long add(ClickEvent event, Long count) {
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
