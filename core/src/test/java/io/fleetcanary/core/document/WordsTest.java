package io.fleetcanary.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {
  private static final String THREE =
      "service: must be a DNS label\nwaves: must not be empty\nby: who";

  @Test
  void putsProblemsOnOneLine() {
    assertThat(Words.line(THREE))
        .isEqualTo("service: must be a DNS label; waves: must not be empty; by: who");
    assertThat(Words.line("errors 4 % > limit 2 %")).isEqualTo("errors 4 % > limit 2 %");
  }

  @Test
  void countsWhatItLeavesOut() {
    assertThat(Words.first(THREE)).isEqualTo("service: must be a DNS label; and 2 more");
    assertThat(Words.first("aborted by ann")).isEqualTo("aborted by ann");
    assertThat(Words.first("")).isEmpty();
  }
}
