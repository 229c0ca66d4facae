package io.fleetcanary.lab.kill;

import io.fleetcanary.lab.kill.Line.Baseline;
import io.fleetcanary.lab.kill.Line.Counted;
import io.fleetcanary.lab.kill.Line.Killed;
import io.fleetcanary.lab.kill.Settling.Play;
import io.fleetcanary.lab.kill.call.CallKind;
import io.fleetcanary.lab.kill.call.Groups;
import io.fleetcanary.lab.kill.call.Point;
import io.fleetcanary.lab.kill.life.KillMethod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Plays the references, then each of them again and again, every time with a kill elsewhere. */
final class Sweep {
  private final Bays bays;
  private final Progress progress;
  private final Settling settling;

  /**
   * In these bays.
   *
   * @param listener hears of every point at which a worker was killed
   */
  Sweep(Bays bays, Progress progress, Consumer<Killed> listener) {
    this.bays = bays;
    this.progress = progress;
    settling = new Settling(progress, bays.method(), listener);
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
        (bay, reference, more) -> {
          Run run = bay.play(reference, List.of());
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

  /**
   * What is to be played for these points, but for those that have been met before in the same way:
   * first what is killed once, that which changes most before the rest.
   *
   * @param together at how many points a rollout is killed, at most
   */
  List<Play> plays(List<Target> targets, int together) {
    List<Target> left = targets.stream().filter(it -> !done(it)).toList();
    Stream<Play> again =
        left.stream()
            .filter(this::differedTogether)
            .map(it -> new Play(it.reference, List.of(it.point)));
    List<Target> rest = left.stream().filter(it -> !differedTogether(it)).toList();
    Stream<Play> others =
        Stream.of(Reference.values()).flatMap(it -> plays(it, rest, together).stream());
    return Stream.concat(again, others)
        .sorted(Comparator.comparing(Sweep::often).thenComparing(Sweep::kind))
        .toList();
  }

  private static boolean often(Play play) {
    return play.points().size() > 1;
  }

  private static CallKind kind(Play play) {
    return CallKind.of(play.points().getFirst().call());
  }

  /** Plays all of that, and again alone what has to be. */
  void kill(List<Play> plays) {
    bays.each(plays, (bay, play, more) -> settling.settle(bay::play, play, more));
  }

  private List<Play> plays(Reference reference, List<Target> targets, int together) {
    List<Point> points =
        targets.stream().filter(it -> it.reference == reference).map(Target::point).toList();
    List<String> calls =
        progress.baseline(reference).orElseThrow().calls().stream().map(Counted::call).toList();
    return Groups.of(points, calls, together).stream()
        .map(group -> new Play(reference, group))
        .toList();
  }

  /** How many of them have been met before. */
  long done(List<Target> targets) {
    return targets.stream().filter(this::done).count();
  }

  private boolean done(Target target) {
    return progress.has(target.reference, target.point, target.method);
  }

  private boolean differedTogether(Target target) {
    return progress.differedTogether(target.reference, target.point, target.method);
  }

  /** Where to kill, and how. */
  record Target(Reference reference, Point point, KillMethod method) {}
}
