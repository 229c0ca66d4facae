package io.fleetcanary.activity.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.activity.workload.Chat;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.RollbackActivities.Restored;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** {@code kubectl rollout undo} brings the mark of a rollout back that has ended. */
class UndoneTest {
  private static final String CLAIM = "claim.fleetcanary.io/chat";
  @AutoClose private static final RiggedCluster cluster = RiggedCluster.open();
  private Bench ended;
  private Bench next;

  @BeforeEach
  void undo(TestInfo test) {
    ended = Bench.in(cluster, test);
    ended.goToFive();
    ended.back();
    cluster
        .admin()
        .resource(ended.stable())
        .edit(
            stable -> {
              String mark = ended.plan().rolloutId() + "/forward/7";
              stable.getMetadata().getAnnotations().put(CLAIM, mark);
              return stable;
            });
    next = ended.rollout("chat-20261126120000-2b3c");
  }

  @Test
  void isNothingToTheNextOne() {
    assertThat(next.forwardAndKeep()).isInstanceOf(Progress.Done.class);

    assertThat(next.image()).isEqualTo(Chat.NEW);
    assertThat(next.stable().getMetadata().getAnnotations())
        .containsExactlyEntriesOf(Map.of("team", "language"));
  }

  @Test
  void isRemovedByTheWayBackOfTheNextOne() {
    next.goToFive();

    assertThat(next.back()).isEqualTo(new Restored(true, ""));
    assertThat(next.stable().getMetadata().getAnnotations())
        .containsExactlyEntriesOf(Map.of("team", "language"));
  }
}
