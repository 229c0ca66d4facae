package io.fleetcanary.starter.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.starter.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTextTest {
  private final ProgressText progress = new ProgressText();

  @Test
  void saysEverythingOnceAndThenOnlyWhatChanges() {
    List<String> first = progress.changes(Samples.status(), Samples.NOW);
    List<String> second = progress.changes(Samples.status(), Samples.NOW.plusSeconds(1));
    List<String> third =
        progress.changes(
            Samples.status(FleetPhase.PAUSED, "paused by ann", List.of()),
            Samples.NOW.plusSeconds(2));

    assertThat(first)
        .containsExactly(
            "2026-11-23T03:24:04Z chat waiting for approval",
            "2026-11-23T03:24:04Z chat eu-1 probation at 0 %",
            "2026-11-23T03:24:04Z chat waits for a person: first, wave first is promoted and has"
                + " baked for 30m");
    assertThat(second).isEmpty();
    assertThat(third).containsExactly("2026-11-23T03:24:06Z chat paused: paused by ann");
  }

  @Test
  void saysEveryMinuteThatNothingHasChanged() {
    progress.changes(Samples.status(), Samples.NOW);

    assertThat(progress.changes(Samples.status(), Samples.NOW.plusSeconds(59))).isEmpty();
    assertThat(progress.changes(Samples.status(), Samples.NOW.plusSeconds(60)))
        .containsExactly(
            "2026-11-23T03:25:04Z chat waiting for approval; nothing has changed for 1m");
    assertThat(progress.changes(Samples.status(), Samples.NOW.plusSeconds(61))).isEmpty();
    assertThat(progress.changes(Samples.status(), Samples.NOW.plusSeconds(121)))
        .containsExactly(
            "2026-11-23T03:26:05Z chat waiting for approval; nothing has changed for 2m1s");
  }

  @Test
  void countsFromTheLastChange() {
    progress.changes(Samples.status(), Samples.NOW);
    progress.changes(
        Samples.status(FleetPhase.PAUSED, "by ann", List.of()), Samples.NOW.plusSeconds(50));

    assertThat(
            progress.changes(
                Samples.status(FleetPhase.PAUSED, "by ann", List.of()),
                Samples.NOW.plusSeconds(100)))
        .isEmpty();
    assertThat(
            progress.changes(
                Samples.status(FleetPhase.PAUSED, "by ann", List.of()),
                Samples.NOW.plusSeconds(110)))
        .containsExactly("2026-11-23T03:25:54Z chat paused: by ann; nothing has changed for 1m");
  }

  @Test
  void cannotBeMovedByWhatSomebodyTyped() {
    List<String> lines =
        progress.changes(
            Samples.status(FleetPhase.PAUSED, "by \u009b2Jann\u202e\nx\u001b[31m", List.of()),
            Samples.NOW);

    assertThat(lines.getFirst()).isEqualTo("2026-11-23T03:24:04Z chat paused: by  2Jann ; x [31m");
  }
}
