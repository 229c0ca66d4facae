package io.fleetcanary.activity.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.analysis.CountEvidence;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.Observation.Counted;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterRules;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.Revision;
import io.fleetcanary.core.plan.RouteRef;
import io.fleetcanary.core.plan.Step;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.plan.WorkloadRef;
import io.fleetcanary.core.series.WatchSeries;
import io.fleetcanary.core.series.WatchSeries.Kind;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.WatchRequest;
import io.fleetcanary.workflow.journal.JournalActivities.Page;
import io.fleetcanary.workflow.journal.JournalEntry;
import io.fleetcanary.workflow.journal.JournalEntry.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesPostTest {
  private static final Instant BEGIN = Instant.parse("2026-11-25T13:00:00Z");
  private static final Until BAKED = new Until.Baked(Duration.ofMinutes(10));
  private static final Until PROMOTED = new Until.Promoted(Duration.ofMinutes(10));
  private static final Metric ERRORS =
      new Metric.Ratio("errors", "bad", "of", 50, List.of(new Criterion.Max(0.02)));

  private final List<Page> sent = new ArrayList<>();

  @Test
  void leavesALineForTheRolloutNumberedWithinTheClustersRun() {
    looked(BAKED, 1, 2).ends(Verdict.PASS);

    Page page = sent.getFirst();
    assertThat(page.rolloutId()).isEqualTo("chat-1");
    assertThat(page.runId()).isEqualTo("run of eu-2");
    assertThat(page.entries())
        .singleElement()
        .returns(3, JournalEntry::number)
        .returns("eu-2", JournalEntry::about);
    WatchSeries watch = ((Evidence.Series) page.entries().getFirst().evidence()).watch();
    assertThat(watch.kind()).isEqualTo(Kind.BAKE);
    assertThat(watch.weight()).isEqualTo(new TrafficWeight(25));
    assertThat(watch.metrics()).hasSize(1);
  }

  @Test
  void leavesItToTheRolloutWhicheverAttemptItIs() {
    looked(BAKED, 2, 1).ends(Verdict.PASS);

    assertThat(sent.getFirst().rolloutId()).isEqualTo("chat-1");
  }

  @Test
  void keepsOfGuardsWhatHasFailed() {
    looked(new Until.Cancelled(), 1, 1).ends(Verdict.PASS);
    looked(new Until.Cancelled(), 1, 1).interrupted();
    looked(PROMOTED, 1, 1).ends(Verdict.PASS);
    assertThat(sent).isEmpty();

    looked(new Until.Cancelled(), 1, 1).ends(Verdict.FAIL);
    looked(PROMOTED, 1, 2).ends(Verdict.PASS);

    assertThat(sent)
        .extracting(page -> ((Evidence.Series) page.entries().getFirst().evidence()).watch().kind())
        .containsExactly(Kind.GUARD, Kind.PROMOTION);
  }

  @Test
  void saysNothingWhereNothingWasSeen() {
    post(BAKED, 1, 1).ends(Verdict.INCONCLUSIVE);

    assertThat(sent).isEmpty();
  }

  @Test
  void harmsNothingWhenNobodyTakesIt() {
    SeriesPost post =
        new SeriesPost(
            request(BAKED, 1, 1),
            "run of eu-2",
            page -> {
              throw new IllegalStateException("gone");
            },
            Runnable::run);
    look(post);

    post.ends(Verdict.PASS);
  }

  private SeriesPost looked(Until until, int attempt, int step) {
    SeriesPost post = post(until, attempt, step);
    look(post);
    return post;
  }

  private static void look(SeriesPost post) {
    CountEvidence evidence =
        new CountEvidence(new Counts(100, 1), new Counts(900, 9), ShareSeen.NONE, List.of());
    post.look(BEGIN.plusSeconds(30), List.of(new Counted(evidence, 1, "")));
  }

  private SeriesPost post(Until until, int attempt, int step) {
    return new SeriesPost(request(until, attempt, step), "run of eu-2", sent::add, Runnable::run);
  }

  private static WatchRequest request(Until until, int attempt, int step) {
    ClusterPlan plan =
        new ClusterPlan(
            attempt == 1 ? "chat-1" : "chat-1." + attempt,
            "chat",
            "ml",
            new ClusterTarget("eu-2", "fleetcanary"),
            new Revision("2", "server", List.of()),
            new ClusterRules(
                new WorkloadRef("Deployment", "chat"),
                new RouteRef("HTTPRoute", "chat"),
                Duration.ofMinutes(5),
                Duration.ofSeconds(1),
                new AnalysisTemplate(
                    Duration.ofSeconds(30), 0.01, List.of(ERRORS), OnInconclusive.HOLD)),
            List.of(new Step.Watch(Duration.ofMinutes(10))),
            attempt);
    return new WatchRequest(plan, step, new TrafficWeight(25), BEGIN, until, 3);
  }
}
