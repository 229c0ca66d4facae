package io.fleetcanary.core.claim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EndingsTest {
  @Test
  void remembersHowEachRolloutEnded() {
    var endings = Endings.NONE.with(id(1), Ending.KEPT).with(id(2), Ending.RETURNED);

    assertThat(endings.of(id(1))).contains(Ending.KEPT);
    assertThat(endings.of(id(2))).contains(Ending.RETURNED);
    assertThat(endings.remembers(id(3))).isFalse();
  }

  @Test
  void keepsItsSizeAndStillForgetsNobody() {
    var endings = Endings.NONE;
    for (int n = 1; n <= 200; n++) {
      endings = endings.with(id(n), Ending.KEPT);
    }

    assertThat(endings.known()).hasSize(50);
    for (int n = 1; n <= 200; n++) {
      assertThat(endings.remembers(id(n))).as(id(n)).isTrue();
    }
    assertThat(endings.remembers(id(201))).isFalse();
  }

  @Test
  void neverLowersItsFloor() {
    var endings = Endings.NONE;
    for (int n = 100; n <= 200; n++) {
      endings = endings.with(id(n), Ending.KEPT);
    }
    String floor = endings.floor();

    assertThat(endings.with(id(1), Ending.UNTOUCHED).floor()).isEqualTo(floor);
  }

  private static String id(int n) {
    return "chat-20261125%06d-9f3a".formatted(n);
  }
}
