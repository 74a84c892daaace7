package org.apache.flink.playgrounds.ops.clickcount;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The program's arguments. One that it does not know is an error: a switch with a slip of the pen in it is not taken in silence. */
class Options {

  private static final Set<String> FLAGS = Set.of("checkpointing", "event-time", "backpressure", "chaining");
  private static final Set<String> VALUES = Set.of("bootstrap.servers", "input-topic", "output-topic", "starting-offsets", "idleness-ms");

  /** Set in the JVMs of a cluster whose broker is known as kafka:9092 without that name leading anywhere. */
  private static final String BROKER_PROPERTY = "drey.kafka";

  private static final String BROKER_NAME = "kafka:9092";

  private final Set<String> flags = new HashSet<>();
  private final Map<String, String> values = new HashMap<>();

  Options(String[] args) {
    for (int i = 0; i < args.length; i++) {
      String key = args[i].replaceFirst("^--?", "");
      if (key.equals(args[i]) || key.isEmpty()) {
        throw new IllegalArgumentException("Error parsing arguments: '" + args[i] + "' does not begin with - or --.");
      } else if (FLAGS.contains(key)) {
        flags.add(key);
      } else if (!VALUES.contains(key)) {
        throw new IllegalArgumentException("Unknown argument '" + args[i] + "'.");
      } else if (i + 1 == args.length || args[i + 1].startsWith("--")) {
        throw new IllegalArgumentException("No value given for '" + args[i] + "'.");
      } else {
        values.put(key, args[++i]);
      }
    }
  }

  boolean has(String flag) {
    return flags.contains(flag);
  }

  String get(String key, String otherwise) {
    return values.getOrDefault(key, otherwise);
  }

  String bootstrapServers() {
    String servers = get("bootstrap.servers", "localhost:9092");
    return servers.equals(BROKER_NAME) ? System.getProperty(BROKER_PROPERTY, servers) : servers;
  }
}
