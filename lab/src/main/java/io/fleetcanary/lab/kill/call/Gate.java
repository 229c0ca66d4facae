package io.fleetcanary.lab.kill.call;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What all calls of a worker pass through. It counts them by their names, and at one of them it has
 * the worker killed.
 *
 * <p>What is called again and again is told apart up to a number: then the last of these names
 * stands for all that follow.
 */
public final class Gate {
  private final Map<String, Integer> repeated = new LinkedHashMap<>();
  private final Map<String, Integer> calls = new LinkedHashMap<>();
  private Optional<Point> point = Optional.empty();
  private Runnable kill = () -> {};
  private boolean counting;
  private boolean met;
  private Optional<Upstream<?>> late = Optional.empty();
  private int passing;
  private Instant last = Instant.EPOCH;

  /**
   * Counts from now on.
   *
   * @param point where the worker is killed, once; nowhere if empty
   * @param kill returns when the worker is dead
   */
  public synchronized void begin(Optional<Point> point, Runnable kill) {
    repeated.clear();
    calls.clear();
    this.point = point;
    this.kill = kill;
    counting = true;
    met = false;
    late = Optional.empty();
  }

  /** Lets everything pass uncounted from now on. */
  public synchronized void end() {
    counting = false;
  }

  /**
   * Passes on what was kept back when its worker was killed.
   *
   * @return false if nothing was
   * @throws Exception what the call itself does
   */
  public boolean deliver() throws Exception {
    Optional<Upstream<?>> kept = kept();
    if (kept.isPresent()) {
      kept.get().call();
    }
    return kept.isPresent();
  }

  private synchronized Optional<Upstream<?>> kept() {
    return late;
  }

  /** How many calls had each name, in the order in which the names came up. */
  public synchronized Map<String, Integer> calls() {
    return new LinkedHashMap<>(calls);
  }

  /** Whether the worker has been killed at the point. */
  public synchronized boolean met() {
    return met;
  }

  /**
   * Passes a call on.
   *
   * @param call what it is, without a number
   * @param apart up to which number it is told apart from those of the same name, from 1
   * @throws Killed instead of an answer, when nobody waits for one any more
   */
  public <T> T pass(String call, int apart, Upstream<T> upstream) throws Exception {
    String name = count(call, apart);
    try {
      killAt(name, Point.When.BEFORE);
      keepAt(name, upstream);
      T answer = upstream.call();
      killAt(name, Point.When.AFTER);
      return answer;
    } finally {
      passed();
    }
  }

  /** Whether nothing passes, and nothing has for this long. */
  public synchronized boolean quiet(Duration time) {
    return passing == 0 && last.plus(time).isBefore(Instant.now());
  }

  private synchronized void passed() {
    passing--;
    last = Instant.now();
  }

  private synchronized String count(String call, int apart) {
    passing++;
    if (!counting) {
      return "";
    }
    int number = Math.min(apart, repeated.merge(call, 1, Integer::sum));
    String name = number == 1 ? call : call + " (" + number + ")";
    calls.merge(name, 1, Integer::sum);
    return name;
  }

  private void keepAt(String name, Upstream<?> upstream) {
    Point here = new Point(name, Point.When.LATE);
    synchronized (this) {
      if (point.equals(Optional.of(here)) && counting && !met) {
        late = Optional.of(upstream);
      }
    }
    killAt(name, Point.When.LATE);
  }

  private void killAt(String name, Point.When when) {
    Optional<Runnable> deed = deed(new Point(name, when));
    if (deed.isPresent()) {
      deed.get().run();
      throw new Killed(name);
    }
  }

  private synchronized Optional<Runnable> deed(Point here) {
    if (!counting || met || !point.equals(Optional.of(here))) {
      return Optional.empty();
    }
    met = true;
    return Optional.of(kill);
  }

  /** Who answers. */
  @FunctionalInterface
  public interface Upstream<T> {
    T call() throws Exception;
  }

  /** Whoever called is dead. */
  public static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Killed(String call) {
      super("the worker was killed at " + call);
    }
  }
}
