package org.apache.flink.playgrounds.ops.clickcount;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.api.common.serialization.SerializationSchema;

/** Writes counts as JSON. */
class ClickEventStatisticsFormat implements SerializationSchema<ClickEventStatistics> {

  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public byte[] serialize(ClickEventStatistics statistics) {
    try {
      return JSON.writeValueAsBytes(statistics);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Could not write " + statistics.page, e);
    }
  }
}
