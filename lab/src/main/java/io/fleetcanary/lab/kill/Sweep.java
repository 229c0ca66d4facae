package io.fleetcanary.lab.kill;

import io.fleetcanary.lab.kill.Line.Baseline;
import io.fleetcanary.lab.kill.Line.Counted;
import io.fleetcanary.lab.kill.Line.Ending;
import io.fleetcanary.lab.kill.Line.Killed;
import io.fleetcanary.lab.kill.call.Point;
import io.fleetcanary.lab.kill.life.KillMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Plays the references, then each of them again and again, every time with a kill elsewhere. */
final class Sweep {
  /** A call that is not always made is waited for so often. */
  private static final int TRIES = 3;

  private final Bays bays;
  private final Progress progress;
  private final Consumer<Killed> listener;

  /**
   * In these bays.
   *
   * @param listener hears of every rollout whose worker was killed
   */
  Sweep(Bays bays, Progress progress, Consumer<Killed> listener) {
    this.bays = bays;
    this.progress = progress;
    this.listener = listener;
  }

  /**
   * Plays the references so many times each, unless that is done.
   *
   * @throws IllegalStateException if one does not leave the same every time, or breaks an invariant
   */
  void references(int runs) {
    List<Reference> plays =
        Stream.of(Reference.values())
            .filter(reference -> progress.baseline(reference).isEmpty())
            .flatMap(reference -> Stream.generate(() -> reference).limit(runs))
            .toList();
    SortedMap<Reference, List<Run>> played = new TreeMap<>();
    bays.each(
        plays,
        (bay, reference) -> {
          Run run = bay.play(reference, Optional.empty());
          synchronized (played) {
            played.computeIfAbsent(reference, first -> new ArrayList<>()).add(run);
          }
          return true;
        });
    played.forEach((reference, all) -> progress.add(baseline(reference, all)));
  }

  private static Baseline baseline(Reference reference, List<Run> runs) {
    EndState end = runs.getFirst().end();
    List<String> wrong = runs.stream().flatMap(run -> run.wrong(end).stream()).toList();
    if (!wrong.isEmpty()) {
      throw new IllegalStateException(
          "a rollout that nobody disturbs must go the same way every time, got for %s: %s"
              .formatted(reference, wrong));
    }
    Map<String, Counted> calls = new LinkedHashMap<>();
    for (Run run : runs) {
      run.calls()
          .forEach(
              (call, times) ->
                  calls.merge(call, new Counted(call, times, 1), (known, again) -> known.again()));
    }
    return new Baseline(reference, runs.size(), List.copyOf(calls.values()), end);
  }

  /**
   * The points of a reference, in their order.
   *
   * @param always only of calls that were made whenever it was played
   */
  List<Target> points(Reference reference, boolean always) {
    Baseline baseline = progress.baseline(reference).orElseThrow();
    return baseline.calls().stream()
        .filter(counted -> !always || counted.runs() == baseline.runs())
        .flatMap(
            counted ->
                CallKind.of(counted.call()).moments().map(it -> new Point(counted.call(), it)))
        .map(point -> new Target(reference, point, bays.method()))
        .toList();
  }

  /** Kills at these points, but for those that have been met before in the same way. */
  void kill(List<Target> targets) {
    bays.each(targets.stream().filter(it -> !done(it)).toList(), this::kill);
  }

  /** How many of them have been met before. */
  long done(List<Target> targets) {
    return targets.stream().filter(this::done).count();
  }

  private boolean done(Target target) {
    return progress.has(target.reference, target.point, target.method);
  }

  private boolean kill(Bay bay, Target target) {
    Instant begin = Instant.now();
    EndState end = progress.baseline(target.reference).orElseThrow().end();
    int tries = 1;
    try {
      Run run = bay.play(target.reference, Optional.of(target.point));
      while (!run.met() && run.wrong(end).isEmpty() && tries < TRIES) {
        tries++;
        run = bay.play(target.reference, Optional.of(target.point));
      }
      note(target.came(run.met(), run.wrong(end), tries, begin));
      return true;
    } catch (RuntimeException stuck) {
      note(target.came(true, List.of(stuck.toString()), tries, begin));
      return false;
    }
  }

  private void note(Killed killed) {
    progress.add(killed);
    listener.accept(killed);
  }

  /** Where to kill, and how. */
  record Target(Reference reference, Point point, KillMethod method) {
    private Killed came(boolean met, List<String> differences, int tries, Instant begin) {
      long seconds = Duration.between(begin, Instant.now()).toSeconds();
      Ending ending = Ending.of(met, differences);
      return new Killed(reference, point, method, ending, differences, tries, seconds);
    }
  }
}
