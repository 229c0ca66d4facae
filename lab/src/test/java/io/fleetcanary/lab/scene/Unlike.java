package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.status.FleetPhase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;

/** A canary that looks bad and may not be; and a judge beside ours that decides nothing. */
interface Unlike extends OnStage {
  String PROMPTS_ALIKE =
      """
      {"every": "1s", "metrics": [
        {"name": "errors", "bad": "http_requests_total{$track,status=~\\"5..\\"}",
         "of": "http_requests_total{$track}", "worse": "50%", "minRequests": 20},
        {"name": "slow-first-token", "histogram": "vllm:time_to_first_token_seconds{$track}",
         "above": "250ms", "worse": "20%", "minRequests": 20}],
       "alike": [
        {"name": "prompt-tokens", "sum": "vllm:request_prompt_tokens_sum{$track}",
         "of": "vllm:request_prompt_tokens_count{$track}", "within": "10%"}
      ]}
      """;

  String KAYENTA_BESIDE =
      """
      {"every": "1s", "metrics": [
        {"name": "errors", "bad": "http_requests_total{$track,status=~\\"5..\\"}",
         "of": "http_requests_total{$track}", "worse": "50%", "minRequests": 20}],
       "kayenta": {
        "metrics": [{"name": "errors", "groups": ["service"],
          "analysisConfigurations": {"canary": {"direction": "increase", "critical": true}}}],
        "classifier": {"groupWeights": {"service": 100},
          "scoreThresholds": {"pass": 95, "marginal": 75}}
      }}
      """;

  @Scenario
  @DisplayName("a canary that gets longer prompts is slower: a person is asked, nothing goes back")
  default void asksAPersonWhenPromptsDiffer() {
    Scene scene = stage().scene("longer-prompts").with("analysis", PROMPTS_ALIKE);
    scene.with("steps", "[{\"weight\": 25, \"bake\": \"15s\"}]");
    scene.canary(good -> good.withPromptTokens(1200).withLatency(Duration.ofMillis(300)));
    scene.answerOn("the mix is wrong", Moments.fleet(FleetPhase.HOLDING), "reject");

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.REJECTED)).contains("rejected by ann: the mix is wrong");
    assertThat(played.happened().getLast().status().waitingFor().getFirst().why())
        .startsWith("prompt-tokens 1200 against stable's 400, 3 x, alike is 0.9 to 1.1")
        .endsWith("cluster " + scene.cluster(0));
    played.isAsBefore();
    played.answeredAll();
  }

  @Scenario
  @DisplayName("the same slowness with the same prompts goes back")
  default void goesBackOnTheSameSlownessWithTheSamePrompts() {
    Scene scene = stage().scene("same-prompts").with("analysis", PROMPTS_ALIKE);
    scene.with("steps", "[{\"weight\": 25, \"bake\": \"40s\"}]");
    scene.canary(good -> good.withLatency(Duration.ofMillis(300)));

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.ROLLED_BACK))
        .startsWith("slow-first-token ")
        .contains(" over 0.25 s > 1.20 x stable's ");
    played.isAsBefore();
  }

  @Scenario
  @DisplayName("Kayenta's judge is asked beside ours: what it says is shown, and decides nothing")
  default void goesOnWhateverKayentaSays() {
    Scene scene = stage().scene("kayenta-beside").with("analysis", KAYENTA_BESIDE);
    String cluster = scene.cluster(0);

    Played played = scene.play();

    played.wentWell();
    List<String> said =
        played.result().trail().entries().stream()
            .flatMap(entry -> entry.cluster(cluster).stream())
            .flatMap(it -> it.findings().stream())
            .filter(finding -> finding.metric().equals("kayenta"))
            .map(Finding::sentence)
            .distinct()
            .toList();
    assertThat(said)
        .isNotEmpty()
        .allSatisfy(it -> assertThat(it).startsWith("kayenta, which decides nothing, says score "));
  }
}
