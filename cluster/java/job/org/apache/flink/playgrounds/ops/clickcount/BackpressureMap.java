package org.apache.flink.playgrounds.ops.clickcount;

import java.time.LocalTime;
import org.apache.flink.api.common.functions.MapFunction;

/** At most ten records a second in even minutes, as fast as they come in odd ones. */
class BackpressureMap implements MapFunction<ClickEvent, ClickEvent> {

  private static final long serialVersionUID = 1L;
  private static final long DELAY_MS = 100;

  @Override
  public ClickEvent map(ClickEvent event) throws InterruptedException {
    if (LocalTime.now().getMinute() % 2 == 0) {
      Thread.sleep(DELAY_MS);
    }
    return event;
  }
}
