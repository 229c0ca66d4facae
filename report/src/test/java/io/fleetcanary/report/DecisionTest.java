package io.fleetcanary.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionTest {
  @ParameterizedTest
  @CsvSource({
    "ann, first approved by ann (verified): fine, ann (verified)",
    "ann, first approved by ann: fine, ann (claimed)",
    "eve, first approved by eve: by eve (verified), eve (claimed)",
    "an, first approved by ann (verified): fine, an (claimed)",
    "ann, '', ann (claimed)",
    "'', first approved by somebody, ''"
  })
  void saysHowSureANameIs(String by, String answer, String who) {
    assertThat(new Decision(Instant.EPOCH, "approve", "first", by, "", "", answer).who())
        .isEqualTo(who);
  }
}
