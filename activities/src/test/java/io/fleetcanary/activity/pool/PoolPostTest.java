package io.fleetcanary.activity.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.analysis.CountEvidence;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.Observation.Counted;
import io.fleetcanary.core.analysis.Observation.Gauged;
import io.fleetcanary.core.analysis.Observation.Measured;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Dispersion.Noise;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.evidence.RatioEvidence;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.ClusterRules;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.Revision;
import io.fleetcanary.core.plan.RouteRef;
import io.fleetcanary.core.plan.Step;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.plan.WorkloadRef;
import io.fleetcanary.core.pool.Levels;
import io.fleetcanary.core.pool.PoolReport;
import io.fleetcanary.core.pool.PoolReport.Block;
import io.fleetcanary.core.pool.PoolReport.Ending;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.WatchRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PoolPostTest {
  private static final Instant BEGIN = Instant.parse("2026-11-25T13:00:00Z");
  private static final Until BAKED = new Until.Baked(Duration.ofMinutes(10));
  private static final List<Criterion> CRITERIA =
      List.of(new Criterion.Max(0.02), new Criterion.Worse(0.1));
  private static final Metric ERRORS = new Metric.Ratio("errors", "bad", "of", 50, CRITERIA);
  private static final Interval SEEN = interval(600, 12, 5400, 27);

  private final List<PoolReport> told = new ArrayList<>();
  private boolean refused;

  @Test
  void tellsAtItsTimesWhatWasSeen() {
    PoolPost post = post(1, BAKED);

    post.look(BEGIN.plusSeconds(10), seen(), List.of(), List.of());
    post.look(BEGIN.plusSeconds(30), seen(), List.of(), List.of());
    post.look(BEGIN.plusSeconds(40), seen(), List.of(), List.of());

    assertThat(told).hasSize(1);
    PoolReport report = told.getFirst();
    assertThat(report.cluster()).isEqualTo("eu-2");
    assertThat(report.labels()).containsEntry("gpu", "l40s");
    assertThat(report.ending()).isEqualTo(Ending.GOES_ON);
    assertThat(report.parts()).hasSize(1);
    assertThat(report.parts().getFirst().sums()).isEqualTo(SEEN);
    assertThat(report.parts().getFirst().dispersion()).isEqualTo(1.5);
  }

  @Test
  void tellsThatTheLastBakeHasPassed() {
    for (int step : List.of(1, 2)) {
      PoolPost post = post(step, BAKED);
      post.look(BEGIN, seen(), List.of(), List.of());

      post.ends(Verdict.PASS);
    }

    assertThat(told).extracting(PoolReport::ending).containsExactly(Ending.GOES_ON, Ending.PASSED);
  }

  @Test
  void tellsAFailureAtOnce() {
    PoolPost post = post(1, BAKED);
    post.look(BEGIN, seen(), List.of(), List.of());

    post.fails(FailureClass.EVIDENCE);

    assertThat(told).extracting(PoolReport::ending).containsExactly(Ending.FAILED);
  }

  @Test
  void doesNotCallACanaryBadForTroubleOfThePlace() {
    PoolPost post = post(1, BAKED);
    post.look(BEGIN, seen(), List.of(), List.of());

    post.fails(FailureClass.LOCAL);

    assertThat(told).isEmpty();
  }

  @Test
  void tellsNothingOfAMetricOnTrial() {
    Metric trial = new Metric.Ratio("cut-off", "cut", "of", 50, CRITERIA, true);
    Measured counted = seen().getFirst();

    post(1, BAKED, trial, ERRORS)
        .look(BEGIN.plusSeconds(30), List.of(counted, counted), List.of(), List.of());

    assertThat(told.getFirst().parts()).as("as many as the pool compares").hasSize(1);
  }

  @Test
  void tellsOfBakesOnly() {
    PoolPost post = post(1, new Until.Cancelled());

    post.look(BEGIN.plusSeconds(30), seen(), List.of(), List.of());
    post.fails(FailureClass.EVIDENCE);

    assertThat(told).isEmpty();
  }

  @Test
  void saysNothingOfSlownessThatMayComeOfSomethingElse() {
    PoolPost errors = post(1, BAKED);
    PoolPost slow = post(1, BAKED, new Metric.Latency("slow", "ttft", 0.5, 50, CRITERIA));

    errors.look(BEGIN.plusSeconds(30), seen(), List.of(), List.of("slow"));
    slow.look(BEGIN.plusSeconds(30), seen(), List.of(), List.of("slow"));
    slow.look(BEGIN.plusSeconds(60), seen(), List.of(), List.of());

    assertThat(told)
        .extracting(report -> report.parts().getFirst().levels().equals(Levels.NONE))
        .containsExactly(false, true, false);
  }

  /** Many clusters share alpha, so the less of what is counted is believed. */
  @Test
  void tellsAsMuchAsIsBelievedAndHowMuchNoiseRangesAllowFor() {
    Noise calm = Noise.of(Optional.of(1.0), Duration.ofSeconds(30));
    Interval much = interval(60_000, 600, 540_000, 2700);
    CountEvidence evidence = CountEvidence.none(CRITERIA, calm).plus(much);
    RatioEvidence ratio = evidence.ratios().getFirst();

    post(1, BAKED)
        .look(BEGIN.plusSeconds(30), List.of(new Counted(evidence, 1, "")), List.of(), List.of());

    PoolReport.Part part = told.getFirst().parts().getFirst();
    double alpha = request(1, BAKED, ERRORS).template().alpha();
    assertThat(part.levels()).isEqualTo(Levels.of(ratio.levels(much, alpha)));
    assertThat(part.levels().logs().getFirst()).isPositive().isLessThan(ratio.levels()[0] * 0.9);
    assertThat(part.ofAll()).isEqualTo(ratio.dispersion(much)).isGreaterThan(part.dispersion());
  }

  @Test
  void tellsThePastUntilSomebodyHasHeardIt() {
    PoolPost post = post(1, BAKED);
    SortedMap<Instant, Interval> blocks = new TreeMap<>();
    blocks.put(BEGIN.minusSeconds(1200), interval(1000, 8, 1000, 4));
    blocks.put(BEGIN.minusSeconds(600), interval(1000, 4, 1000, 8));

    refused = true;
    post.look(BEGIN.plusSeconds(30), seen(), List.of(blocks, new TreeMap<>()), List.of());
    refused = false;
    post.look(BEGIN.plusSeconds(60), seen(), List.of(new TreeMap<>(), new TreeMap<>()), List.of());
    post.look(BEGIN.plusSeconds(90), seen(), List.of(new TreeMap<>(), new TreeMap<>()), List.of());

    long at = BEGIN.getEpochSecond() / 600;
    List<Block> past = told.get(1).parts().getFirst().past();
    assertThat(past).extracting(Block::at).containsExactly(at - 2, at - 1);
    assertThat(past.getFirst().off()).isPositive().isLessThan(4);
    assertThat(Double.toString(past.getFirst().off())).hasSizeLessThanOrEqualTo(5);
    assertThat(told.get(2).parts().getFirst().past()).isEmpty();
  }

  private PoolPost post(int step, Until until) {
    return post(step, until, ERRORS);
  }

  private PoolPost post(int step, Until until, Metric... metrics) {
    TreeMap<String, String> labels = new TreeMap<>();
    labels.put("gpu", "l40s");
    return new PoolPost(request(step, until, metrics), labels, this::take, Runnable::run);
  }

  private void take(PoolReport report) {
    told.add(report);
    if (refused) {
      throw new IllegalStateException("away");
    }
  }

  private static List<Measured> seen() {
    CountEvidence evidence = CountEvidence.none(CRITERIA, Noise.constant(1.5)).plus(SEEN);
    return List.of(new Counted(evidence, 1, ""), new Gauged(55, 0, ""));
  }

  private static Interval interval(long requests, long bad, long stable, long stableBad) {
    return new Interval(new Counts(requests, bad), new Counts(stable, stableBad));
  }

  private static WatchRequest request(int step, Until until, Metric... metrics) {
    Step.Watch watch = new Step.Watch(Duration.ofMinutes(10));
    ClusterRules rules =
        new ClusterRules(
            new WorkloadRef("Deployment", "chat"),
            new RouteRef("HTTPRoute", "chat"),
            Duration.ofMinutes(5),
            Duration.ofSeconds(1),
            new AnalysisTemplate(
                Duration.ofSeconds(30), 0.001, List.of(metrics), OnInconclusive.HOLD));
    ClusterPlan plan =
        new ClusterPlan(
            "chat-1",
            "chat",
            "ml",
            new ClusterTarget("eu-2", "fleetcanary"),
            new Revision("2", "server", List.of(new Revision.Env("MODEL", "2"))),
            rules,
            List.of(watch, watch));
    return new WatchRequest(plan, step, new TrafficWeight(10), BEGIN, until, 1);
  }
}
