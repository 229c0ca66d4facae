package io.fleetcanary.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProblemTest {
  @ParameterizedTest
  @ValueSource(strings = {"must be ready", "must be ready, got 1 of 2; wait", "a; b; c"})
  void saysWhatOthersHavePutIntoWordsAlready(String sentence) {
    assertThat(Problem.said("cluster eu-1", sentence)).hasToString("cluster eu-1: " + sentence);
  }
}
