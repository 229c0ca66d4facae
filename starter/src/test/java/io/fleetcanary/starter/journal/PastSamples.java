package io.fleetcanary.starter.journal;

import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.TrafficWeight;
import io.fleetcanary.core.series.MetricSeries;
import io.fleetcanary.core.series.MetricSeries.Point;
import io.fleetcanary.core.series.WatchSeries;
import io.fleetcanary.core.status.ClusterOutcome;
import io.fleetcanary.core.status.ClusterStatus;
import io.fleetcanary.core.status.FailureClass;
import io.fleetcanary.core.status.FleetOutcome;
import io.fleetcanary.core.status.FleetPhase;
import io.fleetcanary.starter.Samples;
import io.fleetcanary.workflow.journal.JournalEntry;
import io.fleetcanary.workflow.journal.JournalEntry.Act;
import io.fleetcanary.workflow.journal.JournalEntry.Evidence;
import io.fleetcanary.workflow.journal.PastActivities.PastRollout;
import io.fleetcanary.workflow.question.Typed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Four rollouts of a service, of which Temporal knows nothing any more. */
final class PastSamples {
  private static final Instant FIRST = Instant.parse("2026-08-31T08:00:00Z");
  private static final String BAD = "errors 21.3 % > 2 %, n = 3104, cluster eu-1";

  private PastSamples() {}

  /** Newest first. */
  static List<PastRollout> rollouts(String service) {
    return List.of(
        rollout(service, 4, FleetPhase.PROMOTED, "2026.11.4 serves in 2 of 2 clusters"),
        rollout(service, 3, FleetPhase.ROLLED_BACK, BAD),
        rollout(service, 2, FleetPhase.PROMOTED, "2026.11.2 serves in 2 of 2 clusters"),
        rollout(service, 1, FleetPhase.PROMOTED, "2026.11.1 serves in 2 of 2 clusters"));
  }

  private static PastRollout rollout(String service, int number, FleetPhase end, String reason) {
    Instant began = began(number);
    boolean promoted = end == FleetPhase.PROMOTED;
    return new PastRollout(
        service + "-2026090" + number + "080000-9f3a",
        "run-" + number,
        revision(service, number),
        image(number),
        number == 3 ? "bob" : "ann",
        began,
        began.plus(Duration.ofHours(3)),
        end.name(),
        reason,
        promoted ? 2 : 0,
        2);
  }

  /** That of {@code next} are one later. */
  private static String revision(String service, int number) {
    return "2026.11." + (service.equals("next") ? number + 1 : number);
  }

  private static Instant began(int number) {
    return FIRST.plus(Duration.ofDays(number));
  }

  private static String image(int number) {
    return switch (number) {
      case 1 -> "registry.example/vllm@sha256:" + "a1".repeat(32);
      case 4 -> "registry.example/vllm@sha256:" + "b4".repeat(32);
      default -> "";
    };
  }

  private static String changes(int number) {
    return switch (number) {
      case 1 -> "\"image\": \"" + image(1) + "\", \"env\": {\"MODEL_URI\": \"s3://models/1\"}";
      case 2 -> "\"env\": {\"MODEL_URI\": \"s3://models/2\", \"LOG\": \"debug\"}";
      case 3 -> "\"env\": {\"MODEL_URI\": \"s3://models/3\"}";
      default -> "\"image\": \"" + image(4) + "\", \"env\": {\"MODEL_URI\": \"s3://models/4\"}";
    };
  }

  /** As it was typed. */
  private static String spec(String service, int number) {
    return """
        {"service": "%s", "namespace": "inference", "by": "%s",
         "revision": {"name": "%s", %s},
         "waves": [{"name": "first", "clusters": ["eu-1"], "bake": "%dm"},
                   {"name": "rest", "select": "all"}]}
        """
        .formatted(
            service,
            number == 3 ? "bob" : "ann",
            revision(service, number),
            changes(number),
            number == 4 ? 30 : 10);
  }

  /** The lines of one of them. */
  static List<JournalEntry> lines(String service, PastRollout rollout, boolean outline) {
    int number = Integer.parseInt(rollout.runId().substring("run-".length()));
    RolloutPlan plan = Samples.plan();
    JournalEntry asked = line(1, Act.ASKED, rollout, new Evidence.Asked(spec(service, number)));
    JournalEntry planned = line(2, Act.PLANNED, rollout, new Evidence.Planned(plan));
    Typed fine = new Typed("first", "", plan.digest(), "ann", "fine");
    JournalEntry said = line(4, Act.DECISION, rollout, new Evidence.Said("approve", fine));
    JournalEntry ended = ended(rollout);
    return outline
        ? List.of(asked, planned, ended)
        : List.of(
            asked,
            planned,
            measured(rollout.began().plusSeconds(120)),
            watched(rollout.began().plusSeconds(130)),
            said,
            ended);
  }

  private static JournalEntry watched(Instant at) {
    MetricSeries errors =
        new MetricSeries(
            "errors",
            true,
            List.of(new Criterion.Max(0.02)),
            List.of(new Point(30, 0.004), new Point(60, 0.0052)),
            List.of(new Point(30, 0.0045), new Point(60, 0.005)));
    WatchSeries watch =
        new WatchSeries(
            "eu-1",
            WatchSeries.Kind.BAKE,
            new TrafficWeight(25),
            at.minusSeconds(60),
            at,
            List.of(errors));
    return new JournalEntry(1, at, Act.SERIES, "eu-1", "", "", new Evidence.Series(watch));
  }

  private static JournalEntry measured(Instant at) {
    ClusterStatus seen = Samples.status().waves().getFirst().clusters().getFirst();
    return new JournalEntry(
        3, at, Act.CLUSTER, "eu-1", "", "PROBATION", new Evidence.Measured(seen));
  }

  private static JournalEntry ended(PastRollout rollout) {
    FleetPhase phase = FleetPhase.valueOf(rollout.ending());
    ClusterOutcome how =
        rollout.good()
            ? new ClusterOutcome.Promoted("kept")
            : new ClusterOutcome.RolledBack(FailureClass.EVIDENCE, rollout.reason());
    FleetOutcome outcome =
        new FleetOutcome(
            rollout.rolloutId(),
            phase,
            rollout.reason(),
            new TreeMap<>(Map.of("eu-1", how, "eu-2", how)));
    Evidence evidence = new Evidence.Outcome(outcome);
    return new JournalEntry(9, rollout.until(), Act.END, "", "", rollout.reason(), evidence);
  }

  /** A minute after the line before. */
  private static JournalEntry line(int number, Act act, PastRollout of, Evidence evidence) {
    Instant at = of.began().plus(Duration.ofMinutes(number - 1L));
    return new JournalEntry(number, at, act, "", of.by(), "as " + of.by() + " said", evidence);
  }
}
