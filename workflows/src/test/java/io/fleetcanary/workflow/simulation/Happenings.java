package io.fleetcanary.workflow.simulation;

import io.fleetcanary.workflow.simulation.Event.Act;
import io.fleetcanary.workflow.simulation.Event.When;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Draws what happens to a rollout. */
final class Happenings {
  private static final int MOST = 8;
  private static final Duration A_LONG_ROLLOUT = Duration.ofHours(12);
  private static final Duration A_LONG_OUTAGE = Duration.ofDays(2);
  private static final Duration A_LONG_SLEEP = Duration.ofHours(3);

  private static final List<String> CHANGES =
      List.of(
          "claim",
          "scaleCanary",
          "shift",
          "promote",
          "emptyCanary",
          "keep",
          "withdraw",
          "turnBack",
          "restore",
          "release");

  /** Of these, a cluster can say that it is not fit for it. */
  private static final List<String> TROUBLED = List.of("claim", "scaleCanary", "shift");

  private static final List<Act> OF_CHANGES =
      List.of(Act.LOST, Act.REPLY_LOST, Act.DIES, Act.SLEEPS, Act.UNSAID);

  private static final List<Act> OF_WATCHES =
      List.of(
          Act.BAD,
          Act.BAD,
          Act.INCONCLUSIVE,
          Act.STABLE_DOWN,
          Act.LOST,
          Act.DIES,
          Act.SLEEPS,
          Act.UNSAID);

  private static final Set<Act> FORCE = EnumSet.of(Act.TERMINATE, Act.TERMINATE_CLUSTER);

  private static final List<Act> OF_THE_WORLD =
      EnumSet.range(Act.CUT_OFF, Act.TERMINATE_CLUSTER).stream().toList();

  private Happenings() {}

  static List<Event> draw(Dice dice, List<String> clusters) {
    List<Event> events = new ArrayList<>();
    int count = dice.below(MOST + 1);
    boolean force = dice.oneIn(6);
    for (int i = 0; i < count; i++) {
      events.addAll(some(dice, dice.one(clusters)));
    }
    return events.stream().filter(event -> force || !FORCE.contains(event.act())).toList();
  }

  /** One, or two that meet in one attempt. */
  private static List<Event> some(Dice dice, String cluster) {
    Event first =
        switch (dice.below(4)) {
          case 0 -> change(dice, cluster);
          case 1 -> watch(dice, cluster);
          default -> world(dice, cluster);
        };
    if (!(first.when() instanceof When.During it) || dice.below(3) > 0) {
      return List.of(first);
    }
    When meanwhile = new When.During(it.call(), it.turn(), dice.below(16));
    Act act = dice.one(OF_THE_WORLD);
    return List.of(first, new Event(meanwhile, act, cluster, dice.upTo(A_LONG_OUTAGE)));
  }

  private static Event change(Dice dice, String cluster) {
    if (dice.oneIn(5)) {
      return new Event(during(dice, dice.one(TROUBLED)), Act.TROUBLE, cluster, Duration.ZERO);
    }
    return new Event(
        during(dice, dice.one(CHANGES)), dice.one(OF_CHANGES), cluster, dice.upTo(A_LONG_SLEEP));
  }

  private static Event watch(Dice dice, String cluster) {
    return new Event(during(dice, "watch"), dice.one(OF_WATCHES), cluster, dice.upTo(A_LONG_SLEEP));
  }

  private static Event world(Dice dice, String cluster) {
    Act act = dice.one(OF_THE_WORLD);
    When when =
        dice.oneIn(2)
            ? during(dice, dice.oneIn(4) ? "watch" : dice.one(CHANGES))
            : new When.After(time(dice));
    return new Event(when, act, cluster, dice.upTo(A_LONG_OUTAGE));
  }

  /** Any time, or rather soon. */
  private static Duration time(Dice dice) {
    return dice.oneIn(3) ? dice.upTo(A_LONG_ROLLOUT) : dice.within(A_LONG_ROLLOUT);
  }

  private static When during(Dice dice, String call) {
    return new When.During(call, 1 + dice.below(dice.oneIn(3) ? 8 : 2), dice.below(16));
  }
}
