package io.fleetcanary.worker;

import com.uber.m3.tally.RootScopeBuilder;
import com.uber.m3.tally.Scope;
import com.uber.m3.util.Duration;
import io.fleetcanary.activity.cluster.Clusters;
import io.fleetcanary.activity.cluster.FleetInventory;
import io.fleetcanary.activity.journal.JournalDatabase;
import io.fleetcanary.activity.journal.SqlJournal;
import io.fleetcanary.activity.notification.Notifications;
import io.fleetcanary.core.policy.Policy;
import io.fleetcanary.worker.file.FleetFile;
import io.fleetcanary.worker.file.InvalidConfigurationException;
import io.fleetcanary.worker.file.PolicyFile;
import io.fleetcanary.worker.file.ServedClusters;
import io.fleetcanary.worker.report.FolderReports;
import io.fleetcanary.worker.report.ReportFolder;
import io.fleetcanary.worker.report.ReportRun;
import io.fleetcanary.worker.report.ReportingJournal;
import io.fleetcanary.worker.temporal.SearchAttributeSetup;
import io.fleetcanary.workflow.client.TemporalConnection;
import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.common.reporter.MicrometerClientStatsReporter;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts a worker together. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(WorkerProperties.class)
class WorkerConfiguration {
  private static final Duration METRICS_EVERY = Duration.ofSeconds(10);

  @Bean
  FleetInventory fleet(WorkerProperties properties) {
    FleetInventory fleet = FleetFile.read(properties.fleet());
    List<String> problems = new ServedClusters(fleet, properties.queues()).problems();
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(properties.fleet().toString(), problems);
    }
    return fleet;
  }

  @Bean
  TemporalConnection temporalConnection(WorkerProperties properties) {
    try {
      return properties.temporal().connection();
    } catch (IllegalArgumentException wrong) {
      throw new InvalidConfigurationException(
          "fleetcanary.temporal.tls", List.of(String.valueOf(wrong.getMessage())));
    }
  }

  @Bean(destroyMethod = "close")
  Scope temporalMetrics(MeterRegistry registry) {
    return new RootScopeBuilder()
        .reporter(new MicrometerClientStatsReporter(registry))
        .reportEvery(METRICS_EVERY);
  }

  @Bean(destroyMethod = "")
  WorkflowServiceStubs temporalStubs(TemporalConnection connection, Scope metrics) {
    WorkflowServiceStubsOptions options =
        connection.options().setMetricsScope(metrics).validateAndBuildWithDefaults();
    return WorkflowServiceStubs.newServiceStubs(options);
  }

  @Bean
  Clusters clusters(FleetInventory fleet) {
    return new Clusters(fleet);
  }

  @Bean
  Policy policy(WorkerProperties properties) {
    return properties.policy() == null ? Policy.NONE : PolicyFile.read(properties.policy());
  }

  @Bean
  Registration registration(
      FleetInventory fleet, Policy policy, Clusters clusters, WorkerProperties properties) {
    Installation<?> bare =
        Installation.bare()
            .with(policy)
            .telling(
                new Notifications(
                    properties.notifications().checked(), properties.temporal().link()));
    return FleetRegistration.of(
        fleet, clusters, properties.journal().enabled() ? keeping(bare, properties) : bare);
  }

  private static Installation<?> keeping(Installation<?> bare, WorkerProperties properties) {
    SqlJournal journal = new SqlJournal(database(properties));
    Optional<ReportFolder> reports = properties.journal().reportFolder();
    return reports.isPresent()
        ? bare.with(new ReportingJournal(journal, ReportRun::begin))
            .reporting(new FolderReports(journal, reports.get(), Clock.systemUTC()))
        : bare.with(journal);
  }

  /** Spring would show a wrong value, and in this one may be a password. */
  private static JournalDatabase database(WorkerProperties properties) {
    try {
      return properties.journal().database();
    } catch (IllegalArgumentException wrong) {
      throw new InvalidConfigurationException(
          "fleetcanary.journal.url", List.of(String.valueOf(wrong.getMessage())));
    }
  }

  @Bean(destroyMethod = "")
  TemporalLifecycle temporalLifecycle(
      TemporalConnection connection,
      WorkflowServiceStubs stubs,
      Registration registration,
      WorkerProperties properties) {
    WorkerRuntime runtime =
        new WorkerRuntime(connection.client(stubs), registration, properties.polling());
    return new TemporalLifecycle(
        connection,
        stubs,
        runtime,
        properties.drain(),
        properties.central() ? Optional.of(new SearchAttributeSetup(connection)) : Optional.empty(),
        properties.sweeps());
  }

  @Bean
  HealthIndicator temporal(
      WorkerProperties properties, TemporalLifecycle lifecycle, FleetInventory fleet) {
    return new TemporalHealth(properties, lifecycle, fleet);
  }
}
