package drey.playground;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Fills a topic with clicks at a given rate. Lines on standard input change the rate ({@code 400}, {@code max}); a line on standard output, four
 * times a second, says how many were sent and whether the generator waits because the topic is full. It ends when standard input does.
 */
public class ClickGenerator {

  /** What is written before the broker has said yes to it: less event time than the job's watermarks allow for, so that a kill makes none late. */
  private static final int MAX_CHUNK = 12 * ClickSequence.PAGES.length;

  private static final long TICK_MS = 20;
  private static final long REPORT_MS = 250;
  private static final long SIZE_CHECK_MS = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String topic;
  private final long budgetBytes;
  private final Pace pace;
  private final Map<String, Object> connection;
  private volatile long sent;
  private volatile boolean full;

  /** Arguments: bootstrap servers, topic, records per second or max, the topic's budget in bytes. */
  public static void main(String[] args) throws Exception {
    new ClickGenerator(args[0], args[1], rateOf(args[2]), Long.parseLong(args[3])).run();
  }

  private ClickGenerator(String servers, String topic, double recordsPerSecond, long budgetBytes) {
    this.topic = topic;
    this.budgetBytes = budgetBytes;
    this.pace = new Pace(recordsPerSecond);
    this.connection = Connection.to(servers);
  }

  private static double rateOf(String text) {
    return text.equals("max") ? Pace.UNLIMITED : Double.parseDouble(text);
  }

  private void run() throws Exception {
    background("commands", this::followCommands);
    background("reports", this::report);
    background("size", this::watchSize);
    Map<String, Object> settings = new HashMap<>(connection);
    // A broker that is gone comes back, perhaps much later: nothing may be left out meanwhile.
    settings.put("delivery.timeout.ms", Integer.MAX_VALUE);
    settings.put("max.block.ms", Long.MAX_VALUE);
    settings.put("linger.ms", 0);
    try (Producer<String, String> producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      int partitions = producer.partitionsFor(topic).size();
      long[] offsets = new long[partitions];
      ClickSequence sequence = goOn(offsets);
      while (true) {
        int count = full ? 0 : pace.take(MAX_CHUNK);
        if (count == 0) {
          Thread.sleep(TICK_MS);
        } else {
          send(producer, sequence, offsets, count);
        }
      }
    }
  }

  /** Sends the next records, those of the earliest rounds first, and waits until all are stored. */
  private void send(Producer<String, String> producer, ClickSequence sequence, long[] offsets, int count) throws Exception {
    List<Future<RecordMetadata>> stored = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int partition = 0;
      for (int other = 1; other < offsets.length; other++) {
        if (sequence.roundOf(other, offsets[other]) < sequence.roundOf(partition, offsets[partition])) {
          partition = other;
        }
      }
      long offset = offsets[partition]++;
      long timestampMs = sequence.timestampMs(sequence.roundOf(partition, offset));
      String value = ClickSequence.json(timestampMs, sequence.pageOf(offset));
      stored.add(producer.send(new ProducerRecord<>(topic, partition, timestampMs, null, value)));
    }
    producer.flush();
    for (Future<RecordMetadata> one : stored) {
      one.get();
    }
    sent += count;
  }

  /** Puts the end of each partition into {@code offsets} and answers the sequence that the topic holds, or a new one if it is empty. */
  private ClickSequence goOn(long[] offsets) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (int partition = 0; partition < offsets.length; partition++) {
      partitions.add(new TopicPartition(topic, partition));
    }
    try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(connection, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.endOffsets(partitions, PATIENCE).forEach((partition, end) -> offsets[partition.partition()] = end);
      for (TopicPartition partition : partitions) {
        if (offsets[partition.partition()] > 0) {
          return ClickSequence.of(partition.partition(), firstTimestampMs(consumer, partition), offsets.length);
        }
      }
    }
    return new ClickSequence(ClickSequence.lastFullWindowMs(System.currentTimeMillis()), offsets.length);
  }

  private static long firstTimestampMs(Consumer<byte[], byte[]> consumer, TopicPartition partition) {
    consumer.assign(List.of(partition));
    consumer.seek(partition, 0);
    while (true) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(PATIENCE)) {
        return record.timestamp();
      }
    }
  }

  private void followCommands() throws Exception {
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      pace.change(rateOf(line));
    }
    Runtime.getRuntime().halt(137);
  }

  private void report() throws Exception {
    while (true) {
      System.out.println("{\"sent\":" + sent + ",\"waiting\":" + full + "}");
      Thread.sleep(REPORT_MS);
    }
  }

  private void watchSize() throws Exception {
    try (Admin admin = Admin.create(connection)) {
      while (true) {
        full = TopicSizes.of(admin).getOrDefault(topic, 0L) >= budgetBytes;
        Thread.sleep(SIZE_CHECK_MS);
      }
    }
  }

  private interface Task {
    void run() throws Exception;
  }

  /** An error in any of them ends the generator: half of one would be worse. */
  private static void background(String name, Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (Exception e) {
                e.printStackTrace();
                Runtime.getRuntime().halt(1);
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
  }
}
