package drey.playground;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What Kafka's console tools do, without a JVM for each call. A request is a line of JSON on standard input, {@code {"id", "call", …}}; its answer a
 * line on standard output with the same id and either {@code result} or {@code error}. Ends when standard input does.
 */
public class TopicTool {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Map<String, Object> connection;
  private final Admin admin;
  private final Map<String, Consumer<String, String>> consumers = new HashMap<>();

  /** The argument: bootstrap servers. */
  public static void main(String[] args) throws Exception {
    TopicTool tool = new TopicTool(args[0]);
    // One thread: consumers are not made for more, and each call is short.
    ExecutorService calls = Executors.newSingleThreadExecutor();
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonNode request = JSON.readTree(line);
      calls.execute(() -> System.out.println(tool.answer(request)));
    }
    Runtime.getRuntime().halt(137);
  }

  private TopicTool(String servers) {
    connection = new HashMap<>(Connection.to(servers));
    connection.put("default.api.timeout.ms", 5_000);
    connection.put("request.timeout.ms", 4_000);
    admin = Admin.create(connection);
  }

  private ObjectNode answer(JsonNode request) {
    ObjectNode answer = JSON.createObjectNode().put("id", request.get("id").asInt());
    try {
      answer.set("result", call(request));
    } catch (Exception e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      answer.put("error", cause.getClass().getSimpleName() + ": " + cause.getMessage());
    }
    return answer;
  }

  private JsonNode call(JsonNode request) throws Exception {
    switch (request.get("call").asText()) {
      case "create":
        return create(request);
      case "topics":
        return topics();
      case "records":
        return records(request);
      default:
        throw new IllegalArgumentException("unknown call " + request.get("call"));
    }
  }

  private JsonNode create(JsonNode request) throws Exception {
    Map<String, String> configs = new HashMap<>();
    request.get("configs").properties().forEach(entry -> configs.put(entry.getKey(), entry.getValue().asText()));
    NewTopic topic = new NewTopic(request.get("topic").asText(), request.get("partitions").asInt(), (short) 1).configs(configs);
    admin.createTopics(List.of(topic)).all().get();
    return JSON.createObjectNode();
  }

  private JsonNode topics() throws Exception {
    Map<String, TopicDescription> descriptions = admin.describeTopics(admin.listTopics().names().get()).allTopicNames().get();
    Map<String, Long> bytes = TopicSizes.of(admin);
    ArrayNode topics = JSON.createArrayNode();
    for (TopicDescription description : descriptions.values()) {
      List<TopicPartition> partitions = new ArrayList<>();
      description.partitions().forEach(info -> partitions.add(new TopicPartition(description.name(), info.partition())));
      Map<TopicPartition, Long> begins = consumer("committed").beginningOffsets(partitions);
      Map<TopicPartition, Long> ends = consumer("committed").endOffsets(partitions);
      ArrayNode ranges = JSON.createArrayNode();
      for (TopicPartition partition : partitions) {
        ranges.add(range(begins.get(partition), ends.get(partition)).put("partition", partition.partition()));
      }
      topics.add(
          JSON.createObjectNode()
              .put("name", description.name())
              .put("bytes", bytes.getOrDefault(description.name(), 0L))
              .set("partitions", ranges));
    }
    return topics;
  }

  /** From an offset on, until the end or until there are enough; none if the offset is outside of what the partition has. */
  private JsonNode records(JsonNode request) {
    TopicPartition partition = new TopicPartition(request.get("topic").asText(), request.get("partition").asInt());
    long offset = request.get("offset").asLong();
    int most = request.get("max").asInt();
    Consumer<String, String> consumer = consumer(request.get("isolation").asText());
    long begin = consumer.beginningOffsets(List.of(partition)).get(partition);
    long end = consumer.endOffsets(List.of(partition)).get(partition);
    ArrayNode records = JSON.createArrayNode();
    if (offset >= begin && offset < end) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, offset);
      long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
      while (records.size() < most && consumer.position(partition) < end && System.nanoTime() < deadlineNanos) {
        for (ConsumerRecord<String, String> record : consumer.poll(PATIENCE)) {
          if (records.size() < most && record.offset() < end) {
            records.add(JSON.createObjectNode()
                .put("partition", record.partition())
                .put("offset", record.offset())
                .put("timestamp", record.timestamp())
                .put("value", record.value()));
          }
        }
      }
    }
    return range(begin, end).set("records", records);
  }

  private static ObjectNode range(long begin, long end) {
    return JSON.createObjectNode().put("beginOffset", begin).put("endOffset", end);
  }

  private Consumer<String, String> consumer(String isolation) {
    return consumers.computeIfAbsent(
        isolation,
        name -> {
          Map<String, Object> settings = new HashMap<>(connection);
          settings.put("isolation.level", name.equals("all") ? "read_uncommitted" : "read_committed");
          settings.put("enable.auto.commit", false);
          settings.put("allow.auto.create.topics", false);
          settings.put("max.poll.records", 10_000);
          return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        });
  }
}
