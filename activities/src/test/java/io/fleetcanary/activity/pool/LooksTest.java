package io.fleetcanary.activity.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LooksTest {
  private static final Instant BEGIN = Instant.parse("2026-11-25T13:00:00Z");
  private static final Duration EVERY = Duration.ofSeconds(30);

  @Test
  void areCloseAtFirstAndRarerLater() {
    assertThat(due(Duration.ofMinutes(5)))
        .startsWith("PT30S", "PT1M", "PT1M30S", "PT2M", "PT2M30S", "PT3M30S")
        .hasSize(8);
    assertThat(due(Duration.ofMinutes(10))).hasSizeBetween(9, 11);
  }

  @Test
  void areAtMostTenMinutesApartAndFewInADay() {
    assertThat(due(Duration.ofHours(24))).hasSizeBetween(144, 170);
  }

  @Test
  void doNotDependOnWhenSomebodyHasLookedBefore() {
    Looks often = new Looks(BEGIN, EVERY);
    Looks once = new Looks(BEGIN, EVERY);
    for (int seconds = 0; seconds < 3600; seconds++) {
      often.due(BEGIN.plusSeconds(seconds));
    }
    once.due(BEGIN.plusSeconds(3599));

    for (int seconds = 3600; seconds < 7200; seconds++) {
      Instant now = BEGIN.plusSeconds(seconds);
      assertThat(often.due(now)).isEqualTo(once.due(now));
    }
  }

  private static List<String> due(Duration bake) {
    Looks looks = new Looks(BEGIN, EVERY);
    List<String> due = new ArrayList<>();
    for (Duration at = Duration.ZERO; at.compareTo(bake) <= 0; at = at.plus(EVERY)) {
      if (looks.due(BEGIN.plus(at))) {
        due.add(at.toString());
      }
    }
    return due;
  }
}
