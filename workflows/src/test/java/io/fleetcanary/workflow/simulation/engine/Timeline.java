package io.fleetcanary.workflow.simulation.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time. What is to happen happens in the order of its time; what falls into the same
 * millisecond, in an order that the seed decides.
 */
public final class Timeline {
  private final PriorityQueue<Moment> moments = new PriorityQueue<>();
  private final RandomGenerator random;
  private long now;
  private long count;

  public Timeline(Instant begin, RandomGenerator random) {
    now = begin.toEpochMilli();
    this.random = random;
  }

  public Instant now() {
    return Instant.ofEpochMilli(now);
  }

  /** Any time up to this one, from 1 ms. */
  public Duration within(Duration most) {
    return Duration.ofMillis(1 + random.nextLong(most.toMillis()));
  }

  public Moment after(Duration time, Runnable what) {
    return at(now().plus(time), what);
  }

  /** What lies in the past happens now. */
  public Moment at(Instant time, Runnable what) {
    long at = Math.max(now, time.toEpochMilli());
    Moment moment = new Moment(at, random.nextInt(), count++, what);
    moments.add(moment);
    return moment;
  }

  /** Lets things happen while {@code wanted}, up to this time. */
  public void run(BooleanSupplier wanted, Instant limit) {
    boolean more = true;
    while (more && wanted.getAsBoolean()) {
      more = next(limit);
    }
  }

  /**
   * Lets the next thing happen.
   *
   * @return false when nothing is to come up to this time, which it then is
   */
  private boolean next(Instant limit) {
    Moment moment = moments.peek();
    if (moment == null || moment.at > limit.toEpochMilli()) {
      now = Math.max(now, limit.toEpochMilli());
      return false;
    }
    moments.remove();
    Runnable what = moment.what;
    if (what != null) {
      now = moment.at;
      what.run();
    }
    return true;
  }

  /** Something that is to happen. */
  public static final class Moment implements Comparable<Moment> {
    private final long at;
    private final int order;
    private final long number;
    private @Nullable Runnable what;

    private Moment(long at, int order, long number, Runnable what) {
      this.at = at;
      this.order = order;
      this.number = number;
      this.what = what;
    }

    /** It will not happen. */
    public void cancel() {
      what = null;
    }

    @Override
    public int compareTo(Moment other) {
      int byTime = Long.compare(at, other.at);
      int byOrder = byTime != 0 ? byTime : Integer.compare(order, other.order);
      return byOrder != 0 ? byOrder : Long.compare(number, other.number);
    }
  }
}
