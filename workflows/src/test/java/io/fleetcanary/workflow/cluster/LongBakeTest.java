package io.fleetcanary.workflow.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.plan.ClusterPlan;
import io.fleetcanary.core.plan.Step;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.plan.Wave;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.workflow.bench.Bench;
import io.fleetcanary.workflow.bench.Plans;
import io.fleetcanary.workflow.bench.Run;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a bake costs Temporal, however long it is. */
class LongBakeTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  @RegisterExtension private final Bench bench = new Bench();

  @Test
  void leavesAsMuchInTheClustersHistoryAsAShortOne() {
    List<HistoryEvent> hour = clusterBakes("eu-1", HOUR);
    List<HistoryEvent> day = clusterBakes("eu-2", DAY);

    assertThat(types(day)).isEqualTo(types(hour));
    assertThat(bytes(day)).as("times have more digits or fewer").isLessThan(bytes(hour) * 11 / 10);
  }

  @Test
  void leavesAsMuchInTheFleetsHistoryAsAShortOne() {
    List<HistoryEvent> hour = fleetBakes("eu-1", HOUR);
    List<HistoryEvent> day = fleetBakes("eu-2", DAY);

    assertThat(types(day)).isEqualTo(types(hour));
    assertThat(bytes(day)).as("times have more digits or fewer").isLessThan(bytes(hour) * 11 / 10);
  }

  /** Up to the moment in which the bake is over. */
  private List<HistoryEvent> clusterBakes(String cluster, Duration bake) {
    Runnable over = bench.cluster(cluster).blocks(line(bake));
    Run run = bench.startCluster(plan(cluster, bake));
    passes(cluster, bake);
    List<HistoryEvent> events = bench.history(run);
    over.run();
    bench.passesUntil(cluster + " empty canary");
    run.signal("keep");
    run.clusterOutcome();
    return events;
  }

  private List<HistoryEvent> fleetBakes(String cluster, Duration bake) {
    Runnable over = bench.cluster(cluster).blocks(line(bake));
    Wave wave = Plans.wave("first", Plans.OPEN, cluster);
    bench
        .fleet()
        .plans(Plans.fleet(new Wave(wave.name(), wave.clusters(), 1, steps(bake), wave.gate())));
    Run run = bench.startFleet();
    passes(cluster, bake);
    run.awaitPhase(FleetPhase.RELEASING);
    List<HistoryEvent> events = bench.history(run);
    over.run();
    bench.passesUntil(cluster + " empty canary");
    run.promoted();
    return events;
  }

  private void passes(String cluster, Duration bake) {
    bench.trail().await(cluster + " " + line(bake));
    bench.passes(bake.minusMinutes(1));
  }

  private static String line(Duration bake) {
    return "bake " + bake.toMinutes() + "m at 5 %";
  }

  private static ClusterPlan plan(String cluster, Duration bake) {
    ClusterPlan plan = Plans.cluster(cluster, OnInconclusive.HOLD);
    return new ClusterPlan(
        plan.rolloutId(),
        plan.service(),
        plan.namespace(),
        plan.cluster(),
        plan.revision(),
        plan.rules(),
        steps(bake));
  }

  private static List<Step> steps(Duration bake) {
    TrafficWeight weight = new TrafficWeight(5);
    return List.of(new Step.SetScale(weight), new Step.SetWeight(weight), new Step.Watch(bake));
  }

  private static List<String> types(List<HistoryEvent> events) {
    return lasting(events).map(it -> it.getEventType().name()).sorted().toList();
  }

  private static int bytes(List<HistoryEvent> events) {
    return lasting(events).mapToInt(HistoryEvent::getSerializedSize).sum();
  }

  /** How many of them a worker takes at once is chance. */
  private static Stream<HistoryEvent> lasting(List<HistoryEvent> events) {
    return events.stream().filter(it -> !it.getEventType().name().contains("WORKFLOW_TASK"));
  }
}
