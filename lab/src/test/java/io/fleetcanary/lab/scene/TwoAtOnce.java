package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.story.StartedRollout;
import io.fleetcanary.workflow.FleetRollout;
import io.temporal.client.WorkflowExecutionAlreadyStarted;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;

/** Two releases of one service at once: the second is refused, the first does not notice. */
interface TwoAtOnce extends OnStage {
  @Scenario
  @DisplayName("S55, S79, F31: a second release of the same service from the same installation")
  default void refusesASecondReleaseFromTheSameInstallation() {
    Scene scene = stage().scene("two-at-once");
    String id = FleetRollout.workflowId(scene.namespace(), "chat");
    AtomicReference<WorkflowExecutionAlreadyStarted> sameId = new AtomicReference<>();
    AtomicReference<FleetOutcome> otherId = new AtomicReference<>();
    scene.on(
        "second start",
        Moments.bakes(scene.cluster(0), 25),
        (first, status) -> {
          sameId.set(
              catchThrowableOfType(
                  WorkflowExecutionAlreadyStarted.class,
                  () ->
                      StartedRollout.start(
                          stage().installation().client(), scene.namespace(), scene.json())));
          otherId.set(
              StartedRollout.startAs(
                      stage().installation().client(), "second-release", scene.json())
                  .await(120));
        });

    Played played = scene.play();

    played.wentWell();
    assertThat(sameId.get().getExecution().getWorkflowId()).isEqualTo(id);
    assertThat(otherId.get().ending()).isEqualTo(FleetPhase.REFUSED);
    assertThat(otherId.get().reason()).contains(id);
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
}
