package org.apache.flink.playgrounds.ops.clickcount;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.Date;

/** A record of topic input. Flink's playground prints the hour as {@code hh}, which cannot be read back after twelve hours. */
public class ClickEvent {

  static final String DATE_PATTERN = "dd-MM-yyyy HH:mm:ss:SSS";

  @JsonFormat(shape = JsonFormat.Shape.STRING, pattern = DATE_PATTERN, timezone = "UTC")
  public Date timestamp;

  public String page;
}
