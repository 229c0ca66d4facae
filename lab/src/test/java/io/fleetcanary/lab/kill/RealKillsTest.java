package io.fleetcanary.lab.kill;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.lab.bench.stand.Stand;
import io.fleetcanary.lab.kill.Line.Ending;
import io.fleetcanary.lab.kill.Line.Killed;
import io.fleetcanary.lab.kill.Sweep.Target;
import io.fleetcanary.lab.kill.life.KillMethod;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A few points of the sweep that {@code lab/kills} makes, evenly spread. */
@Tag("long")
class RealKillsTest {
  private static final int EACH = 3;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  @Test
  @Timeout(600)
  @DisplayName("F1: worker killed before or after a call: the rollout ends as if it had not been")
  void endsTheSameWhereverTheWorkerIsKilled() {
    List<Killed> killed = new CopyOnWriteArrayList<>();

    try (Stand stand = Bays.stand(folder);
        Bays bays = new Bays(stand, KillMethod.PROCESS, Reference.values().length * EACH)) {
      Sweep sweep =
          new Sweep(bays, Progress.of(folder.resolve("kills.jsonl"), Build.digest()), killed::add);
      bays.warm();
      sweep.references(1);
      sweep.kill(
          Stream.of(Reference.values())
              .flatMap(reference -> spread(sweep.points(reference, true)))
              .toList());
    }

    assertThat(killed).hasSize(Reference.values().length * EACH);
    assertThat(killed)
        .extracting(Killed::ending)
        .as(() -> String.join("\n", killed.stream().map(Killed::line).toList()))
        .containsOnly(Ending.SAME);
  }

  private static Stream<Target> spread(List<Target> points) {
    return IntStream.range(0, EACH)
        .mapToObj(number -> points.get(points.size() * (2 * number + 1) / (2 * EACH)));
  }
}
