package io.fleetcanary.lab.ways;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.lab.Behaviour.Fate;
import io.fleetcanary.lab.Eventually;
import io.fleetcanary.lab.story.Snapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines of {@code docs/start}, pasted as they are. */
@Tag("long")
@Timeout(600)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RealWaysTest {
  /** The cluster that the pages' lines name. */
  private static final String SICK = "us-1";

  @RegisterExtension private static final OnSite ON_SITE = new OnSite(Site::start);

  private final Site site = ON_SITE.site();

  /** All of them release the same. */
  @BeforeEach
  void forgetTheLast() {
    site.forgetTheLast();
  }

  @ParameterizedTest
  @CsvSource({"fleetcanary, '', 4", "temporal, '', 1", "temporal, -signal, 1", "tctl, '', 0"})
  @Order(1)
  @Pastes(
      of = {"fleetcanary", "temporal", "tctl"},
      blocks = {"start", "status", "pause", "resume", "digest", "approve", "abort", "wait"})
  @Pastes(
      of = "temporal",
      blocks = {"pause-signal", "resume-signal", "approve-signal", "abort-signal"})
  void startsOncePausesApprovesAndAborts(String way, String by, int ending) {
    Page page = site.page(way);
    SortedMap<String, Snapshot> before = site.objects();

    site.shell().succeeds(page.block("start"));
    assertThat(site.shell().paste(page.block("start")).code())
        .as("the product's own start joins what runs with this spec, the others refuse")
        .matches(code -> (code == 0) == way.equals("fleetcanary"));
    site.await(FleetPhase.WAITING_FOR_APPROVAL);
    assertThat(site.shell().succeeds(page.block("status"))).contains("wave first has baked");
    site.shell().succeeds(page.block("pause" + by));
    site.await(FleetPhase.PAUSED);
    site.shell().succeeds(page.block("resume" + by));
    site.await(FleetPhase.WAITING_FOR_APPROVAL);
    site.shell().succeeds(page.deciding("approve" + by));
    site.await(Site::lastWaveIsUnderWay);
    site.shell().succeeds(page.block("abort" + by));

    assertThat(site.shell().paste(page.block("wait")).code()).isEqualTo(ending);
    FleetOutcome outcome = site.outcome();
    assertThat(outcome.ending()).isEqualTo(FleetPhase.ABORTED);
    assertThat(outcome.reason()).isEqualTo("aborted by ann: pager");
    assertThat(site.status().ignored()).isEmpty();
    assertThat(site.objects()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({"fleetcanary, ''", "temporal, ''", "temporal, -signal", "tctl, ''"})
  @Order(2)
  @Pastes(
      of = {"fleetcanary", "temporal", "tctl"},
      blocks = {"start", "reject"})
  @Pastes(of = "temporal", blocks = "reject-signal")
  void rejects(String way, String by) {
    Page page = site.page(way);
    SortedMap<String, Snapshot> before = site.objects();

    site.shell().succeeds(page.block("start"));
    site.await(FleetPhase.WAITING_FOR_APPROVAL);
    site.shell().succeeds(page.deciding("reject" + by));

    FleetOutcome outcome = site.outcome();
    assertThat(outcome.ending()).isEqualTo(FleetPhase.REJECTED);
    assertThat(outcome.reason()).isEqualTo("gate first rejected by ann: answers got worse");
    assertThat(site.objects()).isEqualTo(before);
  }

  @Test
  @Order(3)
  @Pastes(
      of = "fleetcanary",
      blocks = {"validate", "plan"})
  void validatesAndPlansBeforeAnythingIsTouched() {
    Page page = site.page("fleetcanary");
    SortedMap<String, Snapshot> before = site.objects();

    assertThat(site.shell().succeeds(page.block("validate"))).contains("valid, chat 2026.11.3");
    assertThat(site.shell().succeeds(page.block("plan"))).contains("first", "eu-1");

    assertThat(site.objects()).isEqualTo(before);
  }

  @Test
  @Order(3)
  @Pastes(
      of = "fleetcanary",
      blocks = {
        "list",
        "why",
        "clusters",
        "doctor",
        "version",
        "completion",
        "report",
        "approve-asked",
        "watch"
      })
  @Pastes(of = "temporal", blocks = "find")
  void looksAtARolloutInEveryWay(@TempDir Path folder) {
    Page page = site.page("fleetcanary");
    site.shell().succeeds(page.block("start"));
    site.await(FleetPhase.WAITING_FOR_APPROVAL);

    assertThat(site.shell().succeeds(page.block("list")))
        .contains("inference/chat", "waits for a person: first");
    Eventually.within(
        Duration.ofSeconds(30),
        () ->
            assertThat(site.shell().succeeds(site.page("temporal").block("find")))
                .contains("rollout/inference/chat"));
    assertThat(site.shell().succeeds(page.block("why"))).contains("eu-1");
    assertThat(site.shell().succeeds(page.block("clusters"))).contains("eu-1", "region=eu", "yes");
    assertThat(site.shell().succeeds(page.block("doctor")))
        .contains("ok    worker     answers, and knows", "ok    clock", "ok    search")
        .doesNotContain("fail ");
    assertThat(site.shell().succeeds(page.block("version"))).contains("temporal    ");
    assertThat(site.shell().succeeds(page.block("completion"))).isEmpty();
    String report = folder.resolve("report.html").toString();
    site.shell().succeeds(page.block("report").replace("report.html", report));
    approvesNothingUnseen(page.block("approve-asked"));
    site.shell().succeeds(page.block("abort"));
    assertThat(site.outcome().ending()).isEqualTo(FleetPhase.ABORTED);
    assertThat(site.shell().paste(page.block("start")).code())
        .as("what a person has stopped is not started again")
        .isEqualTo(4);

    assertThat(site.shell().paste(page.block("watch")).output())
        .contains("aborted by ann: pager", "eu-1 rolled back");
    assertThat(folder.resolve("report.html")).content().contains("waiting for approval");
  }

  /** Where nobody can be shown what is approved, its digest must be named. */
  private void approvesNothingUnseen(String approve) {
    Shell.Answer unseen = site.shell().paste(approve);
    assertThat(unseen.code()).as(unseen.output()).isEqualTo(2);
    assertThat(unseen.output()).contains("--digest " + site.status().digest());
  }

  @Test
  @Order(4)
  @Pastes(of = "ci", blocks = "gitlab")
  void endsAPipelineWithTheCodeOfAnAbort() {
    CompletableFuture<Shell.Answer> job = job(Pipelines.gitlab(site.page("ci")));

    site.await(FleetPhase.WAITING_FOR_APPROVAL);
    site.shell().succeeds(site.page("fleetcanary").block("abort"));

    assertThat(job.join().code()).as(job.join().output()).isEqualTo(4);
    assertThat(site.outcome().ending()).isEqualTo(FleetPhase.ABORTED);
  }

  @Test
  @Order(5)
  @Pastes(of = "ci", blocks = "temporal")
  void failsAPipelineWithoutJavaWhenThePersonRejects() {
    CompletableFuture<Shell.Answer> job = job(site.page("ci").block("temporal"));

    site.await(FleetPhase.WAITING_FOR_APPROVAL);
    site.shell().succeeds(site.page("fleetcanary").block("reject"));

    assertThat(job.join().code()).as(job.join().output()).isEqualTo(1);
    assertThat(job.join().output()).contains("gate first rejected by ann: answers got worse");
    assertThat(site.outcome().ending()).isEqualTo(FleetPhase.REJECTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fleetcanary", "temporal", "tctl"})
  @Order(6)
  @Pastes(
      of = {"fleetcanary", "temporal", "tctl"},
      blocks = "retry")
  void triesAClusterAgain(String way) {
    Page page = site.page(way);
    releaseUntilItAsksAboutOne(page);

    site.example(SICK, Fate.HEALTHY);
    site.shell().succeeds(page.block("retry"));

    FleetOutcome outcome = site.outcome();
    assertThat(outcome.ending()).as(outcome.reason()).isEqualTo(FleetPhase.PROMOTED);
    assertThat(outcome.clusters().values())
        .hasSize(3)
        .allSatisfy(each -> assertThat(each).isInstanceOf(ClusterOutcome.Promoted.class));
    site.putBack();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fleetcanary", "temporal", "tctl"})
  @Order(7)
  @Pastes(
      of = {"fleetcanary", "temporal", "tctl"},
      blocks = "skip")
  void goesOnWithoutACluster(String way) {
    Page page = site.page(way);
    SortedMap<String, Snapshot> before = site.objects();
    releaseUntilItAsksAboutOne(page);

    site.shell().succeeds(page.block("skip"));

    FleetOutcome outcome = site.outcome();
    assertThat(outcome.ending()).as(outcome.reason()).isEqualTo(FleetPhase.PARTLY_PROMOTED);
    assertThat(outcome.reason()).contains("2 of 3 clusters", SICK + ": ", "ImagePullBackOff");
    assertThat(site.objects()).containsEntry(SICK, before.get(SICK));
    site.example(SICK, Fate.HEALTHY);
    site.putBack();
  }

  /** Starts and approves it as the page says, where one cluster cannot pull the image. */
  private void releaseUntilItAsksAboutOne(Page page) {
    site.example(SICK, Fate.IMAGE_PULL_FAILURE);
    site.shell().succeeds(page.block("start"));
    site.await(FleetPhase.WAITING_FOR_APPROVAL);
    site.shell().succeeds(page.deciding("approve"));
    site.await(FleetPhase.HOLDING);
    assertThat(site.status().waitingFor().getFirst().gate()).isEqualTo("hold/" + SICK + "/1");
  }

  /** The last one: from then on the fleet serves what the example releases. */
  @Test
  @Order(8)
  @Pastes(of = "ci", blocks = "github")
  void endsAPipelineWellWhenPromotedEverywhere() {
    CompletableFuture<Shell.Answer> job = job(Pipelines.github(site.page("ci")));

    site.await(FleetPhase.WAITING_FOR_APPROVAL);
    site.shell().succeeds(site.page("fleetcanary").deciding("approve"));

    assertThat(job.join().code()).as(job.join().output()).isZero();
    assertThat(site.outcome().ending()).isEqualTo(FleetPhase.PROMOTED);
  }

  /**
   * Starts it, and returns when there is a rollout to ask. On a thread of its own: the common pool,
   * which the fleet's clients need, may have one only.
   */
  private CompletableFuture<Shell.Answer> job(String command) {
    CompletableFuture<Shell.Answer> job =
        CompletableFuture.supplyAsync(
            () -> site.shell().paste(command), task -> Thread.ofVirtual().start(task));
    site.await(status -> !status.phase().ended());
    return job;
  }
}
