package io.fleetcanary.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpellingTest {
  private static final List<String> KNOWN = List.of("steps", "service", "readyWithin", "waves");

  @ParameterizedTest
  @CsvSource({
    "step, steps",
    "stpes, steps",
    "STEPS, steps",
    "servise, service",
    "ready-within, readyWithin",
    "ready_withn, readyWithin",
    "wave, waves",
  })
  void findsTheWordThatWasMeant(String typed, String meant) {
    assertThat(Spelling.closest(typed, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "colour", "replicas", "s"})
  void findsNothingWhenNothingIsNear(String typed) {
    assertThat(Spelling.closest(typed, KNOWN)).isEmpty();
  }

  @Test
  void knowsWhatOtherToolsCallIt() {
    assertThat(Spelling.closest("judge", List.of("metrics", "kayenta"))).contains("kayenta");
    assertThat(Spelling.closest("judge", KNOWN)).isEmpty();
  }

  @Test
  void doesNotTryWithWordsThatNobodyTypes() {
    assertThat(Spelling.closest("x".repeat(100_000), KNOWN)).isEmpty();
  }
}
