package io.fleetcanary.activity.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fleetcanary.activity.recovery.ByHand;
import io.fleetcanary.activity.recovery.ByHand.Instruction;
import io.fleetcanary.activity.recovery.ByHand.Recipe;
import io.fleetcanary.activity.recovery.HeldService;
import io.fleetcanary.activity.rollout.Bench.Picture;
import io.fleetcanary.activity.scaler.ScalerKind;
import io.fleetcanary.activity.traffic.RouteLook;
import io.fleetcanary.core.claim.Ending;
import io.fleetcanary.core.claim.Holder.Phase;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.RollbackActivities.Release;
import io.fleetcanary.workflow.RollbackActivities.Restored;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A cluster comes back from what its ledger says, and from nothing else. */
class FromTheLedgerTest {
  @AutoClose private static final RiggedCluster cluster = RiggedCluster.open();

  @Test
  void bringsBackAClusterAtFivePercent(TestInfo test) {
    Bench bench = Bench.in(cluster, test);
    Picture before = bench.picture();
    bench.goToFive();

    assertThat(back(bench)).isEqualTo(new Restored(true, ""));

    assertThat(bench.picture()).isEqualTo(before);
    assertThat(bench.ending()).hasValue(Ending.RETURNED);
  }

  @Test
  void bringsBackAPromotedCluster(TestInfo test) {
    Bench bench = Bench.in(cluster, test);
    Picture before = bench.picture();
    bench.forward();

    assertThat(back(bench)).isEqualTo(new Restored(true, ""));

    assertThat(bench.picture()).isEqualTo(before);
  }

  @Test
  void bringsBackEveryRoute(TestInfo test) {
    Bench bench = Bench.withTwoRoutes(cluster, test);
    Object before = bench.route(Bench.INTERNAL).getAdditionalProperties().get("spec");
    bench.goToFive();
    assertThat(bench.weight(Bench.INTERNAL)).isEqualTo(5);

    back(bench);

    assertThat(bench.route(Bench.INTERNAL).getAdditionalProperties()).containsEntry("spec", before);
  }

  @Test
  void onlyReleasesAClusterWhoseRevisionIsKept(TestInfo test) {
    Bench bench = Bench.in(cluster, test);
    keepAllButTheRelease(bench);
    String kept = bench.image();
    assertThat(held(bench).phase()).isEqualTo(Phase.CLOSED);

    back(bench);

    assertThat(bench.image()).isEqualTo(kept);
    assertThat(bench.picture().held()).isFalse();
    assertThat(bench.ending()).hasValue(Ending.KEPT);
  }

  @Test
  void tellsNothingOfAFreeLedger(TestInfo test) {
    Bench bench = Bench.in(cluster, test);
    bench.goToFive();
    bench.back();

    assertThat(HeldService.of(bench.ledger().read(), target(), bench.plan().namespace(), "chat"))
        .isEmpty();
  }

  @Test
  void writesDownWhatAPersonCanDoInstead(TestInfo test) {
    Bench bench = Bench.in(cluster, test);
    Picture before = bench.picture();
    bench.goToFive();

    byHand(bench).forEach(instruction -> run(bench, instruction));

    assertThat(bench.picture()).isEqualTo(before);
    assertThat(bench.ending()).hasValue(Ending.RETURNED);
  }

  @Test
  void writesDownHowAPromotedClusterComesBack(TestInfo test) {
    Bench bench = Bench.in(cluster, test);
    Picture before = bench.picture();
    bench.forward();

    List<Instruction> instructions = byHand(bench);
    instructions.forEach(instruction -> run(bench, instruction));

    assertThat(instructions)
        .extracting(Instruction::what)
        .containsExactly(
            "all requests of HTTPRoute chat to stable",
            "the old revision back into Deployment chat",
            "wait until its pods have followed",
            "let answers that stream come to their end",
            "remove the canary",
            "free the ledger");
    assertThat(bench.picture()).isEqualTo(before);
  }

  @Test
  void bringsBackTheAutoscaler(TestInfo test) {
    Scaled scaled = scaled(test);
    Object before = scaled.spec();
    scaled.bench().goToFive();

    assertThat(back(scaled.bench())).isEqualTo(new Restored(true, ""));

    assertThat(scaled.spec()).isEqualTo(before);
    assertThat(scaled.now().getMetadata().getAnnotations()).isEmpty();
  }

  @Test
  void writesDownHowTheAutoscalerComesBack(TestInfo test) {
    Scaled scaled = scaled(test);
    Object before = scaled.spec();
    scaled.bench().goToFive();

    List<Instruction> instructions = byHand(scaled.bench());
    instructions.forEach(instruction -> run(scaled.bench(), instruction));

    assertThat(instructions)
        .extracting(Instruction::what)
        .contains("HorizontalPodAutoscaler scaler as it was");
    assertThat(scaled.spec()).isEqualTo(before);
    assertThat(scaled.now().getMetadata().getAnnotations()).isEmpty();
  }

  private static Scaled scaled(TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    Map<String, Object> bounds = Map.of("minReplicas", 1, "maxReplicas", 6);
    return Scaled.in(cluster, name, ScalerKind.HPA, bounds);
  }

  @Test
  void writesDownThatAKeptRevisionIsOnlyReleased(TestInfo test) {
    Bench bench = Bench.in(cluster, test);
    keepAllButTheRelease(bench);
    String kept = bench.image();

    byHand(bench).forEach(instruction -> run(bench, instruction));

    assertThat(bench.image()).isEqualTo(kept);
    assertThat(bench.ending()).hasValue(Ending.KEPT);
  }

  @Test
  void keepsCanaryAndLedgerWhereSomebodyElseHasBeenAtWork(TestInfo test) {
    Bench bench = Bench.in(cluster, test);
    bench.forward();
    Deployment pushed = bench.stable();
    pushed.getSpec().getTemplate().getSpec().getContainers().getFirst().setImage("chat:hotfix");
    cluster.admin().resource(pushed).update();

    Recipe recipe = ByHand.recipe(cluster.admin(), held(bench));

    assertThat(recipe.left())
        .containsExactly(
            "Deployment chat: image of container server is neither the rollout's nor the recorded"
                + " one, got chat:hotfix");
    assertThat(recipe.instructions())
        .extracting(Instruction::what)
        .containsExactly(
            "all requests of HTTPRoute chat to stable", "our mark off Deployment chat");
  }

  @Test
  void writesDownNothingThatUndoesWhatHasChangedSince(TestInfo test) {
    Bench bench = Bench.in(cluster, test);
    bench.goToFive();
    List<Instruction> instructions = byHand(bench);
    bench.rollback.withdraw(bench.plan());

    assertThatThrownBy(() -> run(bench, instructions.getFirst()))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            refused -> assertThat(refused.getCode()).isEqualTo(409));
  }

  /** Keeping is decided, and interrupted before anything is released. */
  private static void keepAllButTheRelease(Bench bench) {
    bench.forward();
    cluster.door().closeAfter(1);
    assertThatThrownBy(() -> bench.workloads.keep(bench.plan())).isNotNull();
    cluster.door().closeAfter(Integer.MAX_VALUE);
  }

  private static Restored back(Bench bench) {
    ClusterPlan plan = held(bench).plan();
    KubernetesRollback rollback = KubernetesRollback.byHand(cluster.clusters());
    rollback.withdraw(plan);
    rollback.turnBack(plan);
    Restored restored = rollback.restore(plan);
    rollback.release(new Release(plan, FailureClass.PERSON, "by hand"));
    return restored;
  }

  private static List<Instruction> byHand(Bench bench) {
    return ByHand.recipe(cluster.admin(), held(bench)).instructions();
  }

  private static HeldService held(Bench bench) {
    return HeldService.of(bench.ledger().read(), target(), bench.plan().namespace(), "chat")
        .orElseThrow();
  }

  private static ClusterTarget target() {
    return new ClusterTarget("eu-1", "fleetcanary");
  }

  /** What {@code kubectl} would do. */
  private static void run(Bench bench, Instruction instruction) {
    List<String> words = instruction.command();
    if (words.equals(List.of("sleep", "60"))) {
      return;
    }
    assertThat(words).startsWith("kubectl", "-n", bench.plan().namespace());
    switch (words.get(3)) {
      case "patch" ->
          object(bench, words.get(4), words.get(5))
              .patch(PatchContext.of(PatchType.JSON), words.get(8));
      case "delete" -> {
        object(bench, "deployment", words.get(5)).delete();
        object(bench, "service", words.get(5)).delete();
      }
      case "rollout" -> assertThat(words).endsWith("rollout", "status", "deployment/chat");
      default -> throw new AssertionError(words);
    }
  }

  private static Resource<?> object(Bench bench, String kind, String name) {
    String namespace = bench.plan().namespace();
    return switch (kind) {
      case "httproute" ->
          cluster
              .admin()
              .genericKubernetesResources(RouteLook.HTTP_ROUTE)
              .inNamespace(namespace)
              .withName(name);
      case "deployment" ->
          cluster.admin().apps().deployments().inNamespace(namespace).withName(name);
      case "service" -> cluster.admin().services().inNamespace(namespace).withName(name);
      case "horizontalpodautoscaler.autoscaling" ->
          cluster
              .admin()
              .genericKubernetesResources(ScalerKind.HPA.context())
              .inNamespace(namespace)
              .withName(name);
      case "configmap" -> cluster.admin().configMaps().inNamespace(namespace).withName(name);
      default -> throw new AssertionError(kind);
    };
  }
}
