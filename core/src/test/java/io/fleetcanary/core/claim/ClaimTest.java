package io.fleetcanary.core.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.claim.Claim.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimTest {
  @ParameterizedTest
  @ValueSource(strings = {"chat-20261125101500-9f3a/forward/2", "chat-20261125101500-9f3a/back/0"})
  void readsWhatItWrites(String text) {
    assertThat(Claim.read(text)).hasToString(text);
  }

  @Test
  void readsOwnerDirectionAndStep() {
    assertThat(Claim.read("chat-20261125101500-9f3a/forward/12"))
        .isEqualTo(new Claim("chat-20261125101500-9f3a", Direction.FORWARD, 12));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "chat", "chat/sideways/1", "chat/forward/x", "a/b/forward/1"})
  void takesAnythingElseAsTheClaimOfSomebodyElse(String text) {
    assertThat(Claim.read(text)).isEqualTo(new Claim(text, Direction.FORWARD, 0));
  }
}
