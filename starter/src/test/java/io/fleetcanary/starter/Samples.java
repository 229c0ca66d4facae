package io.fleetcanary.starter;

import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.approval.Quorum;
import io.fleetcanary.core.fleet.StableSeen;
import io.fleetcanary.core.plan.ClusterRules;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.FailurePolicy;
import io.fleetcanary.core.plan.Gate;
import io.fleetcanary.core.plan.Revision;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.RouteRef;
import io.fleetcanary.core.plan.Step;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.plan.Wave;
import io.fleetcanary.core.plan.WorkloadRef;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import io.fleetcanary.core.status.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** One rollout as it looks in the middle, and its plan. */
public final class Samples {
  public static final Instant NOW = Instant.parse("2026-11-23T03:24:04Z");

  /** Of the key in core's tests. */
  public static final String ANNS_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDtAnHaNj3OzTvUx0zCTk34c712qd6FNpW2ahkRJ4qxb ann";

  /** Of one that a passphrase locks. */
  static final String ANNS_LOCKED_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHxoYfczHoISJo8plLVnyIvqmNQxBVloQ0xImb2QTcBj ann";

  public static final String DIGEST = "d1ge57";

  private static final Instant BEGIN = Instant.parse("2026-11-23T03:12:04Z");
  private static final TrafficWeight QUARTER = new TrafficWeight(25);

  private Samples() {}

  /** The plan of {@code rollout.yaml} in the resources. */
  public static RolloutPlan plan() {
    return new RolloutPlan(
        "chat-20261123031204-9f3a",
        "chat",
        "inference",
        new Revision(
            "2026.11.3", "server", List.of(new Revision.Env("MODEL_URI", "s3://models/chat/3"))),
        new ClusterRules(
            new WorkloadRef("Deployment", "chat"),
            new RouteRef("HTTPRoute", "chat"),
            Duration.ofMinutes(5),
            Duration.ofSeconds(60),
            new AnalysisTemplate(Duration.ofSeconds(30), 0.001, metrics(), OnInconclusive.HOLD)),
        List.of(
            new Wave("first", targets("eu-1"), 1, steps(), gate()),
            new Wave("rest", targets("eu-2", "us-1"), 2, steps(), open())),
        new FailurePolicy(FailurePolicy.Scope.FLEET, 0),
        Quorum.ANYBODY,
        DIGEST);
  }

  /** Two clusters were looked at closely, in the third nobody could tell. */
  public static SortedMap<String, StableSeen> seen() {
    String tightest = "12 nvidia.com/gpu free on 3 suitable nodes";
    return new TreeMap<>(
        Map.of(
            "eu-1",
                new StableSeen(4, 1, 0, 12, tightest, Duration.ofMinutes(2))
                    .with(rates(50))
                    .with(new StableSeen.Routed(30, 50)),
            "eu-2", new StableSeen(8, 2, 2, 12, tightest, Duration.ofMinutes(3)),
            "us-1",
                new StableSeen(4, 1, 1, Integer.MAX_VALUE, "", Duration.ofMinutes(2))
                    .with(rates(0.001))));
  }

  private static List<StableSeen.Rate> rates(double perSecond) {
    return List.of(new StableSeen.Rate("errors", perSecond, 0.005));
  }

  private static List<Metric> metrics() {
    return List.of(
        new Metric.Ratio(
            "errors",
            "http_requests_total{$track,status=~\"5..\"}",
            "http_requests_total{$track}",
            100,
            List.of(new Criterion.Max(0.02), new Criterion.Worse(0.1))),
        new Metric.Latency(
            "slow",
            "vllm:time_to_first_token_seconds{$track}",
            1,
            100,
            List.of(new Criterion.Worse(0.1))),
        new Metric.Gauge(
            "gpu-load", "avg(DCGM_FI_DEV_GPU_UTIL{$track})", List.of(new Criterion.Max(95))));
  }

  private static List<Step> steps() {
    return List.of(
        new Step.SetScale(QUARTER),
        new Step.SetWeight(QUARTER),
        new Step.Watch(Duration.ofMinutes(10)));
  }

  private static Gate gate() {
    return new Gate(Duration.ofMinutes(30), List.of("release-managers"), Duration.ofHours(24));
  }

  private static Gate open() {
    return new Gate(Duration.ZERO, List.of(), Duration.ZERO);
  }

  private static List<ClusterTarget> targets(String... names) {
    return Arrays.stream(names).map(name -> new ClusterTarget(name, "fleetcanary")).toList();
  }

  /** The first wave is promoted and a person is asked. */
  public static FleetStatus status() {
    return status(
        FleetPhase.WAITING_FOR_APPROVAL,
        "",
        List.of(
            new Waiting(
                "first",
                "wave first is promoted and has baked for 30m",
                BEGIN,
                BEGIN.plus(Duration.ofHours(24)),
                "rejected")));
  }

  /** The same clusters in another phase. */
  public static FleetStatus status(FleetPhase phase, String reason, List<Waiting> waiting) {
    return status(phase, reason, waiting, first(ClusterPhase.PROBATION));
  }

  /** The first wave has gone back. */
  public static FleetStatus back(FleetPhase phase, String reason) {
    return status(phase, reason, List.of(), first(ClusterPhase.ROLLED_BACK));
  }

  private static FleetStatus status(
      FleetPhase phase, String reason, List<Waiting> waiting, ClusterStatus first) {
    return new FleetStatus(
        "rollout/inference/chat",
        "chat-20261123031204-9f3a",
        "chat",
        "inference",
        "2026.11.3",
        DIGEST,
        phase,
        reason,
        List.of(
            new WaveStatus("first", List.of(first)),
            new WaveStatus(
                "rest",
                List.of(ClusterStatus.queued("eu-2", BEGIN), ClusterStatus.queued("us-1", BEGIN)))),
        waiting,
        List.of("approve: must name a gate, got \"please\""));
  }

  private static ClusterStatus first(ClusterPhase phase) {
    return new ClusterStatus(
        "eu-1",
        phase,
        TrafficWeight.NONE,
        new ShareSeen(254, 1018),
        List.of(new Finding("errors", Verdict.PASS, "errors 0.2 % <= 2 %, n = 3104", 3104)),
        "",
        BEGIN);
  }
}
