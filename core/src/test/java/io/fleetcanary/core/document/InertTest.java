package io.fleetcanary.core.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InertTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "@channel",
        "[x](y)",
        "[x][y]",
        "<b>",
        "</b>",
        "<!here>",
        "https://evil",
        "www.evil.example",
        "#12",
        "owner/name#12",
        "GH-12"
      })
  void breaksWhatWouldDoSomethingAndLooksTheSame(String typed) {
    String inert = Inert.text(typed);

    assertThat(inert).isNotEqualTo(typed);
    assertThat(inert.replace("\u2060", "")).isEqualTo(typed);
  }

  @Test
  void leavesSentencesAlone() {
    String sentence = "errors 21 % > 2 %, n = 3104, 1 < 2, cluster eu-2 (a, b) [c]: d/e";

    assertThat(Inert.text(sentence)).isEqualTo(sentence);
  }
}
