package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.lab.dataplane.LoadReport.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnsetTest {
  private static final Instant BEGIN = Instant.parse("2026-11-25T13:00:00Z");

  @Test
  void lastsFromTheFirstBadAnswerToTheCanarysLastRequest() {
    List<Outcome> requests =
        List.of(
            at(0, 200, "stable"),
            at(100, 200, "canary"),
            at(200, 500, "canary"),
            at(1700, 500, "canary"),
            at(2300, 200, "canary"),
            at(5000, 200, "stable"));

    assertThat(Onset.of(requests, request -> request.revision().equals("canary"), Onset.FAILED))
        .contains(new Onset(Duration.ofMillis(2090), 2, 4));
  }

  @Test
  void countsWhatNobodyAnswered() {
    List<Outcome> requests = List.of(at(100, 200, "canary"), at(300, 503, ""), at(900, 0, ""));

    assertThat(Onset.of(requests, request -> request.revision().equals("canary"), Onset.FAILED))
        .contains(new Onset(Duration.ofMillis(590), 2, 1));
  }

  @Test
  void isNotThereWhereNothingShowsIt() {
    List<Outcome> requests = List.of(at(100, 200, "canary"), at(300, 200, "stable"));

    assertThat(Onset.of(requests, request -> true, Onset.FAILED.or(Onset.SLOW))).isEmpty();
  }

  private static Outcome at(int millis, int status, String revision) {
    return new Outcome(BEGIN.plusMillis(millis), status, revision, "", Duration.ofMillis(10));
  }
}
