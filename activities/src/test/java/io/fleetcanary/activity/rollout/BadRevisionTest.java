package io.fleetcanary.activity.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.fleet.BadRevisions;
import io.fleetcanary.core.fleet.BadRevisions.BadRevision;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.RollbackActivities.Release;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A cluster's ledger remembers which revisions failed there. */
class BadRevisionTest {
  @AutoClose private static final RiggedCluster cluster = RiggedCluster.open();
  private Bench bench;

  @BeforeEach
  void goToFive(TestInfo test) {
    bench = Bench.in(cluster, test);
    bench.goToFive();
  }

  @Test
  void isRememberedWithItsReason() {
    fails();

    assertThat(known().of(digest()))
        .contains(
            new BadRevision(
                digest(),
                bench.plan().revision().name(),
                bench.plan().rolloutId(),
                "errors 7 % > limit 2 %"));
  }

  @Test
  void isNotWhatGoesBackForAClustersOwnTrouble() {
    goesBack(FailureClass.LOCAL, "no GPU left");

    assertThat(known()).isEqualTo(BadRevisions.NONE);
  }

  @Test
  void isNotWhatAPersonAborts() {
    goesBack(FailureClass.PERSON, "aborted by ann");

    assertThat(known()).isEqualTo(BadRevisions.NONE);
  }

  @Test
  @DisplayName("S35: is remembered through later rollouts until it is kept")
  void isRememberedThroughLaterRolloutsUntilItIsKept() {
    fails();
    Bench again = bench.rollout("chat-20261126090000-0002");
    again.goToFive();
    assertThat(known().of(digest())).isPresent();
    again.back();
    assertThat(known().of(digest())).isPresent();

    assertThat(bench.rollout("chat-20261126090000-0003").forwardAndKeep())
        .isEqualTo(new Progress.Done());

    assertThat(known()).isEqualTo(BadRevisions.NONE);
  }

  private void fails() {
    goesBack(FailureClass.EVIDENCE, "errors 7 % > limit 2 %");
  }

  private void goesBack(FailureClass because, String reason) {
    bench.rollback.turnBack(bench.plan());
    bench.rollback.restore(bench.plan());
    bench.rollback.release(new Release(bench.plan(), because, reason));
  }

  private BadRevisions known() {
    return bench.ledger().read().bad();
  }

  private String digest() {
    return bench.plan().revision().digest();
  }
}
