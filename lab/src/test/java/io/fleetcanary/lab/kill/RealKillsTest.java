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
  private static final int TOGETHER = 8;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  @Test
  @Timeout(600)
  @DisplayName("F1: worker killed before or after a call: the rollout ends as if it had not been")
  void endsTheSameWhereverTheWorkerIsKilled() {
    List<Killed> killed = kill(KillMethod.PROCESS, EACH, 1);

    assertThat(killed).hasSize(Reference.values().length * EACH);
    assertThat(killed).extracting(Killed::together).containsOnly(1);
  }

  @Test
  @Timeout(900)
  @DisplayName("F1: workers killed one after the other at calls that change nothing")
  void endsTheSameWhereWorkersAreKilledOneAfterTheOther() {
    List<Killed> killed = kill(KillMethod.CONNECTIONS, 2 * TOGETHER, TOGETHER);

    assertThat(killed).hasSize(Reference.values().length * 2 * TOGETHER);
    assertThat(killed.stream().filter(one -> one.together() > 1).count()).isPositive();
  }

  /** All end like their references. */
  private List<Killed> kill(KillMethod method, int each, int together) {
    List<Killed> killed = new CopyOnWriteArrayList<>();
    Progress progress = Progress.of(folder.resolve("kills.jsonl"), Build.digest());
    try (Stand stand = Bays.stand(folder);
        Bays bays = new Bays(stand, method, Reference.values().length * EACH)) {
      Sweep sweep = new Sweep(bays, progress, killed::add);
      bays.warm();
      sweep.references(1);
      List<Target> points =
          Stream.of(Reference.values())
              .flatMap(reference -> spread(sweep.points(reference, true), each))
              .toList();
      sweep.kill(sweep.plays(points, together));
    }
    assertThat(killed)
        .extracting(Killed::ending)
        .as(() -> String.join("\n", killed.stream().map(Killed::line).toList()))
        .containsOnly(Ending.SAME);
    assertThat(progress.together()).isEmpty();
    return killed;
  }

  private static Stream<Target> spread(List<Target> points, int each) {
    return IntStream.range(0, each)
        .mapToObj(number -> points.get(points.size() * (2 * number + 1) / (2 * each)));
  }
}
