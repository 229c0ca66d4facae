package io.fleetcanary.lab.real;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.LabFleet;
import io.fleetcanary.lab.story.Stories;
import io.fleetcanary.lab.story.Stories.Told;
import io.fleetcanary.lab.story.StoriesContract;
import io.fleetcanary.lab.story.StorySpec.Pace;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The stories on real parts, with the worker as a process and only the rights the docs name. */
@Tag("real")
final class RealStoriesTest extends StoriesContract {
  @Override
  protected Pace pace() {
    return Pace.CALM;
  }

  @Override
  protected LabFleet startFleet(Path in) {
    return RealFleet.start(List.of("eu-1", "us-1", "ap-1"), in);
  }

  @Test
  @Order(3)
  @DisplayName("S1, S81: promotes everywhere without a failed request")
  void promotesEverywhereWithoutAFailedRequest() {
    assertThat(stories().good((rollout, status) -> {}).flaws()).isEmpty();
  }

  @Test
  @Order(4)
  @DisplayName("S77, F1: goes on when the worker is killed at a quarter")
  void goesOnWhenTheWorkerIsKilledAtAQuarter() {
    AtomicBoolean killed = new AtomicBoolean();
    String first = stories().fleet().clusters().getFirst();

    Told told =
        stories()
            .goodAgain(
                (rollout, status) -> {
                  if (!killed.get() && bakesAtQuarter(status, first)) {
                    replaceWorker();
                    killed.set(true);
                  }
                });

    assertThat(killed).isTrue();
    // while no worker runs nobody tells when that bake began and ended
    String unseen = "requests in " + first + " at 25 % ";
    assertThat(told.flaws()).filteredOn(flaw -> !flaw.startsWith(unseen)).isEmpty();
  }

  @Test
  @Order(5)
  @DisplayName("F33: brings back a cluster whose run was terminated")
  void bringsBackAClusterWhoseRunWasTerminated() {
    AtomicBoolean terminated = new AtomicBoolean();
    AtomicBoolean aborted = new AtomicBoolean();
    String first = stories().fleet().clusters().getFirst();

    Told told =
        stories()
            .aborted(
                (rollout, status) -> {
                  if (!terminated.get() && bakesAtQuarter(status, first)) {
                    terminate(status.workflowId() + "/" + first);
                    terminated.set(true);
                  } else if (status.phase() == FleetPhase.HOLDING
                      && aborted.compareAndSet(false, true)) {
                    Stories.abort(rollout, "somebody has terminated a run");
                  }
                });

    assertThat(aborted).isTrue();
    assertThat(told.flaws()).isEmpty();
    assertThat(told.result().outcome().clusters())
        .containsEntry(
            first,
            new ClusterOutcome.RolledBack(
                FailureClass.LOCAL,
                "the run of cluster " + first + " ended by force: terminated from outside"));
  }

  private void terminate(String workflowId) {
    stories().client().newUntypedWorkflowStub(workflowId).terminate("a slip of the finger");
  }
}
