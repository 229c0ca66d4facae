package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.fault.PrometheusProxy.Fault;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;

/** Nothing to judge by: it holds and asks; a person brings it back, or goes on, on record. */
interface BlindPrometheus extends OnStage {
  @Scenario
  @DisplayName("S58, S59, S82, F16: Prometheus is down for the whole bake; rejected")
  default void holdsWhilePrometheusIsDown() {
    assertHeld("prom-down", Fault.DOWN, "prometheus answers HTTP 503");
  }

  @Scenario
  @DisplayName("S58, S82, F19: Prometheus answers NaN; rejected")
  default void holdsOnNotANumber() {
    assertHeld("prom-nan", Fault.NOT_A_NUMBER, "NaN");
  }

  @Scenario
  @DisplayName("S58, S82, F18: Prometheus has no samples; rejected")
  default void holdsWithoutSamples() {
    assertHeld("prom-none", Fault.NO_SAMPLES, "no data");
  }

  @Scenario
  @DisplayName("S58, S82, F20: Prometheus tells old samples again and again; rejected")
  default void holdsOnStaleSamples() {
    assertHeld("prom-stale", Fault.STALE, "stale");
  }

  @Scenario
  @DisplayName("S58, S82, F21: Prometheus tells everything twice; rejected")
  default void holdsOnTwoSeries() {
    assertHeld("prom-two", Fault.TWO_SERIES, "2 values, query must give one");
  }

  @Scenario
  @DisplayName("S58, S82, F17: Prometheus answers after 30 s; rejected")
  default void holdsOnSlowAnswers() {
    assertHeld("prom-slow", Fault.SLOW, "did not answer within", "HttpTimeoutException");
  }

  @Scenario
  @DisplayName("S58, S82: Prometheus closes every connection without an answer; rejected")
  default void holdsOnConnectionsThatAreCut() {
    assertHeld("prom-cut", Fault.CUT, "prometheus cannot be reached: ");
  }

  @Scenario
  @DisplayName("Prometheus answers and refuses in turns: a good canary goes on")
  default void goesOnWhilePrometheusFlaps() {
    blind("prom-flaps", Fault.FLAPPING).play().wentWell();
  }

  @Scenario
  @DisplayName("Prometheus answers and refuses in turns: a bad canary goes back")
  default void goesBackWhilePrometheusFlaps() {
    Scene scene = blind("prom-flaps-bad", Fault.FLAPPING);
    scene.canary(bad -> bad.withErrorRate(0.3));

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.ROLLED_BACK)).startsWith("errors ");
    played.isAsBefore();
  }

  @Scenario
  @DisplayName("S58: Prometheus is down until a person is asked; overridden, on record")
  default void goesOnWhenPrometheusIsBack() {
    assertOverridden("prom-override", Fault.DOWN);
  }

  @Scenario
  @DisplayName("S58: Prometheus answers NaN until a person is asked; overridden, on record")
  default void goesOnOnNotANumber() {
    assertOverridden("prom-nan-on", Fault.NOT_A_NUMBER);
  }

  @Scenario
  @DisplayName("S58: Prometheus has no samples until a person is asked; overridden, on record")
  default void goesOnWithoutSamples() {
    assertOverridden("prom-none-on", Fault.NO_SAMPLES);
  }

  @Scenario
  @DisplayName("S58: Prometheus tells old samples until a person is asked; overridden, on record")
  default void goesOnOnStaleSamples() {
    assertOverridden("prom-stale-on", Fault.STALE);
  }

  @Scenario
  @DisplayName(
      "S58: Prometheus tells everything twice until a person is asked; overridden, on record")
  default void goesOnOnTwoSeries() {
    assertOverridden("prom-two-on", Fault.TWO_SERIES);
  }

  @Scenario
  @DisplayName("S58: Prometheus answers after 30 s until a person is asked; overridden, on record")
  default void goesOnOnSlowAnswers() {
    assertOverridden("prom-slow-on", Fault.SLOW);
  }

  /** A person goes on without evidence; what follows is judged as ever, for it can be again. */
  private void assertOverridden(String name, Fault fault) {
    Scene scene = blind(name, fault);
    scene
        .on(
            "prometheus returns",
            Moments.fleet(FleetPhase.HOLDING),
            (rollout, status) -> scene.fleet().prometheus().spoil(name, Fault.NONE))
        .answerOn("I have seen the logs", Moments.fleet(FleetPhase.HOLDING), "approve");

    Played played = scene.play();

    played.ended(FleetPhase.PROMOTED);
    ClusterOutcome first = played.result().outcome().clusters().get(scene.cluster(0));
    assertThat(first.reason())
        .contains(
            "hold/" + scene.cluster(0) + "/1 approved by ann (claimed): I have seen the logs");
    played.isPromoted();
    played.answeredAll();
  }

  private void assertHeld(String name, Fault fault, String... why) {
    Scene scene = blind(name, fault);
    scene.answerOn("I see nothing", Moments.fleet(FleetPhase.HOLDING), "reject");

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.REJECTED)).contains("rejected by ann: I see nothing");
    assertThat(played.happened().getLast().status().waitingFor().getFirst().why())
        .containsAnyOf(why)
        .endsWith("cluster " + scene.cluster(0));
    played.isAsBefore();
    played.neverServed(scene.cluster(1));
    played.answeredAll();
  }

  /**
   * The fault begins before the first look; old samples must have been new once. Bakes are long
   * enough for seconds in which a busy gateway has not yet seen the canary's pods.
   */
  private Scene blind(String name, Fault fault) {
    String bake = fault == Fault.STALE ? "20s" : "12s";
    Scene scene = stage().scene(name);
    scene.with("steps", "[{\"weight\": 25, \"bake\": \"%s\"}]".formatted(bake));
    scene.canary(good -> good.withColdStart(Duration.ofSeconds(3)));
    return scene.on(
        "prometheus is spoilt",
        fault == Fault.STALE
            ? Moments.bakesFor(scene.cluster(0), Duration.ofSeconds(8))
            : Moments.in(scene.cluster(0), ClusterPhase.STARTING),
        (rollout, status) -> scene.fleet().prometheus().spoil(name, fault));
  }
}
