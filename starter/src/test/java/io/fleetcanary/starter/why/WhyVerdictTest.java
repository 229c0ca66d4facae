package io.fleetcanary.starter.why;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.analysis.Analyzer;
import io.fleetcanary.core.analysis.Analyzer.Judgement;
import io.fleetcanary.core.analysis.CountEvidence;
import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.Observation;
import io.fleetcanary.core.analysis.Observation.Counted;
import io.fleetcanary.core.analysis.Observation.Gauged;
import io.fleetcanary.core.analysis.Observation.Measured;
import io.fleetcanary.core.analysis.Observation.Terms;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.Dispersion.Noise;
import io.fleetcanary.core.evidence.Interval;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.plan.Wave;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import io.fleetcanary.starter.Samples;
import io.fleetcanary.starter.server.Watches.Watch;
import io.fleetcanary.workflow.AnalysisActivities.Until;
import io.fleetcanary.workflow.AnalysisActivities.WatchRequest;
import io.fleetcanary.workflow.AnalysisActivities.Watched;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A verdict as the analysis makes it, with all its parts, as a person reads it. */
class WhyVerdictTest {
  private static final Instant BEGIN = Instant.parse("2026-11-23T03:12:04Z");
  private static final Duration EVERY = Duration.ofSeconds(30);

  /** What is between two figures; that these are right is tested where they are made. */
  private static final List<String> SHOWN =
      List.of(
          "errors 2[.]7 % > 1[.]10 x stable's 0[.]4 %, n = 1500",
          "eu-1: step 3 at 25 %, 2026-11-23T03:12:04Z to 2026-11-23T03:22:04Z, 600 s",
          "  pass: 2 of 2 canary pods ready",
          "  pass: share 25 % seen, 25 % set, n = 6000",
          "  fail: errors 2[.]7 % > 1[.]10 x stable's 0[.]4 %, n = 1500",
          "    40 of 1500 bad against 20 of 4500, 2[.]7 % against 0[.]4 %, ratio 6, [0-9.]+ to"
              + " [0-9.]+, evidence [0-9.]+, proof from [0-9.]+, dispersion 1[.]2.*",
          "    canary sum[(]increase[(]http_requests_total.*chat-canary-7d9f-x1.*[\\[]600s]..",
          "    stable sum[(]increase[(]http_requests_total.*chat-5c8b-a1[|]chat-5c8b-a2.*600s]..",
          "  pass: slow 8 % over 1 s against 1[.]10 x stable's 8 %, n = 1500",
          "    120 of 1500 bad against 360 of 4500, 8 % against 8 %, ratio 1, [0-9.]+ to [0-9.]+,"
              + " evidence [0-9.]+, proof from [0-9.]+, dispersion not known, taken for [0-9.]+",
          "    canary 1 - sum[(]increase[(]vllm:time_to_first_token_seconds_bucket.*600s]..",
          "    stable 1 - sum[(]increase[(]vllm:time_to_first_token_seconds_bucket.*600s]..",
          "  [a-z]+: gpu-load 97 .*",
          "    canary avg[(]DCGM_FI_DEV_GPU_UTIL.*chat-canary-7d9f-x1.*");

  private final RolloutPlan plan = Samples.plan();

  /** Ten minutes of a quarter of the requests. */
  @Test
  void showsAllThatAVerdictRestsOn() {
    Watched found = found();
    ClusterStatus cluster =
        new ClusterStatus(
            "eu-1",
            ClusterPhase.ROLLED_BACK,
            TrafficWeight.NONE,
            found.seen(),
            found.findings(),
            found.reason(),
            BEGIN);
    Map<String, ShownWatch> watches = Map.of("eu-1", ShownWatch.of(watch(found)));

    assertThat(WhyText.lines(fleet(cluster), watches, Optional.empty()))
        .zipSatisfy(SHOWN, (line, pattern) -> assertThat(line).matches(pattern));
  }

  private Watched found() {
    List<Measured> measured =
        List.of(
            counted(0, Optional.of(1.2), new Counts(75, 2), new Counts(225, 1)),
            counted(1, Optional.empty(), new Counts(75, 6), new Counts(225, 18)),
            new Gauged(97, 1, ""));
    Observation seen =
        new Observation(
            new Finding("pods", Verdict.PASS, "2 of 2 canary pods ready", 0),
            new Terms(25, true),
            measured);
    Judgement judged = new Analyzer(plan.rules().analysis()).judge(seen);
    return new Watched(
        judged.verdict(),
        judged.reason(),
        FailureClass.EVIDENCE,
        judged.findings(),
        judged.seen(),
        new Watched.Arms(
            "namespace=\"inference\",pod=~\"chat-canary-7d9f-x1\"",
            "namespace=\"inference\",pod=~\"chat-5c8b-a1|chat-5c8b-a2\""));
  }

  /** The same in each of twenty intervals. */
  private Counted counted(int metric, Optional<Double> noise, Counts canary, Counts stable) {
    Metric one = plan.rules().analysis().metrics().get(metric);
    CountEvidence evidence = CountEvidence.none(one.criteria(), Noise.of(noise, EVERY));
    for (int i = 0; i < 20; i++) {
      evidence = evidence.plus(new Interval(canary, stable));
    }
    return new Counted(evidence, 0.4, "");
  }

  private Watch watch(Watched found) {
    Wave first = plan.waves().getFirst();
    Until baked = new Until.Baked(Duration.ofMinutes(10));
    WatchRequest request =
        new WatchRequest(
            plan.clusterPlan(first, first.clusters().getFirst(), 1),
            3,
            new TrafficWeight(25),
            BEGIN,
            baked,
            1);
    return new Watch(request, found, BEGIN.plus(Duration.ofMinutes(10)));
  }

  private FleetStatus fleet(ClusterStatus cluster) {
    FleetStatus sample = Samples.status(FleetPhase.ROLLED_BACK, cluster.reason(), List.of());
    return new FleetStatus(
        sample.workflowId(),
        sample.rolloutId(),
        sample.service(),
        sample.namespace(),
        sample.revision(),
        sample.digest(),
        sample.phase(),
        sample.reason(),
        List.of(new WaveStatus("first", List.of(cluster))),
        List.of(),
        List.of());
  }
}
