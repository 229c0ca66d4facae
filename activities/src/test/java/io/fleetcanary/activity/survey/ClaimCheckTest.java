package io.fleetcanary.activity.survey;

import static io.fleetcanary.activity.survey.SurveyedChat.heldBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fleetcanary.activity.survey.LedgerLook.Said;
import io.fleetcanary.activity.workload.Chat;
import io.fleetcanary.core.claim.Ending;
import io.fleetcanary.core.claim.Endings;
import io.fleetcanary.core.fleet.BadRevisions;
import io.fleetcanary.core.fleet.BadRevisions.BadRevision;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
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
    chat.ledger = (client, request) -> heldBy(Optional.of("chat-20261101090000-beef"));

    assertThat(chat.survey().problems()).containsExactly(REFUSAL);
  }

  @Test
  void takesTheMarkOfARolloutThatHasEndedForNone() {
    chat.deployment.getMetadata().setAnnotations(claim("forward/3"));
    Endings ended =
        new Endings(new TreeMap<>(Map.of("chat-20261101090000-beef", Ending.RETURNED)), "");
    chat.ledger = (client, request) -> new Said(Optional.empty(), ended, BadRevisions.NONE);

    assertThat(chat.survey().problems()).isEmpty();
  }

  @Test
  void saysOnceWhoClaimsItAll() {
    chat.ledger = (client, request) -> heldBy(Optional.of("chat-20261101090000-beef"));
    chat.deployment.getMetadata().setAnnotations(claim("forward/3"));
    Deployment canary = Chat.canary();
    canary.getMetadata().setAnnotations(claim("forward/3"));

    assertThat(chat.survey(canary).problems()).containsExactly(REFUSAL);
  }

  @Test
  @DisplayName("S35: refuses a revision that failed here")
  void refusesARevisionThatFailedHere() {
    BadRevision failed =
        new BadRevision(
            "d1ge57", "2026.11.3", "chat-20261101090000-beef", "errors 7 % > limit 2 %");
    chat.ledger =
        (client, request) ->
            new Said(Optional.empty(), Endings.NONE, BadRevisions.NONE.with(failed));
    chat.request = chat.requestFor("d1ge57");

    assertThat(chat.survey().problems())
        .containsExactly(
            "revision must not be one that failed here, got 2026.11.3 of rollout"
                + " chat-20261101090000-beef: errors 7 % > limit 2 %; release another one, or start"
                + " this with --again, in a spec again: true");
  }

  @Test
  void letsThroughWhatHasNotFailedAndWhatMayHaveFailed() {
    BadRevision failed = new BadRevision("d1ge57", "v3", "chat-20261101090000-beef", "errors");
    chat.ledger =
        (client, request) ->
            new Said(Optional.empty(), Endings.NONE, BadRevisions.NONE.with(failed));

    assertThat(chat.survey().problems()).isEmpty();
    chat.request = chat.requestFor("07h3r");
    assertThat(chat.surveyAlone().problems()).isEmpty();
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
