package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.fault.PrometheusProxy.Fault;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.HoldAnswer;
import io.fleetcanary.workflow.Payloads;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;

/** Nothing to judge by: it holds and asks; a person brings it back, or goes on, on record. */
interface BlindPrometheus extends OnStage {
  /** A report waits a quarter of a minute for what is still being written. */
  Duration REPORTED = Duration.ofSeconds(90);

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

  /**
   * Each hold asks about something of its own: the bake, the promotion, the gate behind the wave,
   * and keeping; behind the last wave comes no gate.
   */
  @Scenario
  @DisplayName("S58, S82, F16: Prometheus stays down; overridden at every hold, on record")
  default void goesOnWhilePrometheusStaysDown() {
    Scene scene = blind("prom-stays-down", Fault.DOWN, "6s");
    List<String> holds =
        Stream.of(
                holds(scene.cluster(0), 1, 2, 3),
                holds(scene.cluster(1), 1, 2, 3),
                holds(scene.cluster(2), 1, 2, 3),
                holds(scene.cluster(0), 4),
                holds(scene.cluster(1), 4))
            .flatMap(each -> each)
            .toList();
    holds.forEach(hold -> override(scene, hold));

    Played played = scene.play();

    played.wentWell();
    assertThat(played.happened().stream().skip(1))
        .flatMap(asked -> asked.status().waitingFor())
        .allSatisfy(hold -> assertThat(hold.why()).contains("prometheus answers HTTP 503"));
    assertOnRecord(played, holds);
    assertThat(approvals(scene)).as("signals in the history").isEqualTo(holds);
    String[] told = holds.stream().map(BlindPrometheus::told).toArray(String[]::new);
    Eventually.within(
        REPORTED,
        () -> assertThat(stage().installation().report(scene.namespace())).contains(told));
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

  private static Stream<String> holds(String cluster, int... numbers) {
    return IntStream.of(numbers).mapToObj(number -> HoldAnswer.name(cluster, number));
  }

  private static void override(Scene scene, String hold) {
    scene.on(
        hold,
        Moments.asks(hold),
        (rollout, status) ->
            rollout.signal(
                "approve",
                Map.of(
                    "gate",
                    hold,
                    "digest",
                    status.digest(),
                    "by",
                    "ann",
                    "reason",
                    "saw " + hold)));
  }

  /** The gates that ann approved, as Temporal keeps it. */
  private List<String> approvals(Scene scene) {
    String id = FleetRollout.workflowId(scene.namespace(), "chat");
    return stage().installation().client().fetchHistory(id).getEvents().stream()
        .map(HistoryEvent::getWorkflowExecutionSignaledEventAttributes)
        .filter(signal -> signal.getSignalName().equals("approve"))
        .map(signal -> signal.getInput().getPayloads(0))
        .map(said -> Payloads.converter().fromPayload(said, JsonNode.class, JsonNode.class))
        .filter(said -> said.path("by").asText().equals("ann"))
        .map(said -> said.path("gate").asText())
        .toList();
  }

  /** How clusters tell of an override. */
  private static String told(String hold) {
    return hold + " approved by ann (claimed): saw " + hold;
  }

  /** Status and outcome say of every cluster that it serves, and who went past what. */
  private static void assertOnRecord(Played played, List<String> holds) {
    List<String> said =
        played.result().trail().entries().getLast().status().waves().stream()
            .flatMap(wave -> wave.clusters().stream())
            .map(ClusterStatus::reason)
            .toList();
    assertThat(said)
        .containsExactlyInAnyOrderElementsOf(
            played.result().outcome().clusters().values().stream()
                .map(ClusterOutcome::reason)
                .toList())
        .flatMap(each -> Stream.of(each.split("; ")).skip(1).toList())
        .containsExactlyInAnyOrderElementsOf(holds.stream().map(BlindPrometheus::told).toList());
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
    return blind(name, fault, fault == Fault.STALE ? "20s" : "12s");
  }

  private Scene blind(String name, Fault fault, String bake) {
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
