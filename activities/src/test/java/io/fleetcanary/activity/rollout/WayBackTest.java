package io.fleetcanary.activity.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fleetcanary.activity.rollout.Bench.Picture;
import io.fleetcanary.activity.workload.Chat;
import io.fleetcanary.core.claim.Ending;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.RollbackActivities.Restored;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever was written last, there is a way back, and the way back has an end. */
class WayBackTest {
  private static final int FORWARD_WRITES = 13;
  private static final int KEEP_WRITES = 6;
  private static final int BACK_WRITES = 11;
  @AutoClose private static final RiggedCluster cluster = RiggedCluster.open();

  @BeforeEach
  void forget() {
    cluster.door().forget();
  }

  static IntStream writesForward() {
    return IntStream.rangeClosed(0, FORWARD_WRITES);
  }

  static IntStream writesBack() {
    return IntStream.range(0, BACK_WRITES);
  }

  static IntStream writesWhileKeeping() {
    return IntStream.range(0, KEEP_WRITES);
  }

  @ParameterizedTest
  @MethodSource("writesForward")
  @DisplayName("F12: puts everything back after any write")
  void putsEverythingBackAfterAnyWrite(int writes) {
    var bench = Bench.in(cluster, "forward-" + writes);
    Picture before = bench.picture();
    crash(writes, bench::forward);

    Restored restored = bench.back();

    assertThat(bench.picture()).isEqualTo(before);
    assertThat(restored).isEqualTo(new Restored(writes > 0, ""));
    assertThat(bench.ending()).contains(writes > 0 ? Ending.RETURNED : Ending.UNTOUCHED);
  }

  @ParameterizedTest
  @MethodSource("writesBack")
  @DisplayName("F12: finishes the way back after any write of it")
  void finishesTheWayBackAfterAnyWriteOfIt(int writes) {
    var bench = Bench.in(cluster, "back-" + writes);
    Picture before = bench.picture();
    bench.forward();
    crash(writes, bench::back);

    bench.back();

    assertThat(bench.picture()).isEqualTo(before);
    assertThat(bench.ending()).contains(Ending.RETURNED);
  }

  @ParameterizedTest
  @MethodSource("writesWhileKeeping")
  @DisplayName("F12: finishes keeping after any write of it")
  void finishesKeepingAfterAnyWriteOfIt(int writes) {
    var bench = Bench.in(cluster, "keep-" + writes);
    Picture before = bench.picture();
    bench.forward();
    crash(writes, () -> bench.workloads.keep(bench.plan()));

    assertThat(bench.workloads.keep(bench.plan())).isEqualTo(new Progress.Done());

    assertThat(bench.stable().getSpec().getTemplate()).isEqualTo(Chat.template(Chat.NEW));
    assertThat(bench.picture()).isEqualTo(before.serving(bench.stable().getSpec()));
    assertThat(bench.ending()).contains(Ending.KEPT);
  }

  @ParameterizedTest
  @MethodSource("writesForward")
  @DisplayName("F2: a write that comes late changes nothing")
  void aWriteThatComesLateChangesNothing(int writes) {
    var bench = Bench.in(cluster, "late-" + writes);
    Picture before = bench.picture();
    cluster.door().surprise(writes, bench::back);

    Progress late = bench.forwardAndKeep();

    assertThat(late).isInstanceOf(Progress.Stopped.class);
    assertThat(bench.picture()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("writesBack")
  @DisplayName("F2: a way back that comes late changes nothing")
  void aWayBackThatComesLateChangesNothing(int writes) {
    var bench = Bench.in(cluster, "late-back-" + writes);
    Picture before = bench.picture();
    bench.forward();
    cluster.door().surprise(writes, bench::back);

    bench.back();

    assertThat(bench.picture()).isEqualTo(before);
  }

  @Test
  void writesAsOftenAsTheTestsAboveSay() {
    var kept = Bench.in(cluster, "counted-kept");
    kept.forward();
    assertThat(cluster.door().writes()).hasSize(FORWARD_WRITES);
    kept.workloads.keep(kept.plan());
    assertThat(cluster.door().writes()).hasSize(FORWARD_WRITES + KEEP_WRITES);

    var returned = Bench.in(cluster, "counted-back");
    returned.forward();
    cluster.door().forget();
    returned.back();
    assertThat(cluster.door().writes()).hasSize(BACK_WRITES);
  }

  private static void crash(int writes, Runnable program) {
    cluster.door().closeAfter(writes);
    assertThat(catchThrowable(program::run))
        .satisfiesAnyOf(
            nothing -> assertThat(nothing).isNull(),
            failure -> assertThat(failure).isInstanceOf(KubernetesClientException.class));
    cluster.door().open();
  }
}
