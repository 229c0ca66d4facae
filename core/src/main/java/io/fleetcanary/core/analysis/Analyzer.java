package io.fleetcanary.core.analysis;

import io.fleetcanary.core.analysis.Observation.Counted;
import io.fleetcanary.core.analysis.Observation.Gauged;
import io.fleetcanary.core.analysis.Observation.Measured;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Turns what was observed into one verdict: {@code FAIL} the moment it is known, otherwise what a
 * bake that ended now would deserve.
 *
 * <p>Order of judgement: pods ▶ presence of data ▶ enough requests ▶ share as planned ▶ arms alike
 * ▶ absolute limits ▶ comparison with stable. Of several findings with the verdict's outcome the
 * first in this order gives the reason. Evidence against the canary counts even where other data is
 * missing, and that of all counted requests together shares one budget of false alarms ({@link
 * Proof}).
 */
public final class Analyzer {
  /**
   * A gauge has no distribution that we know, so one look proves nothing and a spike may be
   * anything; three looks on end are a state.
   */
  static final int GAUGE_LOOKS = 3;

  /** Evidence that denies a {@code PASS} without being a {@code FAIL}: 1 / 0.1. */
  static final double SUSPICION = Math.log(10);

  private static final Comparator<Check> FIRST =
      Comparator.comparingInt(Check::severity).thenComparing(Check::stage);

  private final AnalysisTemplate template;

  public Analyzer(AnalysisTemplate template) {
    this.template = template;
  }

  /** Judges one look. */
  public Judgement judge(Observation seen) {
    List<Finding> findings = new ArrayList<>(List.of(seen.pods()));
    List<Check> all = new ArrayList<>(List.of(new Check(Stage.PODS, seen.pods())));
    shareCheck(seen).ifPresent(check -> note(List.of(check), all, findings));
    Confounders confounders = new Confounders(template.alike(), seen);
    confounders.findings().forEach(it -> note(List.of(new Check(Stage.ALIKE, it)), all, findings));
    Proof proof = new Proof(template);
    double line = proof.line(seen, confounders);
    List<Finding> beside = new ArrayList<>();
    for (int i = 0; i < template.metrics().size(); i++) {
      Metric metric = template.metrics().get(i);
      Measured measured = seen.metrics().get(i);
      if (metric.decides()) {
        note(checks(metric, measured, line, confounders), all, findings);
      } else {
        List<Finding> tried = new ArrayList<>();
        note(checks(metric, measured, proof.alone(metric), confounders), new ArrayList<>(), tried);
        tried.stream().map(it -> beside(metric, it)).forEach(beside::add);
      }
    }
    Check decisive = all.stream().min(FIRST).orElseThrow();
    Verdict verdict = decisive.finding.verdict();
    ShareSeen share = share(seen).orElse(ShareSeen.NONE);
    String passed = "all " + findings.size() + " findings are good, n = " + share.canary();
    String reason = verdict == Verdict.PASS ? passed : decisive.finding.sentence();
    findings.addAll(beside);
    return new Judgement(verdict, reason, findings, share);
  }

  /** What a metric that does not decide says: good for the verdict, whatever it is. */
  private static Finding beside(Metric metric, Finding it) {
    String would =
        switch (it.verdict()) {
          case PASS -> "pass";
          case FAIL -> "fail";
          case INCONCLUSIVE -> "be inconclusive";
        };
    String sentence =
        metric.onTrial()
            ? "on trial, decides nothing, would " + would + ": " + it.sentence()
            : "compared, decides nothing: " + it.sentence();
    return new Finding(it.metric(), Verdict.PASS, sentence, it.requests(), it.why());
  }

  /**
   * Whether a bake that passes now may end before its time: every metric that is compared is shown
   * to be less than the template's early bound times as bad as stable. All of them must be, so each
   * may err as often as the whole.
   */
  public boolean enough(Observation seen) {
    Confounders confounders = new Confounders(template.alike(), seen);
    return template.early().given()
        && template.compares()
        && IntStream.range(0, template.metrics().size())
            .filter(i -> template.metrics().get(i).decides())
            .allMatch(i -> shown(template.metrics().get(i), seen.metrics().get(i), confounders));
  }

  private boolean shown(Metric metric, Measured measured, Confounders confounders) {
    return switch (measured) {
      case Gauged gauged -> true;
      case Counted counted ->
          counted.evidence().ratios().isEmpty()
              || (counted.missing().isEmpty()
                  && confounders.proves(metric)
                  && counted.evidence().notWorse(template.early().by()));
    };
  }

  /** Names of metrics whose slowness may come of something else than the revision. */
  public List<String> confounded(Observation seen) {
    Confounders confounders = new Confounders(template.alike(), seen);
    return template.metrics().stream()
        .filter(metric -> confounders.of(metric).isPresent())
        .map(Metric::name)
        .toList();
  }

  /**
   * Index of the metric whose requests show the share: the first ratio, else the first latency,
   * that decides and tells the arms apart.
   */
  public static Optional<Integer> shareMetric(List<Metric> metrics) {
    return first(metrics, Metric.Ratio.class).or(() -> first(metrics, Metric.Latency.class));
  }

  static boolean beyond(Criterion criterion, double value) {
    return switch (criterion) {
      case Criterion.Max max -> value > max.limit();
      case Criterion.Min min -> value < min.limit();
      case Criterion.Worse worse -> false;
    };
  }

  private static Optional<Integer> first(List<Metric> metrics, Class<? extends Metric> kind) {
    return IntStream.range(0, metrics.size())
        .filter(i -> kind.isInstance(metrics.get(i)))
        .filter(i -> metrics.get(i).decides() && metrics.get(i).ofOneArm())
        .boxed()
        .findFirst();
  }

  /** Of the checks of one metric, the decisive one is its finding; of passes the last. */
  private static void note(List<Check> checks, List<Check> all, List<Finding> findings) {
    all.addAll(checks);
    Optional<Check> decisive = checks.stream().min(FIRST);
    boolean passed = decisive.stream().allMatch(check -> check.finding.verdict() == Verdict.PASS);
    (passed ? checks.stream().max(Comparator.comparing(Check::stage)) : decisive)
        .map(Check::finding)
        .ifPresent(findings::add);
  }

  private Optional<ShareSeen> share(Observation seen) {
    return shareMetric(template.metrics())
        .map(seen.metrics()::get)
        .map(Counted.class::cast)
        .map(counted -> counted.evidence().share());
  }

  private Optional<Check> shareCheck(Observation seen) {
    if (seen.terms().sharePercent() == 0) {
      return Optional.empty();
    }
    ShareTolerance planned = new ShareTolerance(seen.terms().sharePercent(), seen.terms().routed());
    ShareSeen share = share(seen).orElse(ShareSeen.NONE);
    String set = planned.percent() + " % set, n = " + share.total();
    if (share.total() < planned.requestsNeeded()) {
      String sentence = "share of " + set + ", at least " + planned.requestsNeeded() + " needed";
      return Optional.of(inconclusive(Stage.REQUESTS, "share", sentence, share.canary()));
    }
    boolean holds = planned.holds(share);
    String sentence =
        "share "
            + Figures.percent((double) share.canary() / share.total())
            + " seen, "
            + set
            + (holds && planned.routed() == 1 ? "" : planned.seems(share));
    Verdict verdict = holds ? Verdict.PASS : Verdict.INCONCLUSIVE;
    return Optional.of(
        new Check(Stage.SHARE, new Finding("share", verdict, sentence, share.canary())));
  }

  private List<Check> checks(
      Metric metric, Measured measured, double proof, Confounders confounders) {
    List<Check> checks = new ArrayList<>();
    if (!measured.missing().isEmpty()) {
      String sentence = metric.name() + ": " + measured.missing();
      checks.add(inconclusive(Stage.DATA, metric.name(), sentence, 0));
    }
    switch (measured) {
      case Counted counted ->
          checks.addAll(
              new CountChecks(metric, proof, template.alpha(), counted)
                  .checks(confounders.seen().terms(), confounders.of(metric)));
      case Gauged gauged -> checks.addAll(gaugeChecks((Metric.Gauge) metric, gauged));
    }
    return checks;
  }

  private static List<Check> gaugeChecks(Metric.Gauge gauge, Gauged gauged) {
    if (Double.isNaN(gauged.value())) {
      return List.of();
    }
    Stream<Check> checks =
        gauge.criteria().stream().map(criterion -> gaugeCheck(gauge.name(), criterion, gauged));
    return gauge.compare() ? compared(gauge, gauged, checks.toList()) : checks.toList();
  }

  /** What is known of the difference stands behind each limit, or for itself. */
  private static List<Check> compared(Metric.Gauge gauge, Gauged gauged, List<Check> checks) {
    String means = Why.means(gauged.shift());
    String difference = Why.difference(gauged.shift());
    String why = difference.isEmpty() ? means : means + ", " + difference;
    String sentence = gauge.name() + ": " + means;
    Finding alone = new Finding(gauge.name(), Verdict.PASS, sentence, 0, difference);
    return checks.isEmpty()
        ? List.of(new Check(Stage.COMPARISON, alone))
        : checks.stream().map(check -> check.because(why)).toList();
  }

  private static Check gaugeCheck(String name, Criterion criterion, Gauged gauged) {
    String value = name + " " + Figures.number(gauged.value());
    if (!beyond(criterion, gauged.value())) {
      return new Check(Stage.LIMIT, new Finding(name, Verdict.PASS, value + within(criterion), 0));
    }
    if (gauged.beyond() < GAUGE_LOOKS) {
      String looks = " at " + gauged.beyond() + " of " + GAUGE_LOOKS + " looks";
      return inconclusive(Stage.LIMIT, name, value + outside(criterion) + looks, 0);
    }
    String sentence = value + outside(criterion) + " at " + gauged.beyond() + " looks on end";
    return new Check(Stage.LIMIT, new Finding(name, Verdict.FAIL, sentence, 0));
  }

  private static String within(Criterion criterion) {
    return switch (criterion) {
      case Criterion.Max max -> " <= limit " + Figures.limit(max.limit());
      case Criterion.Min min -> " >= limit " + Figures.limit(min.limit());
      case Criterion.Worse worse -> ", not compared";
    };
  }

  private static String outside(Criterion criterion) {
    return switch (criterion) {
      case Criterion.Max max -> " > limit " + Figures.limit(max.limit());
      case Criterion.Min min -> " < limit " + Figures.limit(min.limit());
      case Criterion.Worse worse -> ", not compared";
    };
  }

  static Check inconclusive(Stage stage, String metric, String sentence, long requests) {
    return new Check(stage, new Finding(metric, Verdict.INCONCLUSIVE, sentence, requests));
  }

  /** The order of judgement. */
  enum Stage {
    PODS,
    DATA,
    REQUESTS,
    SHARE,
    ALIKE,
    LIMIT,
    COMPARISON
  }

  /** One check and where it stands in the order. */
  record Check(Stage stage, Finding finding) {
    Check because(String why) {
      Finding it = finding;
      return new Check(
          stage, new Finding(it.metric(), it.verdict(), it.sentence(), it.requests(), why));
    }

    int severity() {
      return switch (finding.verdict()) {
        case FAIL -> 0;
        case INCONCLUSIVE -> 1;
        case PASS -> 2;
      };
    }
  }

  /**
   * What a look amounts to.
   *
   * @param reason the culprit on {@code FAIL}, what is missing on {@code INCONCLUSIVE}
   * @param findings pods first, then share, what must be alike, one for each metric that decides,
   *     and one for each that does not
   */
  public record Judgement(Verdict verdict, String reason, List<Finding> findings, ShareSeen seen) {
    public Judgement {
      findings = List.copyOf(findings);
    }
  }
}
