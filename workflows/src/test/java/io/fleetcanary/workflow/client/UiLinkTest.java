package io.fleetcanary.workflow.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class UiLinkTest {
  private static final String PAGE = "/namespaces/prod/workflows/rollout%2Finference%2Fchat/run-1";

  @Test
  void pointsAtTheDevServersUi() {
    assertThat(link("localhost:7233", Optional.empty())).contains("http://localhost:8233" + PAGE);
    assertThat(link("127.0.0.1:7300", Optional.empty())).contains("http://127.0.0.1:8300" + PAGE);
  }

  @Test
  void pointsAtTheCloudsUi() {
    assertThat(link("prod.a1b2c.tmprl.cloud:7233", Optional.empty()))
        .contains("https://cloud.temporal.io" + PAGE);
  }

  @Test
  void guessesNothingAboutOtherServers() {
    assertThat(link("temporal.example:7233", Optional.empty())).isEmpty();
  }

  @Test
  void believesWhatItIsTold() {
    assertThat(link("temporal.example:7233", Optional.of("https://ui.example/")))
        .contains("https://ui.example" + PAGE);
  }

  @Test
  void pointsAtTheFormThatStartsARollout() {
    assertThat(ui("localhost:7233", Optional.empty()).form("rollout/inference/chat"))
        .contains(
            "http://localhost:8233/namespaces/prod/workflows/start-workflow"
                + "?workflowId=rollout%2Finference%2Fchat&taskQueue=fleetcanary"
                + "&workflowType=FleetRollout");
    assertThat(ui("temporal.example:7233", Optional.empty()).form("rollout/inference/chat"))
        .isEmpty();
  }

  private static Optional<String> link(String target, Optional<String> uiAddress) {
    return ui(target, uiAddress).of("rollout/inference/chat", "run-1");
  }

  private static UiLink ui(String target, Optional<String> uiAddress) {
    return new UiLink(TemporalConnection.plain(target, "prod"), uiAddress);
  }
}
