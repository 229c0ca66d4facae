package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.lab.Behaviour;
import io.fleetcanary.lab.Behaviour.Fate;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;

/** One stable pod and one canary pod are not ready: traffic comes off the canary all the same. */
interface UnreadyPods extends OnStage {
  /** From the first error: three scrapes and what they prove, on a busy machine. */
  Duration SCRAPED_AND_PROVED = Duration.ofSeconds(30);

  @Scenario
  @DisplayName("S14, S22: aborted while a stable pod and a canary pod are not ready")
  default void takesTrafficOffOnAbortWhilePodsAreNotReady() {
    Scene scene = withUnreadyPods("abort-unready").abortOn("abort", unready("abort-unready"));

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.ABORTED)).isEqualTo("aborted by ann: abort");
    played.tookTrafficOffSoon();
    played.isAsBefore();
    played.answeredAll();
  }

  @Scenario
  @DisplayName("S30, F28: a breach while a stable pod and a canary pod are not ready")
  default void takesTrafficOffOnABreachWhilePodsAreNotReady() {
    Scene scene = withUnreadyPods("breach-unready");
    scene.on(
        "breach",
        unready("breach-unready"),
        (rollout, status) -> scene.canary(good -> good.withErrorRate(0.8)));

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.ROLLED_BACK))
        .startsWith("errors ")
        .endsWith("cluster " + scene.cluster(0));
    assertThat(played.reaction().orElseThrow()).isLessThan(SCRAPED_AND_PROVED);
    played.isAsBefore();
    played.answeredAllButTheCanarys();
  }

  private Scene withUnreadyPods(String name) {
    Scene scene = stage().scene(name).replicas(4);
    scene.with("steps", "[{\"weight\": 50, \"bake\": \"60s\"}]");
    return scene.on(
        "two pods fail their probes",
        Moments.bakes(scene.cluster(0), 50),
        (rollout, status) -> {
          makeUnready(first(name, scene.image("stable")));
          makeUnready(first(name, scene.image("canary")));
        });
  }

  private void makeUnready(Pod pod) {
    stage()
        .fleet()
        .behaviours()
        .setPod(
            stage().fleet().clusters().getFirst(),
            pod.getMetadata().getName(),
            Behaviour.GOOD.withErrorRate(0).withFate(Fate.NEVER_READY));
  }

  private Pod first(String namespace, String image) {
    return pods(namespace).stream()
        .filter(pod -> pod.getSpec().getContainers().getFirst().getImage().equals(image))
        .findFirst()
        .orElseThrow();
  }

  private Predicate<FleetStatus> unready(String namespace) {
    return status ->
        pods(namespace).stream().filter(pod -> !Readiness.getInstance().isReady(pod)).count() == 2;
  }

  private List<Pod> pods(String namespace) {
    return stage()
        .fleet()
        .admin(stage().fleet().clusters().getFirst())
        .pods()
        .inNamespace(namespace)
        .list()
        .getItems();
  }
}
