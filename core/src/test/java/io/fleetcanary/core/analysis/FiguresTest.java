package io.fleetcanary.core.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  @ParameterizedTest
  @CsvSource({
    "0.21349, 21.3 %",
    "0.004, 0.4 %",
    "0.02, 2 %",
    "1, 100 %",
    "0, 0 %",
    "0.000123, 0.012 %",
    "0.0004, 0.04 %",
    "NaN, ? %"
  })
  void showsSharesWithOneDecimalOrTwoDigits(double fraction, String shown) {
    assertThat(Figures.percent(fraction)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({"97.2349, 97.23", "55, 55", "0.0012345, 0.001235", "1234567, 1235000", "-3, -3"})
  void showsNumbersWithFourDigits(double value, String shown) {
    assertThat(Figures.number(value)).isEqualTo(shown);
  }

  @Test
  void showsLimitsAsTheyWereWritten() {
    assertThat(Figures.percentLimit(0.0005)).isEqualTo("0.05 %");
    assertThat(Figures.limit(95)).isEqualTo("95");
    assertThat(Figures.factor(0.1)).isEqualTo("1.10");
  }

  @Test
  void speaksTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      assertThat(Figures.percent(0.213)).isEqualTo("21.3 %");
      assertThat(Figures.factor(0.1)).isEqualTo("1.10");
    } finally {
      Locale.setDefault(before);
    }
  }
}
