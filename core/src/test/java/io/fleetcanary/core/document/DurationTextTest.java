package io.fleetcanary.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
  @ParameterizedTest
  @CsvSource({
    "10m, PT10M, 10m",
    "45s, PT45S, 45s",
    "1h30m, PT1H30M, 1h30m",
    "500ms, PT0.5S, 500ms",
    "90s, PT1M30S, 1m30s",
    "36h, PT36H, 36h",
    "1h2m3s4ms, PT1H2M3.004S, 1h2m3s4ms",
    "0s, PT0S, 0s",
    "PT10M, PT10M, 10m",
    "P1D, PT24H, 24h",
    "PT-5M, PT-5M, -5m",
  })
  void readsAndPrints(String text, Duration duration, String printed) {
    assertThat(DurationText.parse(text)).contains(duration);
    assertThat(DurationText.print(duration)).isEqualTo(printed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "10",
        "10 m",
        "-1m",
        "1.5h",
        "1m1h",
        "1d",
        "m",
        "10M",
        "P",
        "PT",
        "1h30",
        "٣m",
        "9999999999h",
        "PT99999999999999999999H"
      })
  void isEmptyForAnythingElse(String text) {
    assertThat(DurationText.parse(text)).isEmpty();
  }

  @Test
  void readsBackWhatItPrints() {
    Random random = new Random(5);
    for (int run = 0; run < 1000; run++) {
      Duration duration = Duration.ofMillis(random.nextLong(Duration.ofDays(30).toMillis()));

      assertThat(DurationText.parse(DurationText.print(duration))).contains(duration);
    }
  }
}
