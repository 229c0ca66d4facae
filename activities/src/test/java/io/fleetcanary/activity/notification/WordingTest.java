package io.fleetcanary.activity.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.workflow.notification.Notification;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class WordingTest {
  @Test
  void offersTheCommandThatSignsWhereAConsentMustBeSigned() {
    Notification asked = Samples.QUESTION;
    Notification signed =
        new Notification(
            asked.number(),
            asked.at(),
            asked.kind(),
            asked.rollout(),
            asked.about(),
            asked.by(),
            asked.sentence(),
            Objects.requireNonNull(asked.question()).toSign());
    String answer = " inference/chat --gate first --digest 4be1d0a5 --reason \"...\"";

    assertThat(new Wording(Samples.UI).commands(signed))
        .containsExactly(
            "fleetcanary approve" + answer + " --key ~/.ssh/id_ed25519",
            "fleetcanary reject" + answer);
  }
}
