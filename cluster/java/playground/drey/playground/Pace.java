package drey.playground;

/** A rate in records per second and how many are due at it. Counted since the rate began: one that was held up catches up. */
class Pace {

  /** As fast as possible. */
  static final double UNLIMITED = Double.POSITIVE_INFINITY;

  private double recordsPerSecond;
  private long sinceNanos;
  private long taken;

  Pace(double recordsPerSecond) {
    change(recordsPerSecond);
  }

  /** Changes the rate from now on. What was due and not taken is forgiven: a paused generator does not burst when it goes on. */
  synchronized void change(double newRecordsPerSecond) {
    recordsPerSecond = newRecordsPerSecond;
    sinceNanos = System.nanoTime();
    taken = 0;
  }

  /** Takes what is due by now, but not more than {@code most}. */
  synchronized int take(int most) {
    if (recordsPerSecond == UNLIMITED) {
      return most;
    }
    long due = (long) ((System.nanoTime() - sinceNanos) / 1e9 * recordsPerSecond) - taken;
    int count = (int) Math.max(0, Math.min(most, due));
    taken += count;
    return count;
  }
}
