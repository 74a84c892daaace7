package org.apache.flink.playgrounds.ops.clickcount;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Date;

/** A record of topic output: how many clicks a page had in a window. */
@JsonPropertyOrder({"windowStart", "windowEnd", "page", "count"})
public class ClickEventStatistics {

  @JsonFormat(shape = JsonFormat.Shape.STRING, pattern = ClickEvent.DATE_PATTERN, timezone = "UTC")
  public Date windowStart;

  @JsonFormat(shape = JsonFormat.Shape.STRING, pattern = ClickEvent.DATE_PATTERN, timezone = "UTC")
  public Date windowEnd;

  public String page;

  public long count;
}
