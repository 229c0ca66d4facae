package io.fleetcanary.activity.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.workflow.AnalysisActivities.Until;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private static final Until BAKED = new Until.Baked(Duration.ofMinutes(10));
  private static final Until PROMOTED = new Until.Promoted(Duration.ofMinutes(10));

  @Test
  void triesTheLastLookOfABakeThreeTimes() {
    assertThat(looksAgain(BAKED, true, true, true)).containsExactly(true, true, false);
  }

  @Test
  void looksAtAPromotionFiveTimes() {
    assertThat(looksAgain(PROMOTED, true, true, true, true, true))
        .containsExactly(true, true, true, true, false);
  }

  @Test
  void beginsAnewAfterALookThatSawEnough() {
    assertThat(looksAgain(BAKED, true, true, false, true, true, true))
        .containsExactly(true, true, false, true, true, false);
  }

  private static List<Boolean> looksAgain(Until until, Boolean... tooLittle) {
    Patience patience = new Patience(until);
    return Stream.of(tooLittle).map(patience::after).toList();
  }
}
