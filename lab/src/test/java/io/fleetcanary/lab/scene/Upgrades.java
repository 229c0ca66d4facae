package io.fleetcanary.lab.scene;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.story.WorkerProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker of the next build joins an older one while rollouts are in all their phases. */
interface Upgrades extends OnStage {
  @Test
  @Timeout(600)
  @DisplayName("F35: old and new worker side by side from each phase: all rollouts end promoted")
  default void promotesWithAWorkerOfTheNextBuildBesideAnOlderOne(@TempDir Path in)
      throws InterruptedException {
    List<WorkerProcess> next = new ArrayList<>();
    try {
      List<Played> played =
          new Loss(stage(), "beside-go", false).play(() -> next.add(startNext(in)));

      assertThat(played.size()).isEqualTo(7);
      played.forEach(Played::wentWell);
      assertThat(next.getFirst().said(NextBuild.GREETING)).isNotEmpty();
    } finally {
      next.forEach(WorkerProcess::close);
    }
  }

  @Test
  @Timeout(600)
  @DisplayName("F35: old and new worker side by side from each phase: all rollouts come back")
  default void comesBackWithAWorkerOfTheNextBuildBesideAnOlderOne(@TempDir Path in)
      throws InterruptedException {
    List<WorkerProcess> next = new ArrayList<>();
    try {
      List<Played> played =
          new Loss(stage(), "beside-abort", true).play(() -> next.add(startNext(in)));

      assertThat(played.size()).isEqualTo(7);
      for (Played one : played) {
        assertThat(one.ended(FleetPhase.ABORTED)).isEqualTo("aborted by ann: after the loss");
        one.isAsBefore();
        one.answeredAll();
      }
    } finally {
      next.forEach(WorkerProcess::close);
    }
  }

  @Test
  @Timeout(600)
  @DisplayName("F35: the older worker goes when the next one is there: all rollouts end promoted")
  default void promotesWhenAnOlderWorkerIsReplaced(@TempDir Path in) throws InterruptedException {
    String classes = NextBuild.classPath(in);
    try {
      List<Played> played =
          new Loss(stage(), "replaced", false)
              .play(
                  () -> {
                    stage().installation().killWorker();
                    stage().installation().startWorker("--class-path=" + classes);
                  });

      assertThat(played.size()).isEqualTo(7);
      played.forEach(Played::wentWell);
    } finally {
      stage().installation().killWorker();
      stage().installation().startWorker();
    }
  }

  private WorkerProcess startNext(Path in) {
    return stage().installation().startBeside(in, "--class-path=" + NextBuild.classPath(in));
  }
}
