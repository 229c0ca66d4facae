package io.fleetcanary.activity.survey;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fleetcanary.activity.workload.Chat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClaimCheckTest {
  private static final String REFUSAL =
      "Service chat must not be claimed, got rollout chat-20261101090000-beef;"
          + " wait until it has ended";

  private final SurveyedChat chat = new SurveyedChat();

  @AfterEach
  void close() {
    chat.close();
  }

  @Test
  void refusesAClaimedWorkloadWithTheOwner() {
    chat.deployment.getMetadata().setAnnotations(claim("forward/3"));

    assertThat(chat.survey().problems()).containsExactly(REFUSAL);
  }

  @Test
  void refusesAClaimedRouteWithTheOwner() {
    chat.route.getMetadata().setAnnotations(claim("back/0"));

    assertThat(chat.survey().problems()).containsExactly(REFUSAL);
  }

  @Test
  void refusesALedgerThatAnotherRolloutHolds() {
    chat.ledger = (client, request) -> Optional.of("chat-20261101090000-beef");

    assertThat(chat.survey().problems()).containsExactly(REFUSAL);
  }

  @Test
  void saysOnceWhoClaimsItAll() {
    chat.ledger = (client, request) -> Optional.of("chat-20261101090000-beef");
    chat.deployment.getMetadata().setAnnotations(claim("forward/3"));
    Deployment canary = Chat.canary();
    canary.getMetadata().setAnnotations(claim("forward/3"));

    assertThat(chat.survey(canary).problems()).containsExactly(REFUSAL);
  }

  @Test
  void refusesALeftoverCanaryThatNobodyClaims() {
    assertThat(chat.survey(Chat.canary()).problems())
        .containsExactly(
            "Deployment chat-canary must not exist, the canary gets that name;"
                + " remove or rename it");
  }

  private static Map<String, String> claim(String rest) {
    return Map.of("claim.fleetcanary.io/chat", "chat-20261101090000-beef/" + rest);
  }
}
