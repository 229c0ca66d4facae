package io.fleetcanary.lab.kill.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What all calls of a worker pass through. It counts them by their names, and at some of them it
 * has the worker killed that lives then.
 *
 * <p>What is called again and again is told apart up to a number: then the last of these names
 * stands for all that follow.
 */
public final class Gate {
  private final Map<String, Integer> repeated = new LinkedHashMap<>();
  private final Map<String, Integer> calls = new LinkedHashMap<>();
  private final List<Point> ahead = new ArrayList<>();
  private final List<Point> met = new ArrayList<>();
  private Runnable kill = () -> {};
  private boolean counting;
  private boolean alive;
  private int life;
  private Optional<Upstream<?>> late = Optional.empty();
  private int passing;
  private Instant last = Instant.EPOCH;

  /**
   * Counts from now on what a living worker calls.
   *
   * @param points where a worker is killed, once at each, whichever comes first
   * @param kill returns when the worker is dead; the next one is killed after {@link #replaced}
   */
  public synchronized void begin(List<Point> points, Runnable kill) {
    repeated.clear();
    calls.clear();
    ahead.clear();
    ahead.addAll(points);
    met.clear();
    this.kill = kill;
    counting = true;
    late = Optional.empty();
    replaced();
  }

  /**
   * Another worker lives. It is killed at no call of the one before, whose calls may still be on
   * their way.
   */
  public synchronized void replaced() {
    life++;
    alive = true;
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

  /** Where workers have been killed, in that order. */
  public synchronized List<Point> met() {
    return List.copyOf(met);
  }

  /**
   * Passes a call on.
   *
   * @param call what it is, without a number
   * @param apart up to which number it is told apart from those of the same name, from 1
   * @throws Killed instead of an answer, when nobody waits for one any more
   */
  public <T> T pass(String call, int apart, Upstream<T> upstream) throws Exception {
    Call mine = count(call, apart);
    try {
      killAt(mine, Point.When.BEFORE);
      keepAt(mine, upstream);
      T answer = upstream.call();
      killAt(mine, Point.When.AFTER);
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

  private synchronized Call count(String call, int apart) {
    passing++;
    if (!counting) {
      return new Call("", life);
    }
    int number = Math.min(apart, repeated.merge(call, 1, Integer::sum));
    String name = number == 1 ? call : call + " (" + number + ")";
    calls.merge(name, 1, Integer::sum);
    return new Call(name, life);
  }

  private void keepAt(Call call, Upstream<?> upstream) {
    synchronized (this) {
      if (kills(call, Point.When.LATE)) {
        late = Optional.of(upstream);
      }
    }
    killAt(call, Point.When.LATE);
  }

  private void killAt(Call call, Point.When when) {
    Optional<Runnable> deed = deed(call, when);
    if (deed.isPresent()) {
      deed.get().run();
      throw new Killed(call.name);
    }
  }

  private synchronized Optional<Runnable> deed(Call call, Point.When when) {
    if (!kills(call, when)) {
      return Optional.empty();
    }
    ahead.remove(call.at(when));
    met.add(call.at(when));
    alive = false;
    return Optional.of(kill);
  }

  private boolean kills(Call call, Point.When when) {
    return counting && alive && call.life == life && ahead.contains(call.at(when));
  }

  /** A call of the worker that lived so many lives after the first. */
  private record Call(String name, int life) {
    Point at(Point.When when) {
      return new Point(name, when);
    }
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
