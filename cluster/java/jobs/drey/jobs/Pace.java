package drey.jobs;

import org.apache.flink.api.common.functions.MapFunction;

/** Passes a number on every so many milliseconds: a machine that has other things to do carries all of these jobs. */
class Pace implements MapFunction<Long, Long> {

  private static final long serialVersionUID = 1L;
  private final long periodMs;

  Pace(long periodMs) {
    this.periodMs = periodMs;
  }

  @Override
  public Long map(Long number) throws InterruptedException {
    Thread.sleep(periodMs);
    return number;
  }
}
