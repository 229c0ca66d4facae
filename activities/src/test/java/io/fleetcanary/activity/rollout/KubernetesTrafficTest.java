package io.fleetcanary.activity.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fleetcanary.activity.traffic.RouteWeights;
import io.fleetcanary.activity.watch.KubernetesWatch;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.TrafficActivities.TrafficShift;
import io.fleetcanary.workflow.WorkloadActivities.CanaryScale;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

class KubernetesTrafficTest {
  private static final Progress DONE = new Progress.Done();
  @AutoClose private static final RiggedCluster cluster = RiggedCluster.open();
  private Bench bench;

  @BeforeEach
  void claim(TestInfo test) {
    bench = Bench.in(cluster, test);
    bench.workloads.claim(bench.plan());
    bench.workloads.scaleCanary(new CanaryScale(bench.plan(), 1, Bench.FIVE));
    cluster.door().forget();
  }

  @Test
  void splitsEveryRuleToTheServiceAndNothingElse() {
    assertThat(shift(2, Bench.FIVE)).isEqualTo(DONE);

    Map<String, Object> first = Map.of("backendRefs", List.of(chat(95), canary(5)));
    Map<String, Object> other = Map.of("name", "other", "port", 80, "weight", 300);
    Map<String, Object> second = Map.of("backendRefs", List.of(other, chat(665), canary(35)));
    assertThat(RouteWeights.spec(bench.route())).containsEntry("rules", List.of(first, second));
  }

  @Test
  void needsOneWriteAndFiveReads() {
    shift(2, Bench.FIVE);

    assertThat(cluster.door().writes()).containsExactly("PATCH httproutes chat");
    assertThat(cluster.door().reads())
        .containsExactly(
            "httproutes chat",
            "configmaps fleetcanary-chat",
            "httproutes chat",
            "endpointslices",
            "endpointslices");
  }

  @Test
  void writesNothingWhenItIsShiftedAlready() {
    shift(2, Bench.FIVE);
    cluster.door().forget();

    assertThat(shift(2, Bench.FIVE)).isEqualTo(DONE);

    assertThat(cluster.door().writes()).isEmpty();
  }

  @Test
  void undoesNoLaterStep() {
    shift(5, Bench.FIFTY);

    assertThat(shift(2, Bench.FIVE))
        .isEqualTo(stopped("fenced: HTTPRoute chat: a later step has been written"));
    assertThat(bench.weight()).isEqualTo(50);
  }

  @Test
  void stopsWhereSomebodyElseChangedTheWeights() {
    shift(2, Bench.FIVE);
    GenericKubernetesResource route = bench.route();
    route
        .getAdditionalProperties()
        .put(
            "spec", Map.of("rules", List.of(Map.of("backendRefs", List.of(chat(70), canary(31))))));
    cluster.admin().resource(route).update();

    assertThat(shift(5, Bench.FIFTY))
        .isEqualTo(
            stopped(
                "foreign change: HTTPRoute chat:"
                    + " weights of route rule 1 are not those the rollout wrote"));
  }

  @Test
  void stopsBehindTheBrake() {
    shift(2, Bench.FIVE);
    new KubernetesWatch(cluster.clusters()).brake(bench.plan());

    assertThat(bench.weight()).isZero();
    assertThat(shift(5, Bench.FIFTY)).isEqualTo(new Progress.TurnedBack());
    assertThat(bench.weight()).isZero();
  }

  @Test
  void givesUpWhenNoGatewayAccepts() {
    takeEndpoints();
    Instant since = Instant.now().minusSeconds(90);
    Pulse retried = new Pulse(() -> "run-a", () -> Optional.of(since), beat -> {});

    assertThat(shift(retried))
        .isEqualTo(
            stopped(
                "weight 5 % must be accepted within 60 s,"
                    + " got: service chat-canary has no ready endpoint"));
  }

  @Test
  void countsFromTheWriteHoweverLateTheWorkerCame() {
    EndpointSlice endpoints = takeEndpoints();
    Instant begin = Instant.now();
    List<Instant> beats = new ArrayList<>();
    Pulse first =
        new Pulse(
            () -> "run-a",
            Optional::empty,
            since -> {
              beats.add(since);
              cluster.admin().resource(endpoints).create();
            });

    assertThat(shift(first)).isEqualTo(DONE);

    assertThat(beats).allSatisfy(since -> assertThat(since).isAfterOrEqualTo(begin)).isNotEmpty();
  }

  /** Leaves the canary without a ready endpoint. */
  private EndpointSlice takeEndpoints() {
    EndpointSlice endpoints =
        cluster
            .admin()
            .discovery()
            .v1()
            .endpointSlices()
            .inNamespace(bench.plan().namespace())
            .withName("chat-canary")
            .require();
    cluster.admin().resource(endpoints).delete();
    endpoints.getMetadata().setResourceVersion(null);
    return endpoints;
  }

  private Progress shift(Pulse pulse) {
    return new KubernetesTraffic(cluster.clusters(), pulse)
        .shift(new TrafficShift(bench.plan(), 2, Bench.FIVE));
  }

  private Progress shift(int step, TrafficWeight weight) {
    return bench.traffic.shift(new TrafficShift(bench.plan(), step, weight));
  }

  private static Map<String, Object> chat(int weight) {
    return Map.of("name", "chat", "port", 80, "weight", weight);
  }

  private static Map<String, Object> canary(int weight) {
    return Map.of("name", "chat-canary", "port", 80, "weight", weight);
  }

  private static Progress stopped(String reason) {
    return new Progress.Stopped(FailureClass.LOCAL, reason, true);
  }
}
