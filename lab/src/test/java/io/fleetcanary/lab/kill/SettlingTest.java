package io.fleetcanary.lab.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fleetcanary.lab.kill.Line.Baseline;
import io.fleetcanary.lab.kill.Line.Ending;
import io.fleetcanary.lab.kill.Line.Killed;
import io.fleetcanary.lab.kill.Line.Together;
import io.fleetcanary.lab.kill.Settling.Play;
import io.fleetcanary.lab.kill.call.Point;
import io.fleetcanary.lab.kill.call.Point.When;
import io.fleetcanary.lab.kill.life.KillMethod;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettlingTest {
  private static final EndState PROMOTED = new EndState(new TreeMap<>(Map.of("weight", "100")));
  private static final EndState HALF = new EndState(new TreeMap<>(Map.of("weight", "50")));
  private static final String DIFFERENCE = "weight must be …100, got …50";

  private static final Point ONE = new Point("one", When.BEFORE);
  private static final Point TWO = new Point("two", When.BEFORE);
  private static final Point THREE = new Point("three", When.AFTER);

  private final List<Killed> heard = new ArrayList<>();
  private final Queue<Run> runs = new ArrayDeque<>();
  private final List<List<Point>> played = new ArrayList<>();
  private final List<Play> again = new ArrayList<>();
  private Progress progress;
  private Settling settling;

  @BeforeEach
  void in(@TempDir Path folder) {
    progress = Progress.of(folder.resolve("kills.jsonl"), "0123456789abcdef");
    progress.add(new Baseline(Reference.PROMOTED, 3, List.of(), PROMOTED));
    settling = new Settling(progress, KillMethod.CONNECTIONS, heard::add);
  }

  @Test
  void settlesAllPointsOfARolloutThatEndsTheSame() {
    goes(PROMOTED, ONE, TWO, THREE);

    assertThat(settle(ONE, TWO, THREE)).isTrue();

    assertThat(progress.killed()).isEqualTo(heard);
    assertThat(heard).extracting(Killed::point).containsExactly(ONE, TWO, THREE);
    assertThat(heard).extracting(Killed::ending).containsOnly(Ending.SAME);
    assertThat(heard).extracting(Killed::together).containsOnly(3);
    assertThat(again).isEmpty();
  }

  @Test
  void playsAloneWhatWasNotMetTogether() {
    goes(PROMOTED, ONE);

    assertThat(settle(ONE, TWO, THREE)).isTrue();

    assertThat(heard).extracting(Killed::point).containsExactly(ONE);
    assertThat(again).containsExactly(alone(TWO), alone(THREE));
    assertThat(progress.together()).isEmpty();
  }

  @Test
  void playsEachAloneWhereTheyDifferTogether() {
    goes(HALF, ONE, THREE);

    assertThat(settle(ONE, TWO, THREE)).isTrue();

    assertThat(heard).isEmpty();
    assertThat(again).containsExactly(alone(ONE), alone(TWO), alone(THREE));
    assertThat(progress.together()).containsExactly(differed(DIFFERENCE, ONE, TWO, THREE));
  }

  @Test
  void playsEachAloneElsewhereWhereARolloutIsStuck() {
    assertThat(settle(ONE, TWO)).isFalse();

    assertThat(heard).isEmpty();
    assertThat(again).containsExactly(alone(ONE), alone(TWO));
    assertThat(progress.together())
        .containsExactly(differed("java.lang.IllegalStateException: stuck", ONE, TWO));
  }

  @Test
  void holdsADifferenceAgainstAPointThatWasAlone() {
    goes(HALF, ONE);

    assertThat(settle(ONE)).isTrue();

    assertThat(heard)
        .extracting(Killed::point, Killed::ending, Killed::differences, Killed::together)
        .containsExactly(tuple(ONE, Ending.DIFFERENT, List.of(DIFFERENCE), 1));
    assertThat(again).isEmpty();
    assertThat(progress.together()).isEmpty();
  }

  @Test
  void holdsAgainstAPointThatItIsStuckAlone() {
    assertThat(settle(ONE)).isFalse();

    assertThat(heard).extracting(Killed::ending).containsExactly(Ending.DIFFERENT);
    assertThat(again).isEmpty();
  }

  @Test
  void takesAPointForNotMetAfterThreeTriesOfItsOwn() {
    goes(PROMOTED);
    goes(PROMOTED);
    goes(PROMOTED);

    assertThat(settle(ONE)).isTrue();

    assertThat(played).containsExactly(List.of(ONE), List.of(ONE), List.of(ONE));
    assertThat(heard)
        .extracting(Killed::ending, Killed::tries)
        .containsExactly(tuple(Ending.NOT_MET, 3));
  }

  @Test
  void triesNoMoreOnceAPointIsMet() {
    goes(PROMOTED);
    goes(PROMOTED, ONE);

    settle(ONE);

    assertThat(heard)
        .extracting(Killed::ending, Killed::tries)
        .containsExactly(tuple(Ending.SAME, 2));
  }

  private boolean settle(Point... points) {
    Play play = new Play(Reference.PROMOTED, List.of(points));
    return settling.settle(this::play, play, again::add);
  }

  private Run play(Reference reference, List<Point> points) {
    played.add(points);
    if (runs.isEmpty()) {
      throw new IllegalStateException("stuck");
    }
    return runs.remove();
  }

  private void goes(EndState end, Point... met) {
    runs.add(new Run(Map.of(), end, List.of(met), List.of()));
  }

  private static Play alone(Point point) {
    return new Play(Reference.PROMOTED, List.of(point));
  }

  private static Together differed(String difference, Point... points) {
    return new Together(
        Reference.PROMOTED, List.of(points), KillMethod.CONNECTIONS, List.of(difference));
  }
}
