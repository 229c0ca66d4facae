package io.fleetcanary.activity.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fleetcanary.activity.watch.KubernetesWatch;
import io.fleetcanary.activity.workload.Chat;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.RollbackActivities.Restored;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * Traffic goes off whatever has become of the ledger; what nobody knows any more is handed over.
 */
class LostLedgerTest {
  @AutoClose private static final RiggedCluster cluster = RiggedCluster.open();
  private Bench bench;

  @BeforeEach
  void claim(TestInfo test) {
    bench = Bench.in(cluster, test);
    bench.goToFive();
    cluster.door().forget();
  }

  @AfterEach
  void unlock() {
    cluster.door().open();
  }

  @Test
  void brakesWhenTheLedgerCannotBeRead() {
    spoil("ended", "{oops");

    brake();

    assertThat(bench.weight()).isZero();
  }

  @Test
  void brakesWithoutALookAtTheLedger() {
    brake();

    assertThat(bench.weight()).isZero();
    assertThat(cluster.door().reads()).containsExactly("httproutes chat");
  }

  @Test
  void takesRequestsOffBeforeItInsistsOnALedgerThatItMayNotSee() {
    cluster.door().lock("configmaps");

    brake();
    assertThatThrownBy(() -> bench.rollback.turnBack(bench.plan()))
        .isInstanceOf(KubernetesClientException.class);

    assertThat(bench.weight()).isZero();
  }

  @Test
  void asksTheLedgerOnlyWhereTheRouteHasLostItsMark() {
    var route = bench.route();
    route.getMetadata().setAnnotations(Map.of());
    cluster.admin().resource(route).update();
    cluster.door().lock("configmaps");

    assertThatThrownBy(this::brake).isInstanceOf(KubernetesClientException.class);
    cluster.door().open();
    brake();

    assertThat(bench.weight()).isZero();
  }

  @Test
  void handsOverWhatALedgerThatCannotBeReadWouldTell() {
    bench.workloads.promote(bench.plan());
    spoil("ended", "{oops");

    Restored restored = bench.back();

    assertThat(restored)
        .isEqualTo(
            new Restored(
                true,
                "ConfigMap fleetcanary-chat cannot be read, so the pod template of Deployment chat"
                    + " stays as it is: it has the new revision"));
    assertThat(bench.image()).isEqualTo(Chat.NEW);
    assertThat(bench.canary()).isNull();
    assertThat(bench.route().getMetadata().getAnnotations())
        .doesNotContainKey("claim.fleetcanary.io/chat");
    assertThat(map().require().getData()).containsEntry("ended", "{oops");
  }

  @Test
  void handsOverWhatALostLedgerWouldTell() {
    bench.workloads.promote(bench.plan());
    map().delete();

    assertThat(bench.back())
        .isEqualTo(
            new Restored(
                true,
                "ConfigMap fleetcanary-chat has been lost, so the pod template of Deployment chat"
                    + " stays as it is: it has the new revision"));
    assertThat(bench.image()).isEqualTo(Chat.NEW);
  }

  @Test
  void endsWhereEverythingIsGoneWithItsNamespace() {
    for (HasMetadata object :
        List.of(bench.stable(), bench.route(), bench.canary(), bench.canaryService())) {
      cluster.admin().resource(object).delete();
    }
    map().delete();
    cluster.door().createNothing();

    assertThat(bench.back())
        .isEqualTo(
            new Restored(
                true,
                "Deployment chat does not exist any more; HTTPRoute chat does not exist any more"));
  }

  @Test
  void saysThatTheNewRevisionWasNotPromotedYetWhenTheLedgerIsLost() {
    map().delete();

    assertThat(bench.back().left()).endsWith(": it does not have the new revision");
  }

  @Test
  void claimsNothingOnALedgerThatCannotBeRead() {
    spoil("ended", "{oops");
    Bench next = bench.rollout("chat-20261125140000-5e6f");

    assertThat(next.workloads.claim(next.plan()))
        .isEqualTo(
            new Progress.Stopped(
                FailureClass.LOCAL,
                "fenced: ConfigMap fleetcanary-chat: the ledger cannot be read",
                true));
    assertThat(cluster.door().writes()).isEmpty();
    next.rollback.turnBack(next.plan());
    assertThat(next.rollback.restore(next.plan())).isEqualTo(new Restored(false, ""));
    assertThat(bench.weight()).isEqualTo(5);
  }

  private void brake() {
    new KubernetesWatch(cluster.clusters()).brake(bench.plan());
  }

  private Resource<ConfigMap> map() {
    return cluster
        .admin()
        .configMaps()
        .inNamespace(bench.plan().namespace())
        .withName("fleetcanary-chat");
  }

  private void spoil(String key, String text) {
    ConfigMap spoilt = new ConfigMapBuilder(map().require()).addToData(key, text).build();
    cluster.admin().resource(spoilt).update();
  }
}
