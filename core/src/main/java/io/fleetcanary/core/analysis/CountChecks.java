package io.fleetcanary.core.analysis;

import io.fleetcanary.core.analysis.Analyzer.Check;
import io.fleetcanary.core.analysis.Analyzer.Stage;
import io.fleetcanary.core.analysis.Observation.Counted;
import io.fleetcanary.core.analysis.Observation.Terms;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.LimitEvidence;
import io.fleetcanary.core.evidence.RatioEvidence;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The checks of a metric that counts requests. */
final class CountChecks {
  private final Metric metric;
  private final CountEvidence evidence;
  private final double proof;
  private final double alpha;

  /**
   * @param proof log evidence that is proof, before the share of alpha that this evidence may use
   * @param alpha of the watch
   */
  CountChecks(Metric metric, double proof, double alpha, Counted counted) {
    this.metric = metric;
    this.evidence = counted.evidence();
    this.alpha = alpha;
    this.proof = proof - Math.log(counted.alphaShare());
  }

  /**
   * All of them.
   *
   * @param confounder what else than the revision may make the canary slow
   */
  List<Check> checks(Terms terms, Optional<String> confounder) {
    List<Check> checks = new ArrayList<>();
    Counts canary = evidence.canary();
    if (canary.requests() < minRequests()) {
      String sentence = ": " + canary.requests() + " canary requests, at least " + minRequests();
      checks.add(missing(Stage.REQUESTS, sentence + " needed"));
    }
    Iterator<RatioEvidence> ratios = evidence.ratios().iterator();
    for (Criterion criterion : metric.criteria()) {
      switch (criterion) {
        case Criterion.Max max -> checks.add(limitCheck(max.limit()));
        case Criterion.Worse worse -> {
          RatioEvidence ratio = ratios.next();
          if (terms.compare()) {
            checks.add(comparison(ratio, confounder));
          }
        }
        case Criterion.Min min -> checks.add(missing(Stage.LIMIT, ": min is for gauges only"));
      }
    }
    return checks;
  }

  private long minRequests() {
    return switch (metric) {
      case Metric.Ratio ratio -> ratio.minRequests();
      case Metric.Latency latency -> latency.minRequests();
      case Metric.Gauge gauge -> 0;
    };
  }

  private Check limitCheck(double limit) {
    double log = LimitEvidence.log(limit, evidence.canary());
    String bound = "limit " + Figures.percentLimit(limit);
    return check(Stage.LIMIT, log, bound).because(why().limit(log));
  }

  private Check comparison(RatioEvidence ratio, Optional<String> confounder) {
    if (evidence.stable().requests() == 0) {
      // stable's requests count from the canary's first on, so a silent canary is told first
      Stage stage = evidence.canary().requests() == 0 ? Stage.REQUESTS : Stage.DATA;
      return missing(stage, ": no stable requests to compare with");
    }
    String stable = "stable's " + Figures.percent(evidence.stable().rate());
    String bound = Figures.factor(ratio.test().by()) + " x " + stable;
    double log = ratio.log(evidence.sums(), alpha);
    Check check =
        confounder
            .filter(other -> log >= Analyzer.SUSPICION)
            .map(other -> confounded(bound, other))
            .orElseGet(() -> check(Stage.COMPARISON, log, bound));
    return check.because(why().comparison(ratio, log));
  }

  /** Slower, but so may stable be. */
  private Check confounded(String bound, String other) {
    String sentence =
        canary()
            + " > "
            + bound
            + " may come of "
            + other
            + ", n = "
            + evidence.canary().requests();
    return found(Stage.COMPARISON, Verdict.INCONCLUSIVE, sentence);
  }

  private Why why() {
    return new Why(evidence, proof);
  }

  private Check check(Stage stage, double log, String bound) {
    String of = ", n = " + evidence.canary().requests();
    if (log >= proof) {
      return found(stage, Verdict.FAIL, canary() + " > " + bound + of);
    }
    if (log >= Analyzer.SUSPICION) {
      String sentence = canary() + " > " + bound + " is likely, not proven" + of;
      return found(stage, Verdict.INCONCLUSIVE, sentence);
    }
    return found(stage, Verdict.PASS, canary() + " against " + bound + of);
  }

  private Check found(Stage stage, Verdict verdict, String sentence) {
    long requests = evidence.canary().requests();
    return new Check(stage, new Finding(metric.name(), verdict, sentence, requests));
  }

  private String canary() {
    String rate = metric.name() + " " + Figures.percent(evidence.canary().rate());
    return metric instanceof Metric.Latency latency
        ? rate + " over " + Figures.limit(latency.aboveSeconds()) + " s"
        : rate;
  }

  private Check missing(Stage stage, String what) {
    return found(stage, Verdict.INCONCLUSIVE, metric.name() + what);
  }
}
