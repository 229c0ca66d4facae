package io.fleetcanary.starter.show;

import io.fleetcanary.core.alike.Likeness;
import io.fleetcanary.core.analysis.AnalysisTemplate;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.analysis.Metric;
import io.fleetcanary.core.approval.Identity;
import io.fleetcanary.core.approval.Quorum;
import io.fleetcanary.core.document.Words;
import io.fleetcanary.core.plan.ClusterTarget;
import io.fleetcanary.core.plan.Gate;
import io.fleetcanary.core.plan.Revision;
import io.fleetcanary.core.plan.RolloutPlan;
import io.fleetcanary.core.plan.Step;
import io.fleetcanary.core.plan.Wave;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A plan for people: what will happen, to whom, and what stops it. */
public final class PlanText {
  private final RolloutPlan plan;

  public PlanText(RolloutPlan plan) {
    this.plan = plan;
  }

  /** All of it, one text per line. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s %s in namespace %s, plan %s"
            .formatted(plan.service(), plan.revision().name(), plan.namespace(), plan.digest()));
    plan.revision()
        .changes()
        .forEach(
            change ->
                lines.add("  container %s: %s".formatted(plan.revision().container(), of(change))));
    lines.add("");
    lines.addAll(waves());
    lines.add("");
    lines.addAll(analysis());
    lines.add(failure());
    return lines;
  }

  private static String of(Revision.Change change) {
    return switch (change) {
      case Revision.Image image -> "image " + image.image();
      case Revision.Env env -> "env " + env.name(); // its value may be a secret
      case Revision.Args args -> "args " + String.join(" ", args.args());
    };
  }

  private List<String> waves() {
    int all = plan.waves().stream().mapToInt(wave -> wave.clusters().size()).sum();
    int reached = 0;
    Table table = new Table("WAVE", "CLUSTERS", "AT ONCE", "STEPS", "THEN", "REACHED BY THEN");
    for (Wave wave : plan.waves()) {
      reached += wave.clusters().size();
      table.row(
          wave.name(),
          wave.clusters().stream().map(ClusterTarget::name).collect(Collectors.joining(",")),
          String.valueOf(wave.parallel()),
          wave.steps().stream().map(PlanText::of).collect(Collectors.joining()) + "promote",
          of(wave.gate()),
          reached + " of " + Words.count(all, "cluster"));
    }
    List<String> lines = new ArrayList<>(table.lines());
    lines.addAll(routes());
    lines.addAll(routed());
    lines.add("baking alone takes " + Words.of(baking()));
    lines.add(
        "before a step bakes, each of its pods must be ready, within "
            + Words.of(plan.rules().readyWithin()));
    return lines;
  }

  /** Where one route does not say it all. */
  private List<String> routes() {
    return plan.waves().stream()
        .flatMap(wave -> wave.clusters().stream())
        .filter(cluster -> cluster.routes().size() > 1)
        .map(cluster -> cluster.name() + ": by routes " + String.join(", ", cluster.routes()))
        .toList();
  }

  /** Where the spec says that not all requests come by the routes. */
  private List<String> routed() {
    double routed = plan.rules().route().routed();
    return routed == 1
        ? List.of()
        : List.of(
            Words.number(routed * 100)
                + " % of the requests come by the routes, the rest stays with stable");
  }

  /** The least the plan can take: every bake, with as many clusters at once as it allows. */
  private Duration baking() {
    return plan.waves().stream().map(PlanText::baking).reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration baking(Wave wave) {
    Duration cluster =
        wave.steps().stream().map(PlanText::bake).reduce(Duration.ZERO, Duration::plus);
    int rounds = Math.ceilDiv(wave.clusters().size(), wave.parallel());
    return cluster.multipliedBy(rounds).plus(wave.gate().bake());
  }

  private static Duration bake(Step step) {
    return step instanceof Step.Watch watch ? watch.bake() : Duration.ZERO;
  }

  private static String of(Step step) {
    return switch (step) {
      case Step.SetScale scale -> "";
      case Step.SetWeight weight -> weight.weight() + " ";
      case Step.Watch watch -> "for " + Words.of(watch.bake()) + ", ";
    };
  }

  private static String consents(Quorum quorum) {
    String signed = quorum.identity() == Identity.VERIFIED ? "signed " : "";
    return quorum.count() == 1 ? signed + "approval" : quorum.count() + " " + signed + "approvals";
  }

  private static String of(Gate gate) {
    String bake = gate.bake().isZero() ? "" : "bake " + Words.of(gate.bake());
    if (!gate.needsApproval()) {
      return bake.isEmpty() ? "go on" : bake;
    }
    String approval =
        "%s by %s within %s"
            .formatted(
                consents(gate.quorum()), String.join(", ", gate.by()), Words.of(gate.within()));
    return bake.isEmpty() ? approval : bake + ", " + approval;
  }

  private List<String> analysis() {
    List<String> lines = new ArrayList<>();
    lines.add("measured every " + Words.of(plan.rules().analysis().every()) + ":");
    AnalysisTemplate analysis = plan.rules().analysis();
    analysis.metrics().forEach(metric -> lines.add("  " + of(metric)));
    if (!analysis.alike().isEmpty()) {
      List<String> names = analysis.alike().stream().map(Likeness::name).toList();
      lines.add("  alike on both arms: " + String.join(", ", names));
    }
    if (!analysis.kayenta().metrics().isEmpty()) {
      lines.add("  kayenta is asked too, and decides nothing");
    }
    if (analysis.early().given()) {
      lines.add("  " + of(analysis.early()));
    }
    return lines;
  }

  private static String of(AnalysisTemplate.Early early) {
    return "a bake may pass after "
        + Words.of(early.after())
        + ", once all that is compared is shown to be at most "
        + Words.number(early.by() * 100)
        + " % more than stable's";
  }

  private static String of(Metric metric) {
    return limits(metric) + (metric.onTrial() ? "; on trial, decides nothing" : "");
  }

  private static String limits(Metric metric) {
    return switch (metric) {
      case Metric.Ratio ratio -> shares(ratio, "bad requests");
      case Metric.Latency slow ->
          shares(slow, "requests slower than " + Words.number(slow.aboveSeconds()) + " s");
      case Metric.Gauge gauge ->
          Stream.of(
                  criteria(gauge, 1, ""), gauge.compare() ? "compared, which decides nothing" : "")
              .filter(text -> !text.isEmpty())
              .collect(Collectors.joining("; ", gauge.name() + ": ", ""));
    };
  }

  private static String shares(Metric metric, String what) {
    return metric.name() + ": " + what + " " + criteria(metric, 100, " %");
  }

  private static String criteria(Metric metric, int scale, String unit) {
    return metric.criteria().stream()
        .map(criterion -> of(criterion, scale, unit))
        .collect(Collectors.joining(", "));
  }

  private static String of(Criterion criterion, int scale, String unit) {
    return switch (criterion) {
      case Criterion.Max max -> "at most " + Words.number(max.limit() * scale) + unit;
      case Criterion.Min min -> "at least " + Words.number(min.limit() * scale) + unit;
      case Criterion.Worse worse ->
          "at most " + Words.number(worse.by() * 100) + " % more than stable's";
    };
  }

  private String failure() {
    String budget =
        plan.failure().budget() == 0
            ? "the first bad cluster"
            : "more than " + Words.count(plan.failure().budget(), "bad cluster");
    return budget
        + switch (plan.failure().scope()) {
          case CLUSTER -> " stops it: what is under way goes back, what is promoted stays";
          case WAVE -> " rolls back its wave";
          case FLEET -> " rolls back the fleet";
        }
        + (plan.failure().countsUnreachable()
            ? "; one that cannot be reached for "
                + Words.of(plan.rules().reachWithin())
                + " counts as bad"
            : "");
  }
}
