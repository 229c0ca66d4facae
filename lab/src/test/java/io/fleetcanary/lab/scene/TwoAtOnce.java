package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.story.StartedRollout;
import io.fleetcanary.workflow.FleetRollout;
import io.fleetcanary.workflow.TaskQueues;
import io.fleetcanary.workflow.takeover.TakeOver;
import io.fleetcanary.workflow.takeover.TakeOver.Taken;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;

/** Two releases of one service at once: the second is refused, the first does not notice. */
interface TwoAtOnce extends OnStage {
  @Scenario
  @DisplayName(
      "S55, S67, S79, F31: its spec is edited and started again from the same installation: refused,"
          + " and what was started goes everywhere")
  default void refusesASecondReleaseFromTheSameInstallation() {
    Scene scene = stage().scene("two-at-once");
    String id = FleetRollout.workflowId(scene.namespace(), "chat");
    AtomicReference<WorkflowExecutionAlreadyStarted> sameId = new AtomicReference<>();
    AtomicReference<FleetOutcome> otherId = new AtomicReference<>();
    String edited = scene.faultless("edited");
    String again = scene.json().replace(scene.image("canary"), edited);
    scene.on(
        "second start",
        Moments.bakes(scene.cluster(0), 25),
        (first, status) -> {
          sameId.set(
              catchThrowableOfType(
                  WorkflowExecutionAlreadyStarted.class,
                  () ->
                      StartedRollout.start(
                          stage().installation().client(), scene.namespace(), again)));
          otherId.set(
              StartedRollout.startAs(stage().installation().client(), "second-release", again)
                  .await(120));
        });

    Played played = scene.play();

    played.wentWell();
    assertThat(sameId.get().getExecution().getWorkflowId()).isEqualTo(id);
    assertThat(otherId.get().ending()).isEqualTo(FleetPhase.REFUSED);
    assertThat(otherId.get().reason()).contains(id);
    assertThat(again).contains(edited);
    assertThat(played.result().answers().values())
        .allMatch(seen -> !seen.byRevision().containsKey(edited));
  }

  @Scenario
  @DisplayName("S55, S79, F31: a second release of the same service from another installation")
  default void refusesASecondReleaseFromAnotherInstallation() {
    Scene scene = stage().scene("two-installations");
    scene.with("steps", "[{\"weight\": 25, \"bake\": \"15s\"}]");
    AtomicReference<FleetOutcome> second = new AtomicReference<>();
    AtomicReference<String> firstId = new AtomicReference<>();
    try (Installation other = another()) {
      scene.on(
          "second start",
          Moments.bakes(scene.cluster(0), 25),
          (first, status) -> {
            firstId.set(status.rolloutId());
            second.set(
                StartedRollout.start(other.client(), scene.namespace(), scene.json()).await(120));
          });

      Played played = scene.play();

      played.wentWell();
      assertThat(second.get().ending()).isEqualTo(FleetPhase.REFUSED);
      assertThat(second.get().reason()).contains("must not be claimed", firstId.get());
    }
  }

  /** Three times, and both are started in the same moment each time. */
  @Scenario
  @DisplayName("S55, S79, F31: two installations start in the same moment: one has it, thrice")
  default void letsOneOfTwoHaveItThatStartInTheSameMoment() {
    Scene scene = stage().scene("two-in-a-moment").requestsPerSecond(20);
    scene.with("steps", "[{\"weight\": 25, \"bake\": \"60s\"}]");
    try (Installation other = another()) {
      scene.whileCalled(
          () -> {
            for (int round = 0; round < 3; round++) {
              new SameMoment(
                      scene,
                      () ->
                          StartedRollout.start(
                              stage().installation().client(), scene.namespace(), scene.json()),
                      () -> StartedRollout.start(other.client(), scene.namespace(), scene.json()))
                  .oneHasIt();
            }
          });
    }
  }

  @Scenario
  @DisplayName("S55, S79, F31: one installation starts it twice in the same moment: it has one")
  default void startsOneOfTwoThatAreStartedInTheSameMoment() {
    Scene scene = stage().scene("twice-in-a-moment").requestsPerSecond(20);
    scene.with("steps", "[{\"weight\": 25, \"bake\": \"60s\"}]");
    Callable<StartedRollout> start =
        () ->
            StartedRollout.start(stage().installation().client(), scene.namespace(), scene.json());
    scene.whileCalled(() -> new SameMoment(scene, start, start).onlyOneStarts());
  }

  @Scenario
  @DisplayName("F33: another installation takes a release over; the first one changes nothing more")
  default void isTakenOverByAnotherInstallation() {
    Scene scene = stage().scene("taken-over");
    scene.with("steps", "[{\"weight\": 25, \"bake\": \"90s\"}]");
    AtomicReference<Taken> taken = new AtomicReference<>();
    try (Installation other = another()) {
      scene
          .on(
              "take over",
              Moments.bakes(scene.cluster(0), 25),
              (first, status) -> taken.set(takeOver(other, scene)))
          .answerOn("stop it", Moments.fleet(FleetPhase.HOLDING), "reject");

      Played played = scene.play();

      assertThat(taken.get().back())
          .singleElement()
          .asString()
          .contains("in cluster " + scene.cluster(0) + " is as it was before rollout ");
      assertThat(played.ended(FleetPhase.HANDED_OVER))
          .contains(
              "foreign change: ConfigMap fleetcanary-chat: somebody else has taken this over");
      played.asksForTheSame(scene.cluster(0));
      played.isAsBefore(scene.cluster(1), scene.cluster(2));
    }
  }

  private static Taken takeOver(Installation other, Scene scene) {
    WorkflowStub run =
        other
            .client()
            .newUntypedWorkflowStub(
                "TakeOver",
                WorkflowOptions.newBuilder()
                    .setTaskQueue(TaskQueues.CENTRAL)
                    .setWorkflowId(TakeOver.workflowId(scene.namespace(), "chat"))
                    .build());
    run.start(new TakeOver.Order(scene.json(), "ann", "the other installation is gone"));
    return run.getResult(Taken.class);
  }
}
