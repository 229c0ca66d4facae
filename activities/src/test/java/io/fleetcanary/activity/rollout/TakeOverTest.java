package io.fleetcanary.activity.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fleetcanary.activity.analysis.WatchedCluster.Trouble;
import io.fleetcanary.activity.recovery.KubernetesLedgers;
import io.fleetcanary.activity.rollout.Bench.Picture;
import io.fleetcanary.activity.watch.KubernetesWatch;
import io.fleetcanary.core.claim.Ending;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.RollbackActivities.Release;
import io.fleetcanary.workflow.RollbackActivities.Restored;
import io.fleetcanary.workflow.TrafficActivities.TrafficShift;
import io.fleetcanary.workflow.WorkloadActivities.CanaryScale;
import io.fleetcanary.workflow.sweep.LedgerActivities.Inherited;
import io.fleetcanary.workflow.sweep.LedgerActivities.OneService;
import io.fleetcanary.workflow.sweep.LedgerActivities.Taking;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** A person takes over what a rollout holds that may be lost, or may live somewhere else. */
class TakeOverTest {
  private static final String TAKER = "chat-20261126080000-5e6f";
  private static final Inherited TAKEN = new Inherited(true, false);

  @AutoClose private static final RiggedCluster cluster = RiggedCluster.open();
  private final KubernetesLedgers ledgers = new KubernetesLedgers(cluster.clusters());

  @Test
  void bringsBackWhatItHasInherited(TestInfo test) {
    Bench old = Bench.in(cluster, test);
    Picture before = old.picture();
    old.goToFive();

    assertThat(take(old)).isEqualTo(TAKEN);

    assertThat(back(old.rollout(TAKER))).isEqualTo(new Restored(true, ""));
    assertThat(old.picture()).isEqualTo(before);
    assertThat(old.ending()).hasValue(Ending.TAKEN_OVER);
    assertThat(old.rollout(TAKER).ending()).hasValue(Ending.RETURNED);
  }

  @Test
  void bringsBackAPromotedStable(TestInfo test) {
    Bench old = Bench.in(cluster, test);
    Picture before = old.picture();
    old.forward();

    take(old);

    assertThat(back(old.rollout(TAKER))).isEqualTo(new Restored(true, ""));
    assertThat(old.picture()).isEqualTo(before);
  }

  @Test
  void leavesAnOldWriterNothingToWriteOnceItIsBack(TestInfo test) {
    Bench old = Bench.in(cluster, test);
    old.goToFive();
    take(old);
    back(old.rollout(TAKER));
    Picture free = old.picture();

    for (Progress late : everythingForward(old)) {
      assertThat(late).isNotInstanceOf(Progress.Done.class);
    }
    Restored told = back(old);

    assertThat(old.picture()).isEqualTo(free);
    assertThat(told.left()).isEqualTo("somebody else has taken this over");
  }

  @Test
  void leavesAnOldWriterNoWayForwardWhileItComesBack(TestInfo test) {
    Bench old = Bench.in(cluster, test);
    Picture before = old.picture();
    old.goToFive();
    take(old);

    for (Progress late : everythingForward(old)) {
      assertThat(late).isNotInstanceOf(Progress.Done.class);
    }
    assertThat(old.weight()).isLessThanOrEqualTo(5);
    back(old);
    back(old.rollout(TAKER));

    assertThat(old.picture()).isEqualTo(before);
  }

  @Test
  void letsANewRolloutBeginWhichAnOldWriterCannotDisturb(TestInfo test) {
    Bench old = Bench.in(cluster, test);
    old.goToFive();
    take(old);
    back(old.rollout(TAKER));
    Bench next = old.rollout("chat-20261126090000-7a8b");
    next.goToFive();
    Picture going = old.picture();

    everythingForward(old);
    back(old);

    assertThat(old.picture()).isEqualTo(going);
    assertThat(next.weight()).isEqualTo(5);
    assertThat(next.forwardAndKeep()).isInstanceOf(Progress.Done.class);
  }

  @Test
  void isSeenByTheOldWatcherForWhatItIs(TestInfo test) {
    Bench old = Bench.in(cluster, test);
    old.goToFive();
    KubernetesWatch watch = new KubernetesWatch(cluster.clusters());
    assertThat(watch.foreign(old.plan())).isEmpty();

    take(old);
    Trouble taken =
        new Trouble(
            FailureClass.LOCAL,
            "foreign change: ConfigMap fleetcanary-chat: somebody else has taken this over");

    assertThat(watch.foreign(old.plan())).hasValue(taken);
    back(old.rollout(TAKER));
    assertThat(watch.foreign(old.plan())).hasValue(taken);
  }

  @Test
  void onlyReleasesWhatHadEndedWell(TestInfo test) {
    Bench old = Bench.in(cluster, test);
    old.forward();
    cluster.door().closeAfter(1);
    assertThatThrownBy(() -> old.workloads.keep(old.plan())).isNotNull();
    cluster.door().closeAfter(Integer.MAX_VALUE);
    String kept = old.image();

    assertThat(take(old)).isEqualTo(new Inherited(true, true));

    back(old.rollout(TAKER));
    assertThat(old.image()).isEqualTo(kept);
    assertThat(old.picture().held()).isFalse();
    assertThat(old.ending()).hasValue(Ending.KEPT);
  }

  @Test
  void takesFromNobodyElseThanWasSeen(TestInfo test) {
    Bench old = Bench.in(cluster, test);
    old.goToFive();
    old.back();
    Bench next = old.rollout("chat-20261126090000-7a8b");
    next.goToFive();

    assertThat(take(old)).isEqualTo(new Inherited(false, false));

    assertThat(holders(next)).containsExactly(next.plan().rolloutId());
  }

  @Test
  void answersTheSameWhenItIsAskedAgain(TestInfo test) {
    Bench old = Bench.in(cluster, test);
    old.goToFive();
    take(old);

    assertThat(take(old)).isEqualTo(TAKEN);

    assertThat(holders(old)).containsExactly(TAKER);
  }

  private Inherited take(Bench from) {
    return ledgers.take(new Taking(from.plan(), TAKER));
  }

  private List<String> holders(Bench bench) {
    OneService chat =
        new OneService(bench.plan().cluster(), bench.plan().namespace(), bench.plan().service());
    return ledgers.heldOf(chat).services().stream().map(plan -> plan.rolloutId()).toList();
  }

  /** Every kind of write that goes forward, in the order in which a rollout makes them. */
  private static List<Progress> everythingForward(Bench old) {
    return List.of(
        old.workloads.claim(old.plan()),
        old.workloads.scaleCanary(new CanaryScale(old.plan(), 4, Bench.FIFTY)),
        old.traffic.shift(new TrafficShift(old.plan(), 5, Bench.FIFTY)),
        old.workloads.promote(old.plan()),
        old.traffic.shift(
            new TrafficShift(old.plan(), old.plan().settleStep(), TrafficWeight.NONE)),
        old.workloads.emptyCanary(old.plan()),
        old.workloads.keep(old.plan()));
  }

  private static Restored back(Bench bench) {
    bench.rollback.withdraw(bench.plan());
    bench.rollback.turnBack(bench.plan());
    Restored restored = bench.rollback.restore(bench.plan());
    bench.rollback.release(new Release(bench.plan(), FailureClass.PERSON, "taken over by ann"));
    return restored;
  }
}
