package io.fleetcanary.starter.report;

import io.fleetcanary.core.analysis.Finding;
import io.fleetcanary.core.analysis.ShareSeen;
import io.fleetcanary.core.analysis.Verdict;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.status.ClusterPhase;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.core.status.FleetStatus;
import io.fleetcanary.core.status.FleetStatus.WaveStatus;
import io.fleetcanary.report.Decision;
import io.fleetcanary.report.Move;
import io.fleetcanary.report.RolloutReport;
import io.fleetcanary.report.Tale;
import io.fleetcanary.starter.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rollouts that went back, small and large, with names that want to be markup. */
final class Reports {
  private static final Instant BEGIN = Samples.NOW.minus(Duration.ofMinutes(30));

  private Reports() {}

  /** One cluster was done, one failed, one never began. */
  static RolloutReport small() {
    String why = "errors 21.3 % > limit 2 %, n = 400";
    List<ClusterStatus> rest =
        List.of(
            cluster("eu-2", ClusterPhase.ROLLED_BACK, why, failed("eu-2")),
            cluster("us-1", ClusterPhase.UNTOUCHED, ""));
    return new RolloutReport(
        Samples.NOW,
        new Tale(
            "7d1f",
            BEGIN,
            "4711@laptop",
            Optional.of(Samples.NOW.minusSeconds(90)),
            "failed",
            decisions(),
            moves("eu-1", "eu-2")),
        status(
            List.of(
                new WaveStatus(
                    "first",
                    List.of(cluster("eu-1", ClusterPhase.ROLLED_BACK, "undone: eu-2 failed"))),
                new WaveStatus("rest", rest))),
        List.of(
            Measured.bake("eu-1", BEGIN.plusSeconds(60), 5, 0.004),
            Measured.bake("eu-1", BEGIN.plusSeconds(360), 25, 0.005),
            Measured.bake("eu-2", BEGIN.plusSeconds(60), 5, 0.006),
            Measured.bake("eu-2", BEGIN.plusSeconds(360), 25, 0.21)));
  }

  /** Which knows of no clusters, or has none. */
  static RolloutReport withoutClusters(FleetPhase phase, String reason) {
    return withoutClusters(phase, reason, Optional.empty(), "");
  }

  /** Which Temporal has closed like that. */
  static RolloutReport withoutClusters(
      FleetPhase phase, String reason, Optional<Instant> endedAt, String closing) {
    return new RolloutReport(
        Samples.NOW,
        new Tale("7d1f", BEGIN, "ci", endedAt, closing, List.of(), List.of()),
        status(phase, reason, List.of()));
  }

  /** So many clusters, each with long sentences. */
  static RolloutReport large(int clusters) {
    List<ClusterStatus> all = new ArrayList<>();
    List<Move> moves = new ArrayList<>();
    for (int i = 0; i < clusters; i++) {
      String name = "cluster-" + i;
      all.add(cluster(name, ClusterPhase.ROLLED_BACK, "a long sentence ".repeat(60), failed(name)));
      moves.addAll(moves(name));
    }
    return new RolloutReport(
        Samples.NOW,
        new Tale("7d1f", BEGIN, "ci", Optional.empty(), "", decisions(), moves),
        status(List.of(new WaveStatus("all", all))),
        all.stream()
            .flatMap(it -> Measured.bakes(it.cluster(), BEGIN.plusSeconds(60)).stream())
            .toList());
  }

  private static FleetStatus status(List<WaveStatus> waves) {
    return status(
        FleetPhase.ROLLED_BACK, "errors 21.3 % > limit 2 %, n = 400, cluster eu-2", waves);
  }

  private static FleetStatus status(FleetPhase phase, String reason, List<WaveStatus> waves) {
    FleetStatus sample = Samples.status();
    return new FleetStatus(
        sample.workflowId(),
        sample.rolloutId(),
        sample.service(),
        sample.namespace(),
        sample.revision(),
        sample.digest(),
        phase,
        reason,
        waves,
        List.of(),
        List.of("approve: must name a gate, got \"<script>alert(1)</script>\""));
  }

  private static List<Decision> decisions() {
    return List.of(
        new Decision(
            BEGIN.plus(Duration.ofMinutes(10)),
            "approve",
            "first",
            "ann",
            "numbers <b>look</b> fine | really & truly @bob #12 \u0007",
            "4711@laptop",
            "gate first is approved by ann"),
        new Decision(BEGIN.plus(Duration.ofMinutes(20)), "cancel", "", "", "", "temporal-ui", ""));
  }

  private static List<Move> moves(String... clusters) {
    List<Move> moves = new ArrayList<>();
    for (String cluster : clusters) {
      moves.add(move(1, cluster, ClusterPhase.SHIFTING, 5));
      moves.add(move(6, cluster, ClusterPhase.BAKING, 25));
      moves.add(move(12, cluster, ClusterPhase.RETURNING, 0));
    }
    return moves;
  }

  private static Move move(int minute, String cluster, ClusterPhase phase, int weight) {
    return new Move(BEGIN.plus(Duration.ofMinutes(minute)), cluster, phase, weight, "");
  }

  private static Finding failed(String cluster) {
    return new Finding(
        "errors",
        Verdict.FAIL,
        "errors 21.3 % > 1.10 x stable's 0.5 %, n = 400, cluster " + cluster,
        400,
        "85 of 400 bad against 8 of 1600, 21.3 % against 0.5 %, ratio 42.5, 20 to 90,"
            + " evidence 1000000000, proof from 2000");
  }

  private static ClusterStatus cluster(
      String name, ClusterPhase phase, String reason, Finding... findings) {
    return new ClusterStatus(
        name,
        phase,
        TrafficWeight.NONE,
        ShareSeen.NONE,
        List.of(findings),
        reason,
        Samples.NOW.minus(Duration.ofMinutes(3)));
  }
}
