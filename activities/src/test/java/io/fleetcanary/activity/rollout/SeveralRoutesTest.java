package io.fleetcanary.activity.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fleetcanary.activity.traffic.RouteWeights;
import io.fleetcanary.core.claim.Ending;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.RollbackActivities.Restored;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A Service that callers reach by two routes. */
class SeveralRoutesTest {
  @AutoClose private static final RiggedCluster cluster = RiggedCluster.open();
  private Bench bench;
  private Map<String, Object> before;

  @BeforeEach
  void create(TestInfo test) {
    bench = Bench.withTwoRoutes(cluster, test);
    before = internal();
    cluster.door().forget();
  }

  @Test
  void movesAllOfThem() {
    bench.goToFive();

    assertThat(bench.weight("chat")).isEqualTo(5);
    assertThat(bench.weight(Bench.INTERNAL)).isEqualTo(5);
    assertThat(bench.ledger().read().before().routes())
        .containsOnlyKeys("chat", Bench.INTERNAL)
        .containsEntry(Bench.INTERNAL, before);
  }

  @Test
  void leavesAllOfThemAsTheyWereWhenItIsKept() {
    assertThat(bench.forwardAndKeep()).isInstanceOf(Progress.Done.class);

    assertThat(internal()).isEqualTo(before);
    assertThat(bench.route(Bench.INTERNAL).getMetadata().getAnnotations()).isNullOrEmpty();
    assertThat(bench.ending()).contains(Ending.KEPT);
  }

  @Test
  void takesRequestsOffAllOfThemBeforeAnythingElse() {
    bench.goToFive();
    cluster.door().forget();

    assertThat(bench.back()).isEqualTo(new Restored(true, ""));

    assertThat(cluster.door().writes())
        .startsWith("PATCH httproutes chat", "PATCH httproutes chat-internal");
    assertThat(internal()).isEqualTo(before);
    assertThat(bench.canary()).isNull();
  }

  @Test
  void takesRequestsOffTheOthersWhereOneCannotBeWritten() {
    bench.goToFive();
    cluster.door().jam("httproutes chat");

    assertThatThrownBy(() -> bench.rollback.turnBack(bench.plan())).isNotNull();

    assertThat(bench.weight(Bench.INTERNAL)).isZero();
    cluster.door().open();
    assertThat(bench.back()).isEqualTo(new Restored(true, ""));
    assertThat(internal()).isEqualTo(before);
  }

  @Test
  void saysWhichRouteSomebodyElseChanged() {
    bench.goToFive();
    GenericKubernetesResource edited = bench.route(Bench.INTERNAL);
    Map<String, Object> spec = RouteWeights.spec(edited);
    spec.put("hostnames", List.of("chat.internal.example"));
    edited.getAdditionalProperties().put("spec", spec);
    cluster.admin().resource(edited).update();

    assertThat(bench.back().left())
        .isEqualTo(
            "HTTPRoute chat-internal: route's hostnames were changed by somebody else and stay");
  }

  @Test
  void doesNotClaimAServiceThatARouteOutsideThePlanLeadsTo() {
    Bench one = Bench.in(cluster, "unplanned");
    one.addRoute();

    Progress progress = one.workloads.claim(one.plan());

    assertThat(progress)
        .isEqualTo(
            new Progress.Stopped(
                FailureClass.LOCAL,
                "foreign change: HTTPRoute chat-internal: leads to the Service and is newer than"
                    + " the plan; start again",
                false));
    assertThat(one.canary()).isNull();
  }

  private Map<String, Object> internal() {
    return RouteWeights.spec(bench.route(Bench.INTERNAL));
  }
}
