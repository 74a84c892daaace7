package drey.playground;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * The endless sequence of clicks: in each round one on each page, 15 ms of event time after the round before, so that every page has exactly
 * 1000 in each window of 15 s. Rounds take turns over the partitions. What a partition holds therefore says what it gets next, and a generator
 * that was killed goes on without a gap and without a repetition, whichever of its last records arrived.
 */
class ClickSequence {

  static final String[] PAGES = {"/help", "/index", "/shop", "/jobs", "/about", "/news"};
  static final long WINDOW_MS = 15_000;
  private static final long ROUND_MS = 15;
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("dd-MM-yyyy HH:mm:ss:SSS").withZone(ZoneOffset.UTC);

  private final long startMs;
  private final int partitions;

  /** {@code startMs}: when the first round happens, epoch ms. */
  ClickSequence(long startMs, int partitions) {
    this.startMs = startMs;
    this.partitions = partitions;
  }

  /** The sequence of which a partition's first record has this timestamp. */
  static ClickSequence of(int partition, long firstTimestampMs, int partitions) {
    return new ClickSequence(firstTimestampMs - partition * ROUND_MS, partitions);
  }

  /** The last full 15 s before a moment, or that moment itself. Epoch ms. */
  static long lastFullWindowMs(long nowMs) {
    return nowMs - Math.floorMod(nowMs, WINDOW_MS);
  }

  /** Round of the record with that offset in its partition. */
  long roundOf(int partition, long offset) {
    return offset / PAGES.length * partitions + partition;
  }

  /** When that round happens, epoch ms. */
  long timestampMs(long round) {
    return startMs + round * ROUND_MS;
  }

  /** Page of the record with that offset. */
  String pageOf(long offset) {
    return PAGES[(int) (offset % PAGES.length)];
  }

  /** A click as JSON. */
  static String json(long timestampMs, String page) {
    return "{\"timestamp\":\"" + DATE.format(Instant.ofEpochMilli(timestampMs)) + "\",\"page\":\"" + page + "\"}";
  }
}
