package io.fleetcanary.activity.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fleetcanary.activity.rollout.Bench.Picture;
import io.fleetcanary.activity.scaler.ScalerKind;
import io.fleetcanary.workflow.Progress;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever was written last, the autoscaler comes back to what it was. */
class AutoscaledWayBackTest {
  private static final Progress DONE = new Progress.Done();
  private static final int FORWARD_WRITES = 15;
  private static final int BACK_WRITES = 13;
  private static final int KEEP_WRITES = 7;
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
  void putsEverythingBackAfterAnyWrite(int writes) {
    Scaled scaled = scaled("scaled-forward-" + writes);
    Picture before = scaled.bench().picture();
    Object spec = scaled.spec();
    crash(writes, () -> scaled.bench().forward());

    scaled.bench().back();

    assertThat(scaled.bench().picture()).isEqualTo(before);
    assertThat(scaled.spec()).isEqualTo(spec);
    assertThat(scaled.mark()).isEqualTo("none");
  }

  @ParameterizedTest
  @MethodSource("writesBack")
  void finishesTheWayBackAfterAnyWriteOfIt(int writes) {
    Scaled scaled = scaled("scaled-back-" + writes);
    Object spec = scaled.spec();
    scaled.bench().forward();
    crash(writes, () -> scaled.bench().back());

    scaled.bench().back();

    assertThat(scaled.spec()).isEqualTo(spec);
    assertThat(scaled.mark()).isEqualTo("none");
  }

  @ParameterizedTest
  @MethodSource("writesWhileKeeping")
  void finishesKeepingAfterAnyWriteOfIt(int writes) {
    Scaled scaled = scaled("scaled-keep-" + writes);
    Object spec = scaled.spec();
    scaled.bench().forward();
    crash(writes, () -> scaled.bench().workloads.keep(scaled.bench().plan()));

    assertThat(scaled.bench().workloads.keep(scaled.bench().plan())).isEqualTo(DONE);

    assertThat(scaled.spec()).isEqualTo(spec);
    assertThat(scaled.mark()).isEqualTo("none");
  }

  @ParameterizedTest
  @MethodSource("writesForward")
  void aWriteThatComesLateChangesNothing(int writes) {
    Scaled scaled = scaled("scaled-late-" + writes);
    Object spec = scaled.spec();
    cluster.door().surprise(writes, () -> scaled.bench().back());

    Progress late = scaled.bench().forwardAndKeep();

    assertThat(late).isInstanceOf(Progress.Stopped.class);
    assertThat(scaled.spec()).isEqualTo(spec);
    assertThat(scaled.mark()).isEqualTo("none");
  }

  @Test
  void writesAsOftenAsTheTestsAboveSay() {
    Scaled kept = scaled("scaled-counted-kept");
    kept.bench().forward();
    assertThat(cluster.door().writes()).hasSize(FORWARD_WRITES);
    kept.bench().workloads.keep(kept.bench().plan());
    assertThat(cluster.door().writes()).hasSize(FORWARD_WRITES + KEEP_WRITES);

    Scaled returned = scaled("scaled-counted-back");
    returned.bench().forward();
    cluster.door().forget();
    returned.bench().back();
    assertThat(cluster.door().writes()).hasSize(BACK_WRITES);
  }

  private static Scaled scaled(String namespace) {
    Map<String, Object> bounds = Map.of("minReplicas", 1, "maxReplicas", 6);
    return Scaled.in(cluster, namespace, ScalerKind.HPA, bounds);
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
