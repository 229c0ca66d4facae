package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The job of {@code docs/start/ci.md} that GitLab would run, line by line as a shell job, against
 * real API servers, gateways, Prometheus and Temporal.
 */
@Tag("real")
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealPipelineTest {
  @RegisterExtension
  private static final OnSite ON_SITE = new OnSite(RealPipelineTest::withLongerBakes);

  private final Site site = ON_SITE.site();
  private final Path report = site.shell().file("report.xml");

  /** A real gateway and real scrapes take longer than the example's bakes to show the share. */
  private static Site withLongerBakes(Path folder) {
    Site site = Site.onRealParts(folder);
    site.shell().succeeds("sed -i 's/\"6s\"/\"30s\"/g' docs/examples/rollout.json");
    return site;
  }

  @Test
  @Order(1)
  @Pastes(of = "ci", blocks = "gitlab")
  @Pastes(of = "fleetcanary", blocks = "reject")
  void endsAsARejectionAndLeavesAReportThatSaysSo() {
    CompletableFuture<Shell.Answer> job = job();

    site.shell().succeeds(site.page("fleetcanary").block("reject"));

    assertThat(job.join().code()).as(job.join().output()).isEqualTo(5);
    assertThat(job.join().output())
        .contains("valid, chat 2026.11.3", "gate first rejected by ann: answers got worse");
    assertThat(report)
        .content()
        .contains("<testsuite", "<failure", "gate first rejected by ann: answers got worse");
  }

  /** From then on the fleet serves what the example releases. */
  @Test
  @Order(2)
  @Pastes(of = "ci", blocks = "gitlab")
  @Pastes(
      of = "fleetcanary",
      blocks = {"digest", "approve"})
  void endsWellOnceItIsApprovedAndPromotedEverywhere() {
    CompletableFuture<Shell.Answer> job = job();

    site.shell().succeeds(site.page("fleetcanary").block("digest", "approve"));

    assertThat(job.join().code()).as(job.join().output()).isZero();
    assertThat(site.outcome().ending()).isEqualTo(FleetPhase.PROMOTED);
    assertThat(report).content().contains("eu-1", "us-1", "ap-1").doesNotContain("<failure");
  }

  /** As the pages about {@code fleetcanary} and {@code temporal} say it. */
  @Test
  @Order(3)
  @Pastes(
      of = "fleetcanary",
      blocks = {"history", "rollback"})
  @Pastes(
      of = "temporal",
      blocks = {"history", "rollout", "journal"})
  void showsWhatWasReleasedBefore() {
    Page page = site.page("fleetcanary");
    Page temporal = site.page("temporal");

    String history = site.shell().succeeds(page.block("history"));
    String past = site.shell().succeeds(temporal.block("history"));
    String lines = site.shell().succeeds(temporal.block("rollout", "journal"));
    Shell.Answer back = site.shell().paste(page.block("rollback"));

    assertThat(history).contains("2026.11.3", "promoted", "rejected");
    assertThat(past).contains("PROMOTED", "REJECTED", "gate first rejected by ann");
    assertThat(lines).contains("ASKED", "PLANNED", "END", "2026.11.3");
    assertThat(back.code()).as(back.output()).isEqualTo(10);
    assertThat(back.output()).contains("another revision before this one");
  }

  /** Starts it, and returns when a person is asked. */
  private CompletableFuture<Shell.Answer> job() {
    site.forgetTheLast();
    String script = Pipelines.gitlab(site.page("ci"));
    CompletableFuture<Shell.Answer> job =
        CompletableFuture.supplyAsync(
            () -> site.shell().paste(script), task -> Thread.ofVirtual().start(task));
    site.await(status -> !status.phase().ended());
    site.await(FleetPhase.WAITING_FOR_APPROVAL);
    return job;
  }
}
