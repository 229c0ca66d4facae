package io.fleetcanary.activity.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fleetcanary.activity.analysis.WatchedCluster.Trouble;
import io.fleetcanary.activity.rollout.Bench.Picture;
import io.fleetcanary.activity.watch.KubernetesWatch;
import io.fleetcanary.activity.workload.Templates;
import io.fleetcanary.core.plan.ClusterRules;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.workflow.Progress;
import io.fleetcanary.workflow.RollbackActivities.Restored;
import io.fleetcanary.workflow.TrafficActivities.TrafficShift;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** The owner of stable, Git say, brings the revision; we only say when it may come. */
class HandOverTest {
  @AutoClose private static final RiggedCluster cluster = RiggedCluster.open();

  @Test
  void leavesTheTemplateAloneWhenItPromotes(TestInfo test) {
    Bench bench = handedOver(test);
    Object before = bench.stable().getSpec();
    bench.goToFive();

    assertThat(bench.workloads.promote(bench.plan())).isInstanceOf(Progress.Done.class);

    assertThat(bench.stable().getSpec()).isEqualTo(before);
    assertThat(bench.ledger().read().written()).isEmpty();
    assertThat(foreign(bench)).isEmpty();
  }

  @Test
  void knowsTheRevisionThatItsOwnerBrings(TestInfo test) {
    Bench bench = handedOver(test);
    bench.goToFive();
    bench.workloads.promote(bench.plan());

    bring(bench);

    assertThat(foreign(bench)).isEmpty();
    assertThat(settleAndKeep(bench)).isInstanceOf(Progress.Done.class);
    assertThat(bench.picture().held()).isFalse();
    assertThat(bench.picture().canary()).isFalse();
  }

  @Test
  void stopsWhereTheRevisionComesTooEarly(TestInfo test) {
    Bench bench = handedOver(test);
    bench.goToFive();

    bring(bench);

    assertThat(foreign(bench)).hasValueSatisfying(it -> assertThat(it).contains("image of"));
  }

  @Test
  void stopsWhereItsOwnerBringsAnotherRevision(TestInfo test) {
    Bench bench = handedOver(test);
    bench.goToFive();
    bench.workloads.promote(bench.plan());

    push(bench, "registry.example/vllm:other");

    assertThat(foreign(bench))
        .hasValueSatisfying(
            it -> assertThat(it).contains("is not the recorded one, got registry.example/vllm"));
  }

  @Test
  void seesThatItsOwnerTakesItBackOnceItServes(TestInfo test) {
    Bench bench = handedOver(test);
    bench.goToFive();
    String old = bench.image();
    bench.workloads.promote(bench.plan());
    bring(bench);
    settle(bench);
    assertThat(foreign(bench)).isEmpty();

    push(bench, old);

    assertThat(foreign(bench))
        .hasValueSatisfying(
            it -> assertThat(it).contains("its pod template does not have the revision any more"));
  }

  @Test
  void comesBackAsBeforeWhileNobodyHasBroughtIt(TestInfo test) {
    Bench bench = handedOver(test);
    Picture before = bench.picture();
    bench.goToFive();
    bench.workloads.promote(bench.plan());

    assertThat(bench.back()).isEqualTo(new Restored(true, ""));
    assertThat(bench.picture()).isEqualTo(before);
  }

  @Test
  void leavesItToItsOwnerToTakeItBack(TestInfo test) {
    Bench bench = handedOver(test);
    bench.goToFive();
    bench.workloads.promote(bench.plan());
    bring(bench);

    assertThat(bench.back().left())
        .isEqualTo(
            "Deployment chat has the new revision, which its owner brought (promote: handOver) and"
                + " has to take back");
    assertThat(Templates.carries(bench.stable().getSpec().getTemplate(), bench.plan().revision()))
        .isTrue();
    assertThat(bench.picture().held()).isFalse();
  }

  private static Bench handedOver(TestInfo test) {
    Bench bench = Bench.in(cluster, test);
    ClusterRules rules = bench.plan().rules();
    return bench.under(
        new ClusterRules(
            rules.workload(),
            rules.route(),
            rules.readyWithin(),
            rules.drain(),
            rules.analysis(),
            true));
  }

  private static Optional<String> foreign(Bench bench) {
    return new KubernetesWatch(cluster.clusters()).foreign(bench.plan()).map(Trouble::reason);
  }

  private static void settle(Bench bench) {
    bench.traffic.shift(
        new TrafficShift(bench.plan(), bench.plan().settleStep(), TrafficWeight.NONE));
    bench.workloads.emptyCanary(bench.plan());
  }

  private static Progress settleAndKeep(Bench bench) {
    settle(bench);
    return bench.workloads.keep(bench.plan());
  }

  private static void bring(Bench bench) {
    write(
        bench,
        new DeploymentBuilder(bench.stable())
            .editSpec()
            .withTemplate(
                Templates.promoted(bench.stable().getSpec().getTemplate(), bench.plan().revision()))
            .endSpec()
            .build());
  }

  private static void push(Bench bench, String image) {
    write(
        bench,
        new DeploymentBuilder(bench.stable())
            .editSpec()
            .editTemplate()
            .editSpec()
            .editFirstContainer()
            .withImage(image)
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build());
  }

  private static void write(Bench bench, Deployment wanted) {
    cluster.admin().resource(wanted).update();
    new Controllers(cluster.admin()).settle(bench.plan().namespace(), "deployments chat");
  }
}
