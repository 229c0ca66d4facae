package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.FleetPhase;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job of {@code docs/start/ci.md} that GitLab would run, line by line as a shell job, against
 * real API servers, gateways, Prometheus and Temporal.
 */
@Tag("real")
@Timeout(600)
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealPipelineTest {
  private Site site;
  private Path report;

  @BeforeAll
  void start(@TempDir Path folder) {
    site = Site.onRealParts(folder);
    // a real gateway and real scrapes take longer than the example's bakes to show the share
    site.shell().succeeds("sed -i 's/\"6s\"/\"30s\"/g' docs/examples/rollout.json");
    report = folder.resolve("checkout/report.xml");
  }

  @AfterAll
  void close() {
    site.close();
  }

  @Test
  @Order(1)
  void endsAsARejectionAndLeavesAReportThatSaysSo() {
    CompletableFuture<Shell.Answer> job = job();

    site.shell().succeeds(Page.of("fleetcanary").block("reject"));

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
  void endsWellOnceItIsApprovedAndPromotedEverywhere() {
    CompletableFuture<Shell.Answer> job = job();

    site.shell().succeeds(Page.of("fleetcanary").block("digest", "approve"));

    assertThat(job.join().code()).as(job.join().output()).isZero();
    assertThat(site.outcome().ending()).isEqualTo(FleetPhase.PROMOTED);
    assertThat(report).content().contains("eu-1", "us-1", "ap-1").doesNotContain("<failure");
  }

  /** As the pages about {@code fleetcanary} and {@code temporal} say it. */
  @Test
  @Order(3)
  void showsWhatWasReleasedBefore() {
    Page page = Page.of("fleetcanary");
    Page temporal = Page.of("temporal");

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
    CompletableFuture<Shell.Answer> job =
        CompletableFuture.supplyAsync(
            () -> site.shell().paste(Pipelines.gitlab()), task -> Thread.ofVirtual().start(task));
    site.await(status -> !status.phase().ended());
    site.await(FleetPhase.WAITING_FOR_APPROVAL);
    return job;
  }
}
