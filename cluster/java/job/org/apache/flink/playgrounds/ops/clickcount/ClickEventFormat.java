package org.apache.flink.playgrounds.ops.clickcount;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.apache.flink.api.common.serialization.AbstractDeserializationSchema;

/** Reads clicks from JSON. */
class ClickEventFormat extends AbstractDeserializationSchema<ClickEvent> {

  private static final long serialVersionUID = 1L;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public ClickEvent deserialize(byte[] message) throws IOException {
    return JSON.readValue(message, ClickEvent.class);
  }
}
