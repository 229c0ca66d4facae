package io.fleetcanary.workflow.simulation.cluster;

import io.fleetcanary.workflow.simulation.cluster.Deed.State;
import io.fleetcanary.workflow.simulation.cluster.Fate.Kind;
import io.fleetcanary.workflow.simulation.engine.Timeline;
import io.fleetcanary.workflow.simulation.engine.Work;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * An attempt that changes a cluster, one change after the other, each in its moments; the first
 * that is stopped is the last. Then it may have to wait, and then it ends.
 */
final class Errand implements Work {
  /** A connection that is not answered is given up. */
  private static final Duration CONNECT = Duration.ofSeconds(3);

  private static final Duration MOMENT = Duration.ofMillis(40);

  private final SimulatedCluster cluster;
  private final Timeline timeline;
  private final Fate fate;
  private final Deque<Deed> deeds;
  private final Function<Optional<Stopped>, Step> ending;
  private final Deque<Step> upset = new ArrayDeque<>();
  private Optional<Stopped> stopped = Optional.empty();
  private State state = State.LOOKING;
  private Duration wait = Duration.ZERO;
  private List<Deed> whenStopped = List.of();
  private boolean beating;
  private int moment;

  Errand(
      SimulatedCluster cluster,
      Timeline timeline,
      Fate fate,
      List<Deed> deeds,
      Function<Optional<Stopped>, Step> ending) {
    this.cluster = cluster;
    this.timeline = timeline;
    this.fate = fate;
    this.deeds = new ArrayDeque<>(deeds);
    this.ending = ending;
  }

  /** When all is changed, it takes up to this long to see that it works. */
  Errand waiting(Duration most, boolean heartbeats) {
    wait = timeline.within(most);
    beating = heartbeats;
    return this;
  }

  /** What is still to be done where a change was stopped. */
  Errand otherwise(List<Deed> others) {
    whenStopped = others;
    return this;
  }

  @Override
  public Step next() {
    if (!upset.isEmpty()) {
      return upset.remove();
    }
    int now = moment++;
    if (fate.strikes(now, Kind.DIES)) {
      return new Step.Lost();
    }
    if (fate.strikes(now, Kind.SLEEPS)) {
      return new Step.Rest(fate.time(), false);
    }
    if (fate.strikes(now, Kind.LOST)) {
      return new Step.Failed("connection reset");
    }
    if (!cluster.reachable()) {
      upset.add(new Step.Failed("connect timed out"));
      return new Step.Rest(CONNECT, beating);
    }
    return deeds.isEmpty() ? last() : change(now);
  }

  private Step change(int now) {
    boolean writing = state == State.WRITING;
    Deed deed = deeds.element();
    state = deed.next();
    if (state == State.OVER) {
      deeds.remove();
      deed.stopped().ifPresent(this::stop);
    }
    boolean unheard = fate.is(Kind.REPLY_LOST) && fate.moment() <= now;
    return writing && unheard ? new Step.Failed("the reply was lost") : rest();
  }

  private void stop(Stopped why) {
    if (stopped.isEmpty()) {
      stopped = Optional.of(why);
      wait = Duration.ZERO;
      deeds.clear();
      deeds.addAll(whenStopped);
    }
  }

  private Step rest() {
    return new Step.Rest(timeline.within(MOMENT), false);
  }

  private Step last() {
    if (!wait.isZero()) {
      Step waits = new Step.Rest(wait, beating);
      wait = Duration.ZERO;
      return waits;
    }
    return fate.is(Kind.UNSAID) ? new Step.Lost() : ending.apply(stopped);
  }
}
