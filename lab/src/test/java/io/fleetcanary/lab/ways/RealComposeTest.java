package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.real.Parts;
import io.fleetcanary.lab.real.TemporalServer;
import io.fleetcanary.worker.temporal.SearchAttributeSetup;
import io.fleetcanary.workflow.client.TemporalConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docker-compose.temporal.yml} runs, without containers. */
class RealComposeTest {
  private static final Duration SOON = Duration.ofMinutes(1);

  /** What runs once before the worker, on a server of the development kind. */
  @Test
  @Tag("real")
  @Timeout(120)
  void createsTheNamespaceAndItsSearchAttributesOnceAndAgain(@TempDir Path folder) {
    try (TemporalServer server =
        TemporalServer.start(Parts.installed().program("temporal"), folder)) {
      Shell shell = Shell.withTemporalsOwn(folder.resolve("checkout"), server.address());
      String script =
          "export TEMPORAL_NAMESPACE=fleet\nset -eu\n" + Compose.script("temporal-namespace");

      shell.succeeds(script);
      shell.succeeds(script);

      hasSearchAttributes(shell, "fleet");
    }
  }

  /** PostgreSQL, its schemas, the server, its namespace; then a worker, and a release. */
  @Test
  @Tag("compose")
  @Timeout(600)
  void releasesWithTemporalOnPostgresWhichIsKilledMeanwhile(@TempDir Path folder)
      throws IOException {
    try (TemporalOnPostgres temporal = TemporalOnPostgres.start(folder.resolve("temporal"));
        Site site = Site.beside(temporal.address(), folder.resolve("site")).withPatience()) {
      Shell shell = site.shell();
      Page page = site.page("temporal");
      hasSearchAttributes(shell, "default");
      refusesIdsThatTheDatabaseCannotHold(shell);

      shell.succeeds(page.block("start"));
      site.await(Site.in("eu-1", ClusterPhase.BAKING));
      temporal.killAndStart();
      site.await(FleetPhase.WAITING_FOR_APPROVAL);
      temporal.killAndStart();
      Eventually.within(
          SOON,
          () -> assertThat(shell.succeeds(page.block("find"))).contains("rollout/inference/chat"));
      shell.succeeds(page.deciding("approve"));

      FleetOutcome outcome = site.outcome();
      assertThat(outcome.ending()).as(outcome.reason()).isEqualTo(FleetPhase.PROMOTED);
      createsSearchAttributesByTheWorkerAlone(temporal, shell);
    }
  }

  /** The file's dynamic configuration. */
  private static void refusesIdsThatTheDatabaseCannotHold(Shell shell) {
    String start = "temporal workflow start --type FleetRollout --task-queue nobody --workflow-id ";

    assertThat(shell.paste(start + "i".repeat(256)).output()).contains("exceeds");
    shell.succeeds(start + "i".repeat(255));
  }

  /** As where nobody runs that script: a worker creates what its namespace lacks. */
  private static void createsSearchAttributesByTheWorkerAlone(
      TemporalOnPostgres temporal, Shell shell) {
    shell.succeeds("temporal operator namespace create -n bare --retention 1d");
    SearchAttributeSetup worker =
        new SearchAttributeSetup(TemporalConnection.plain(temporal.address(), "bare"));

    Eventually.within(
        SOON,
        () -> {
          worker.run();
          hasSearchAttributes(shell, "bare");
        });
  }

  private static void hasSearchAttributes(Shell shell, String namespace) {
    assertThat(shell.succeeds("temporal operator search-attribute list -n " + namespace))
        .containsPattern("RolloutService +Keyword")
        .containsPattern("RolloutRevision +Keyword")
        .containsPattern("RolloutPhase +Keyword")
        .containsPattern("RolloutNeedsApproval +Bool");
  }
}
