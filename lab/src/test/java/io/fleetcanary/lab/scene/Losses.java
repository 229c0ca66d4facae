package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Something is killed (-9) while rollouts are in all their phases, and started again. */
interface Losses extends OnStage {
  /** Kills the Temporal server and starts it again. */
  void restartTemporal();

  @Test
  @Timeout(600)
  @DisplayName("worker killed in each phase: all rollouts end promoted, no request fails")
  default void promotesAfterTheWorkerWasKilled() throws InterruptedException {
    assertAllWentWell(new Loss(stage(), "kill-go", false).play(this::replaceWorker));
  }

  @Test
  @Timeout(600)
  @DisplayName("worker killed in each phase, then aborted: all rollouts come back")
  default void comesBackAfterTheWorkerWasKilled() throws InterruptedException {
    List<Played> played = new Loss(stage(), "kill-abort", true).play(this::replaceWorker);

    assertThat(played.size()).isEqualTo(7);
    for (Played one : played) {
      assertThat(one.ended(FleetPhase.ABORTED)).isEqualTo("aborted by ann: after the loss");
      one.isAsBefore();
      one.answeredAll();
    }
  }

  @Test
  @Timeout(600)
  @DisplayName("Temporal server killed in each phase: all rollouts end promoted, no request fails")
  default void promotesAfterTheTemporalServerWasKilled() throws InterruptedException {
    assertAllWentWell(new Loss(stage(), "temporal", false).play(this::restartTemporal));
  }

  private static void assertAllWentWell(List<Played> played) {
    assertThat(played.size()).isEqualTo(7);
    played.forEach(Played::wentWell);
  }

  private void replaceWorker() {
    stage().installation().killWorker();
    stage().installation().startWorker();
  }
}
