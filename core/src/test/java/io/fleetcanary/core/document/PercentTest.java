package io.fleetcanary.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PercentTest {
  @ParameterizedTest
  @CsvSource({"2%, 0.02", "2 %, 0.02", "0.5%, 0.005", "2.50%, 0.025", "100%, 1.0", "0%, 0.0"})
  void readsAPercentageWithItsUnit(String text, double fraction) {
    assertThat(Percent.parse(text)).map(Percent::fraction).contains(fraction);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "2", "0.02", "-2%", "+2%", "2%%", ".5%", "1e2%", "2 percent"})
  void isEmptyForAnythingElse(String text) {
    assertThat(Percent.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"25, 4, 1", "25, 7, 1", "25, 8, 2", "10, 3, 1", "100, 7, 7", "33.3, 1000, 333"})
  @DisplayName("S70, S76: rounds a share of things down but never to nothing")
  void roundsAShareOfThingsDownButNeverToNothing(String percent, int things, int share) {
    assertThat(new Percent(new BigDecimal(percent)).of(things)).isEqualTo(share);
  }

  @ParameterizedTest
  @CsvSource({"2, 2%", "2.50, 2.5%", "100, 100%"})
  void printsWhatPeopleWrite(String percent, String printed) {
    assertThat(new Percent(new BigDecimal(percent))).hasToString(printed);
  }
}
