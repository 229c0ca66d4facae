package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.Behaviour;
import io.fleetcanary.lab.Behaviour.Fate;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.story.StartedRollout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;

/** What did not stay is released again, and stable is what it was. */
interface Again extends OnStage {
  Duration LONG = Duration.ofMinutes(2);

  /** Until Prometheus has seen stable serve. */
  String TOO_EARLY = "must have series";

  @Scenario
  @DisplayName("S35: it crashed, the same again is refused, and promoted where a person says again")
  default void releasesWhatFailedOnlyWhereAPersonSaysSo() {
    Scene scene = stage().scene("again-failed");
    String spec = scene.json();
    List<FleetOutcome> earlier = new ArrayList<>();
    scene.canary(good -> good.withFate(Fate.CRASH_LOOP));
    scene.beside(
        new Earlier(
            () -> {
              earlier.add(release(scene, spec));
              earlier.add(release(scene, spec));
              scene.canary(good -> good);
            }));

    Played played = scene.with("again", "true").play();

    played.wentWell();
    assertThat(earlier)
        .extracting(FleetOutcome::ending)
        .containsExactly(FleetPhase.ROLLED_BACK, FleetPhase.REFUSED);
    assertThat(earlier.getFirst().reason()).contains("CrashLoopBackOff");
    assertThat(earlier.getLast().reason())
        .contains("revision must not be one that failed here, got 2026.11.3", "CrashLoopBackOff");
  }

  @Scenario
  @DisplayName("S20, S25: aborted at 25 %, then the same again: promoted from the first step on")
  default void promotesWhatWasAborted() {
    Scene scene = stage().scene("again-aborted");
    List<FleetOutcome> earlier = new ArrayList<>();
    scene.beside(new Earlier(() -> earlier.add(abortedAtAQuarter(scene))));

    Played played = scene.play();

    played.wentWell();
    assertThat(earlier)
        .singleElement()
        .matches(one -> one.ending() == FleetPhase.ABORTED)
        .matches(one -> one.reason().equals("aborted by ann: not now"));
  }

  @Scenario
  @DisplayName("S47: a bad image, then another that is bad in another way: stable is untouched")
  default void goesBackFromASecondBadImage() {
    Scene scene = stage().scene("again-bad").replicas(4);
    String first = neverReady(scene);
    scene.canary(good -> good.withFate(Fate.CRASH_LOOP));
    List<FleetOutcome> earlier = new ArrayList<>();
    StablePods pods = new StablePods(scene);
    String spec = scene.with("readyWithin", "\"10s\"").json().replace(scene.image("canary"), first);
    scene.with("readyWithin", "\"60s\"");
    scene.beside(new Earlier(() -> earlier.add(release(scene, spec)))).beside(pods);
    scene.on(
        "the second one starts",
        Moments.in(scene.cluster(0), ClusterPhase.STARTING),
        (rollout, status) ->
            awaitPods(scene, Map.of(scene.image("stable"), 4, scene.image("canary"), 1)));

    Played played = scene.play();

    assertThat(earlier)
        .singleElement()
        .matches(one -> one.ending() == FleetPhase.ROLLED_BACK)
        .matches(one -> one.reason().contains("must be ready within 10 s, got 0 of 1"));
    assertThat(played.ended(FleetPhase.ROLLED_BACK)).contains("CrashLoopBackOff");
    played.isAsBefore();
    played.answeredAll();
    pods.haveStayed();
  }

  /** Another image than the scene's, whose pods never get ready in the first cluster. */
  private static String neverReady(Scene scene) {
    String image = scene.faultless("first");
    Behaviour never = Behaviour.GOOD.withFate(Fate.NEVER_READY);
    scene.fleet().behaviours().set(scene.cluster(0), image, never);
    return image;
  }

  /** So many pods of each image are in the first cluster, and no others. */
  private static void awaitPods(Scene scene, Map<String, Integer> wanted) {
    Eventually.within(
        LONG,
        () -> {
          Map<String, Integer> pods = new TreeMap<>();
          scene
              .fleet()
              .admin(scene.cluster(0))
              .pods()
              .inNamespace(scene.namespace())
              .list()
              .getItems()
              .forEach(
                  pod ->
                      pods.merge(
                          pod.getSpec().getContainers().getFirst().getImage(), 1, Integer::sum));
          assertThat(pods).isEqualTo(wanted);
        });
  }

  @Scenario
  @DisplayName("S28, S63: aborted at 25 %: stable's pods are those of before")
  default void leavesStablesPodsAlone() {
    Scene scene = stage().scene("again-pods");
    StablePods pods = new StablePods(scene);
    scene.beside(pods).abortOn("at 25", Moments.bakes(scene.cluster(0), 25));

    Played played = scene.play();

    assertThat(played.ended(FleetPhase.ABORTED)).isEqualTo("aborted by ann: at 25");
    played.isAsBefore();
    played.answeredAll();
    pods.haveStayed();
  }

  private FleetOutcome release(Scene scene, String spec) {
    List<FleetOutcome> outcomes = new ArrayList<>();
    Eventually.within(
        LONG,
        () -> {
          outcomes.add(start(scene, spec).await(LONG.toSeconds()));
          assertThat(outcomes.getLast().reason()).doesNotContain(TOO_EARLY);
        });
    return outcomes.getLast();
  }

  private FleetOutcome abortedAtAQuarter(Scene scene) {
    List<StartedRollout> started = new ArrayList<>();
    Eventually.within(
        LONG,
        () -> {
          started.add(start(scene, scene.json()));
          Eventually.within(
              LONG,
              () ->
                  assertThat(started.getLast().status())
                      .matches(
                          Moments.bakes(scene.cluster(0), 25).or(Moments.fleet(FleetPhase.REFUSED)),
                          "bakes or is refused"));
          assertThat(started.getLast().status().reason()).doesNotContain(TOO_EARLY);
        });
    started.getLast().signal("abort", Map.of("by", "ann", "reason", "not now"));
    return started.getLast().await(LONG.toSeconds());
  }

  private StartedRollout start(Scene scene, String spec) {
    return StartedRollout.start(stage().installation().client(), scene.namespace(), spec);
  }
}
