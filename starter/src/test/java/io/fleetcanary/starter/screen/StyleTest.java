package io.fleetcanary.starter.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StyleTest {
  @Test
  void hasNoColoursWhereNobodyWantsThem() {
    assertThat(Style.of(false, "")).isEqualTo(new Style(false, true));
    assertThat(Style.of(false, "1")).isEqualTo(Style.PLAIN);
    assertThat(Style.of(true, "0")).isEqualTo(new Style(true, false));
  }
}
