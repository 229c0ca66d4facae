package io.fleetcanary.worker;

import io.fleetcanary.activity.analysis.MetricsPresence;
import io.fleetcanary.activity.analysis.PrometheusAnalysis;
import io.fleetcanary.activity.cluster.Clusters;
import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.cluster.FleetInventory.PrometheusAccess;
import io.fleetcanary.activity.planning.FleetListing;
import io.fleetcanary.activity.planning.FleetPlanning;
import io.fleetcanary.activity.planning.TemporalSearch;
import io.fleetcanary.activity.prometheus.PrometheusClient;
import io.fleetcanary.activity.recovery.KubernetesLedgers;
import io.fleetcanary.activity.recovery.TemporalRuns;
import io.fleetcanary.activity.rollout.KubernetesRollback;
import io.fleetcanary.activity.rollout.KubernetesTraffic;
import io.fleetcanary.activity.rollout.KubernetesWorkloads;
import io.fleetcanary.activity.survey.KubernetesSurvey;
import io.fleetcanary.activity.survey.LedgerLook;
import io.fleetcanary.activity.watch.KubernetesWatch;
import io.fleetcanary.workflow.cluster.ClusterReturnWorkflow;
import io.fleetcanary.workflow.cluster.ClusterRolloutWorkflow;
import io.fleetcanary.workflow.fleet.FleetRolloutWorkflow;
import io.fleetcanary.workflow.journal.KeepJournalWorkflow;
import io.fleetcanary.workflow.journal.ShowJournalWorkflow;
import io.fleetcanary.workflow.journal.ShowPastWorkflow;
import io.fleetcanary.workflow.notification.NotifyWorkflow;
import io.fleetcanary.workflow.notification.TryNotificationsWorkflow;
import io.fleetcanary.workflow.pool.EvidencePoolWorkflow;
import io.fleetcanary.workflow.preview.PreviewRolloutWorkflow;
import io.fleetcanary.workflow.preview.ShowFleetWorkflow;
import io.fleetcanary.workflow.report.MakeReportWorkflow;
import io.fleetcanary.workflow.sweep.SweepWorkflow;
import io.fleetcanary.workflow.takeover.TakeOverWorkflow;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** What a worker of this fleet runs: the one place where contracts meet what fulfils them. */
public final class FleetRegistration {
  private static final Duration CONNECT = Duration.ofSeconds(3);

  private static final List<Class<?>> WORKFLOWS =
      List.of(
          FleetRolloutWorkflow.class,
          ClusterRolloutWorkflow.class,
          ClusterReturnWorkflow.class,
          EvidencePoolWorkflow.class,
          PreviewRolloutWorkflow.class,
          ShowFleetWorkflow.class,
          ShowPastWorkflow.class,
          ShowJournalWorkflow.class,
          KeepJournalWorkflow.class,
          MakeReportWorkflow.class,
          NotifyWorkflow.class,
          TryNotificationsWorkflow.class,
          SweepWorkflow.class,
          TakeOverWorkflow.class);

  private FleetRegistration() {}

  /**
   * Workflows and activities for {@code fleet} in an {@link Installation#bare} installation.
   *
   * @param clusters of the same fleet; the caller closes them
   */
  public static Registration of(FleetInventory fleet, Clusters clusters) {
    return of(fleet, clusters, Installation.bare());
  }

  /** The same in any installation. */
  public static Registration of(
      FleetInventory fleet, Clusters clusters, Installation<?> installation) {
    HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
    Function<PrometheusAccess, PrometheusClient> prometheus =
        access -> new PrometheusClient(http, access.url());
    return new Registration(
        WORKFLOWS,
        List.of(
            new FleetPlanning(fleet, installation.policy(), Clock.systemUTC(), new SecureRandom()),
            new FleetListing(fleet),
            new TemporalSearch(),
            new TemporalRuns(fleet),
            installation.journal(),
            installation.reports(),
            installation.notifications()),
        List.of(
            survey(clusters, new MetricsPresence(fleet, prometheus)),
            new KubernetesWorkloads(clusters),
            new KubernetesTraffic(clusters),
            new KubernetesLedgers(clusters),
            new PrometheusAnalysis(
                fleet, new KubernetesWatch(clusters), prometheus, installation.series())),
        List.of(new KubernetesRollback(clusters)));
  }

  private static KubernetesSurvey survey(Clusters clusters, MetricsPresence metrics) {
    return new KubernetesSurvey(
        clusters::client, LedgerLook::inCluster, metrics::problem, metrics::requests);
  }
}
