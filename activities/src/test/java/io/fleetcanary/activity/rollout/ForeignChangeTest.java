package io.fleetcanary.activity.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fleetcanary.activity.analysis.WatchedCluster.Trouble;
import io.fleetcanary.activity.watch.KubernetesWatch;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.RollbackActivities.Release;
import io.fleetcanary.workflow.RollbackActivities.Restored;
import io.fleetcanary.workflow.TrafficActivities.TrafficShift;
import io.fleetcanary.workflow.WorkloadActivities.CanaryScale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * What a watcher sees of what others do to the objects; nothing of what the rollout does itself.
 */
class ForeignChangeTest {
  @AutoClose private static final RiggedCluster cluster = RiggedCluster.open();
  private final KubernetesWatch watch = new KubernetesWatch(cluster.clusters());
  private Bench bench;

  @BeforeEach
  void begin(TestInfo test) {
    bench = Bench.in(cluster, test);
  }

  @Test
  void seesNothingForeignInWhatTheRolloutDoesItself() {
    Stream.<Runnable>of(
            () -> bench.goToFive(),
            () -> bench.workloads.scaleCanary(new CanaryScale(bench.plan(), 4, Bench.FIFTY)),
            () -> bench.traffic.shift(new TrafficShift(bench.plan(), 5, Bench.FIFTY)),
            () -> bench.workloads.promote(bench.plan()),
            () ->
                bench.traffic.shift(
                    new TrafficShift(bench.plan(), bench.plan().settleStep(), TrafficWeight.NONE)),
            () -> bench.workloads.emptyCanary(bench.plan()),
            () -> bench.workloads.keep(bench.plan()))
        .forEach(
            step -> {
              step.run();
              assertThat(foreign()).isEmpty();
            });
  }

  @Test
  void seesNothingForeignInTheWayBack() {
    bench.goToFive();
    bench.workloads.promote(bench.plan());

    Stream.<Runnable>of(
            () -> watch.brake(bench.plan()),
            () -> bench.rollback.turnBack(bench.plan()),
            () -> bench.rollback.restore(bench.plan()),
            () ->
                bench.rollback.release(
                    new Release(bench.plan(), FailureClass.LOCAL, "no GPU left")))
        .forEach(
            step -> {
              step.run();
              assertThat(foreign()).isEmpty();
            });
  }

  @Test
  void doesNotMindHowManyPodsSomebodyGivesToStableOrTheCanary() {
    bench.goToFive();

    change(bench.stable(), stable -> stable.getSpec().setReplicas(7));
    change(bench.canary(), canary -> canary.getSpec().setReplicas(4));

    assertThat(foreign()).isEmpty();
  }

  @Test
  void seesAnotherRevisionAndLeavesIt() {
    bench.goToFive();

    change(bench.stable(), stable -> setImage(stable, "registry.example/vllm:pushed"));

    assertThat(foreign())
        .contains(
            "foreign change: Deployment chat: image of container server is not the recorded one,"
                + " got registry.example/vllm:pushed");
    assertThat(bench.back())
        .isEqualTo(
            new Restored(
                true,
                "image of container server is not the recorded one, got"
                    + " registry.example/vllm:pushed"));
    assertThat(bench.image()).isEqualTo("registry.example/vllm:pushed");
    assertThat(bench.canary()).isNull();
  }

  @Test
  void saysWhatItHasLeftAlsoToARunThatComesAfterItsEnd() {
    bench.goToFive();
    change(bench.stable(), stable -> setImage(stable, "registry.example/vllm:pushed"));
    Restored told = bench.back();
    assertThat(told.left()).isNotEmpty();

    assertThat(bench.back()).isEqualTo(told);
    assertThat(bench.back()).isEqualTo(told);
  }

  @Test
  void saysNothingOfWhatAnotherRolloutHasLeft() {
    Bench next = bench.rollout("chat-20261126120000-3c4d");
    bench.goToFive();
    bench.back();
    next.goToFive();
    change(next.stable(), stable -> setImage(stable, "registry.example/vllm:pushed"));
    next.back();

    assertThat(bench.back()).isEqualTo(new Restored(true, ""));
  }

  @Test
  void seesAnyOtherChangeOfThePodTemplate() {
    bench.goToFive();

    change(
        bench.stable(),
        stable ->
            stable
                .getSpec()
                .getTemplate()
                .getMetadata()
                .setAnnotations(new TreeMap<>(Map.of("restarted", "now"))));

    assertThat(foreign()).contains("foreign change: Deployment chat: its pod template was changed");
    assertThat(bench.back()).isEqualTo(new Restored(true, ""));
  }

  @Test
  void seesThatAPromotedRevisionWasTakenOut() {
    String before = bench.image();
    bench.goToFive();
    bench.workloads.promote(bench.plan());

    change(bench.stable(), stable -> setImage(stable, before));
    Optional<String> putBack = foreign();
    change(bench.stable(), stable -> setImage(stable, "registry.example/vllm:pushed"));

    assertThat(putBack)
        .contains(
            "foreign change: Deployment chat: its pod template does not have the revision any"
                + " more");
    assertThat(foreign())
        .contains(
            "foreign change: Deployment chat: image of container server is neither the rollout's"
                + " nor the recorded one, got registry.example/vllm:pushed");
  }

  @Test
  void seesAStableWithoutPodsAndOneMadeAnew() {
    bench.goToFive();
    Bench surveyed = bench.surveyedAs("another-uid");

    change(bench.stable(), stable -> stable.getSpec().setReplicas(0));

    assertThat(foreign()).contains("foreign change: Deployment chat: is scaled to 0");
    assertThat(watch.foreign(surveyed.plan()).map(Trouble::reason))
        .contains(
            "foreign change: Deployment chat: is not the one that was surveyed, it was created"
                + " anew");
  }

  @Test
  void seesACanaryWithoutPods() {
    bench.goToFive();

    change(bench.canary(), canary -> canary.getSpec().setReplicas(0));

    assertThat(foreign()).contains("foreign change: Deployment chat-canary: is scaled to 0");
  }

  @Test
  void seesServicesThatSelectOthers() {
    bench.goToFive();

    change(bench.canaryService(), service -> service.getSpec().setSelector(Map.of("app", "chat")));
    Optional<String> canary = foreign();
    cluster.admin().resource(bench.canaryService()).delete();
    Optional<String> gone = foreign();

    assertThat(canary)
        .contains(
            "foreign change: Service chat-canary: its selector {app=chat} is not that of the"
                + " canary's pods");
    assertThat(gone).contains("foreign change: Service chat-canary: does not exist");
  }

  @Test
  void seesAServiceThatSelectsOthers() {
    bench.goToFive();
    Service service =
        cluster.admin().services().inNamespace(bench.plan().namespace()).withName("chat").get();

    change(service, chat -> chat.getSpec().setSelector(Map.of("app", "embed")));

    assertThat(foreign())
        .contains(
            "foreign change: Service chat: its selector {app=embed} is not that of stable's pods"
                + " alone");
  }

  @Test
  void isTheClustersOwnTrouble() {
    bench.goToFive();

    cluster.admin().resource(bench.canary()).delete();

    assertThat(watch.foreign(bench.plan()))
        .contains(
            new Trouble(
                FailureClass.LOCAL, "foreign change: Deployment chat-canary: does not exist"));
  }

  private Optional<String> foreign() {
    return watch.foreign(bench.plan()).map(Trouble::reason);
  }

  private static void setImage(Deployment stable, String image) {
    stable.getSpec().getTemplate().getSpec().getContainers().getFirst().setImage(image);
  }

  private static <T extends HasMetadata> void change(T object, Consumer<T> change) {
    change.accept(object);
    cluster.admin().resource(object).update();
  }
}
