package io.fleetcanary.lab.kill;

import io.fleetcanary.lab.kill.Line.Ending;
import io.fleetcanary.lab.kill.Line.Killed;
import io.fleetcanary.lab.kill.Line.Together;
import io.fleetcanary.lab.kill.call.Point;
import io.fleetcanary.lab.kill.life.KillMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * What comes of the points at which a rollout is killed. Where it was killed at several and does
 * not end like its reference, each of them is played again alone; so is one that was not met.
 */
final class Settling {
  /** A call that is not always made is waited for so often. */
  private static final int TRIES = 3;

  private final Progress progress;
  private final KillMethod method;
  private final Consumer<Killed> listener;

  /**
   * Notes it there.
   *
   * @param method how workers are killed
   * @param listener hears of every point that has been settled
   */
  Settling(Progress progress, KillMethod method, Consumer<Killed> listener) {
    this.progress = progress;
    this.method = method;
    this.listener = listener;
  }

  /**
   * Plays a rollout.
   *
   * @param again takes what is to be played besides
   * @return whether the stage can be used again
   */
  boolean settle(Stage stage, Play play, Consumer<Play> again) {
    return play.points.size() == 1
        ? alone(stage, play, play.points.getFirst())
        : together(stage, play, again);
  }

  private boolean alone(Stage stage, Play play, Point point) {
    Instant begin = Instant.now();
    EndState end = end(play);
    boolean met = false;
    List<String> wrong = List.of();
    int tries = 0;
    try {
      while (!met && wrong.isEmpty() && tries < TRIES) {
        tries++;
        Run run = stage.play(play.reference, play.points);
        met = !run.met().isEmpty();
        wrong = run.wrong(end);
      }
      note(play, point, begin, new Came(Ending.of(met, wrong), wrong, tries));
      return true;
    } catch (RuntimeException stuck) {
      note(play, point, begin, new Came(Ending.DIFFERENT, List.of(stuck.toString()), tries));
      return false;
    }
  }

  private boolean together(Stage stage, Play play, Consumer<Play> again) {
    Instant begin = Instant.now();
    try {
      Run run = stage.play(play.reference, play.points);
      List<String> wrong = run.wrong(end(play));
      if (!wrong.isEmpty()) {
        differs(play, wrong, again);
        return true;
      }
      run.met().forEach(it -> note(play, it, begin, new Came(Ending.SAME, wrong, 1)));
      play.points.stream().filter(it -> !run.met().contains(it)).map(play::only).forEach(again);
      return true;
    } catch (RuntimeException stuck) {
      differs(play, List.of(stuck.toString()), again);
      return false;
    }
  }

  private void differs(Play play, List<String> differences, Consumer<Play> again) {
    progress.add(new Together(play.reference, play.points, method, differences));
    play.points.stream().map(play::only).forEach(again);
  }

  private EndState end(Play play) {
    return progress.baseline(play.reference).orElseThrow().end();
  }

  private void note(Play play, Point point, Instant begin, Came came) {
    Killed killed =
        new Killed(
            play.reference,
            point,
            method,
            came.ending,
            came.differences,
            came.tries,
            Duration.between(begin, Instant.now()).toSeconds(),
            play.points.size());
    progress.add(killed);
    listener.accept(killed);
  }

  /** Where rollouts are played. */
  @FunctionalInterface
  interface Stage {
    /** To the end; throws where it does not come to one. */
    Run play(Reference reference, List<Point> points);
  }

  /**
   * A rollout that is to be played.
   *
   * @param points where it is killed, one after the other
   */
  record Play(Reference reference, List<Point> points) {
    Play {
      points = List.copyOf(points);
    }

    Play only(Point point) {
      return new Play(reference, List.of(point));
    }
  }

  private record Came(Ending ending, List<String> differences, int tries) {}
}
