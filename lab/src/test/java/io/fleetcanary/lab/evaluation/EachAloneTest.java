package io.fleetcanary.lab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.lab.evaluation.Method.Answer;
import io.fleetcanary.lab.evaluation.peer.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class EachAloneTest {
  @Test
  void endsWithTheFirstClusterThatIsAborted() {
    Cell five = cell("5 clusters, good, 5/s");
    Scripted peer = new Scripted(0, 7, 0, 3, 0);

    assertThat(new EachAlone(peer).judge(five, Run.of(five, 1))).isEqualTo(new Answer(180, false));
    assertThat(peer.shown).as("minutes that still matter").containsExactly(60, 60, 7, 7, 3);
  }

  @Test
  void judgesTheNextWaveWhenTheOneBeforeIsThrough() {
    Cell waves = cell("20 clusters, good in 4 waves, 5/s");
    Scripted peer = new Scripted(0, 0, 0, 0, 0, 0, 9, 0, 0, 0);

    Answer answer = new EachAlone(peer).judge(waves, Run.of(waves, 1));

    assertThat(answer).isEqualTo(new Answer(3600 + 9 * 60, false));
    assertThat(peer.shown).hasSize(10);
  }

  /** What a cluster answers before its wave begins is no canary's. */
  @Test
  void countsBadRequestsOfWavesThatHaveBegun() {
    Cell waves = cell("20 clusters, x2 everywhere in 4 waves, 5/s");
    Run run = Run.of(waves, 1);

    assertThat(run.badBefore(waves, 3600)).isEqualTo(bad(run, 0, 5));
    assertThat(run.badBefore(waves, 2 * 3600)).isEqualTo(bad(run, 0, 10));
    assertThat(run.badBefore(waves, Answer.NEVER)).isEqualTo(bad(run, 0, 20));
  }

  private static long bad(Run run, int from, int to) {
    return run.looks().subList(from, to).stream()
        .flatMap(List::stream)
        .mapToLong(it -> it.canary().bad())
        .sum();
  }

  private static Cell cell(String name) {
    return Cells.all().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow();
  }

  /** Aborts one cluster after the other in these minutes, never in minute 0. */
  private static final class Scripted implements Peer {
    private final int[] minutes;
    private final List<Integer> shown = new ArrayList<>();

    Scripted(int... minutes) {
      this.minutes = minutes;
    }

    @Override
    public String name() {
      return "scripted";
    }

    @Override
    public OptionalInt abort(List<Interval> some) {
      int minute = minutes[shown.size()];
      shown.add(some.size());
      return minute == 0 ? OptionalInt.empty() : OptionalInt.of(minute);
    }
  }
}
