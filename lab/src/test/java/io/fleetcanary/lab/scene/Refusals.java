package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.Behaviour.Fate;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.story.Snapshot;
import io.fleetcanary.lab.story.StartedRollout;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;

/** What cannot be is refused with its path and its rule, and nothing is touched anywhere. */
interface Refusals extends OnStage {
  Duration AT_ONCE = Duration.ofSeconds(60);

  @Scenario
  @DisplayName("S17, S67, S72: weights, images and waves that cannot be")
  default void refusesWhatCannotBe() {
    Scene scene = stage().scene("refused").requestsPerSecond(20);

    scene.whileCalled(
        () -> {
          refusesSteps(scene);
          refusesWaves(scene, scene.cluster(0));
          scene.with("waves", "[{\"name\": \"all\", \"select\": \"all\"}]");
          refuses(
              scene.with("revision", "{\"name\": \"v2\", \"image\": \"registry.example/chat:v2\"}"),
              "revision.image: must be an image by digest, got \"registry.example/chat:v2\"");
        });
  }

  private void refusesWaves(Scene scene, String first) {
    refuses(
        scene.with("waves", "[{\"name\": \"a\", \"select\": {\"region\": \"mars\"}}]"),
        "waves[0].select: must select a cluster that no earlier wave takes, got none");
    refuses(
        scene.with(
            "waves",
            """
            [{"name": "a", "clusters": ["%1$s"]}, {"name": "b", "clusters": ["%1$s"]}]
            """
                .formatted(first)),
        "waves[1].clusters[0]: must be in exactly one wave, got \"%s\" in a already"
            .formatted(first));
    refuses(
        scene.with(
            "waves",
            """
            [{"name": "a", "select": {"region": "%s"}},
             {"name": "b", "clusters": ["%s", "mars"]}, {"name": "c", "clusters": ["pluto"]}]
            """
                .formatted(first.split("-", 2)[0], first)),
        "waves[1].clusters[0]: must be in exactly one wave, got \"%s\", which wave a takes"
            .formatted(first),
        "waves[1].clusters[1]: must be a cluster the worker knows, got \"mars\"",
        "waves[2].clusters[0]: must be a cluster the worker knows, got \"pluto\"");
  }

  private void refusesSteps(Scene scene) {
    refuses(
        scene.with("steps", "[{\"weight\": 120, \"bake\": \"5s\"}]"),
        "steps[0].weight: must be a whole number from 1 to 99, got the number 120");
    refuses(
        scene.with(
            "steps",
            """
            [{"weight": 60, "bake": "5s"}, {"weight": 40, "bake": "5s"}, {"weight": 100, "bake": "5s"}]
            """),
        "steps[1].weight: must be above the step before, 60, got 40",
        "steps[2].weight: must be below 100, got the number 100");
    scene.with("steps", "[{\"weight\": 25, \"bake\": \"5s\"}]");
  }

  @Scenario
  @DisplayName(
      "S48, S49: stable crashes in one cluster: its mend is refused; mended by hand there, it is"
          + " released, and a person is asked about that cluster")
  default void releasesNothingOnTopOfAStableThatCrashes() {
    Scene scene = stage().scene("stable-crashes");
    String sick = scene.cluster(1);
    scene.beside(new Earlier(() -> mendsByHand(scene, sick)));
    scene.answerOn("mended by hand", Moments.fleet(FleetPhase.HOLDING), "approve");

    Played played = scene.play();

    played.wentWell();
    assertThat(played.happened().getLast().status().waitingFor().getFirst().why())
        .startsWith("stable serves the new revision already: it did before the rollout came here")
        .endsWith("cluster " + sick);
    played.asksForTheSame(sick);
  }

  /** Callers in other clusters do not notice, neither the crash nor what is refused. */
  private void mendsByHand(Scene scene, String sick) {
    try (Called called = new Called(scene)) {
      scene.stable(sick, good -> good.withFate(Fate.CRASH_LOOP));
      awaitPods(scene, sick, 0);
      assertThat(refused(scene).lines())
          .allMatch(line -> line.startsWith("cluster " + sick + ": "))
          .contains(
              "cluster "
                  + sick
                  + ": Deployment chat must have all pods available, got 0 of 2; repair it first");
      Somebody.in(scene.fleet(), sick, scene.namespace()).pushes(scene.image("canary"));
      awaitPods(scene, sick, 2);
      called.answeredAllBut(sick);
    }
  }

  /** All of it is said, and nothing else. */
  private void refuses(Scene scene, String... sentences) {
    String reason = refused(scene);

    assertThat(reason).contains(sentences);
    assertThat(reason.lines()).hasSameSizeAs(sentences);
  }

  /** Why; all clusters are what they were, and no ledger is there. */
  private String refused(Scene scene) {
    SortedMap<String, Snapshot> before = now(scene);

    FleetOutcome outcome =
        StartedRollout.start(stage().installation().client(), scene.namespace(), scene.json())
            .await(AT_ONCE.toSeconds());

    assertThat(outcome.ending()).as(outcome.reason()).isEqualTo(FleetPhase.REFUSED);
    assertThat(now(scene)).isEqualTo(before);
    scene.fleet().clusters().forEach(cluster -> hasNoLedger(scene, cluster));
    return outcome.reason();
  }

  private static void hasNoLedger(Scene scene, String cluster) {
    assertThat(
            scene
                .fleet()
                .admin(cluster)
                .configMaps()
                .inNamespace(scene.namespace())
                .withName("fleetcanary-chat")
                .get())
        .as("ledger in %s", cluster)
        .isNull();
  }

  private static SortedMap<String, Snapshot> now(Scene scene) {
    SortedMap<String, Snapshot> now = new TreeMap<>();
    scene.fleet().clusters().forEach(cluster -> now.put(cluster, scene.now(cluster)));
    return now;
  }

  /** Until so many of stable's pods are available there, and no others are on their way. */
  private static void awaitPods(Scene scene, String cluster, int count) {
    Eventually.within(
        AT_ONCE,
        () -> {
          Deployment chat =
              scene
                  .fleet()
                  .admin(cluster)
                  .apps()
                  .deployments()
                  .inNamespace(scene.namespace())
                  .withName("chat")
                  .require();
          Integer available = chat.getStatus().getAvailableReplicas();
          assertThat(available == null ? 0 : available).isEqualTo(count);
          assertThat(chat.getStatus().getUpdatedReplicas()).isEqualTo(2);
          assertThat(chat.getStatus().getReplicas()).isEqualTo(2);
          assertThat(chat.getStatus().getObservedGeneration())
              .isEqualTo(chat.getMetadata().getGeneration());
        });
  }
}
