package io.fleetcanary.core.analysis;

import io.fleetcanary.core.analysis.Observation.Counted;
import io.fleetcanary.core.analysis.Observation.Measured;
import io.fleetcanary.core.evidence.Counts;
import io.fleetcanary.core.evidence.LimitEvidence;
import io.fleetcanary.core.evidence.Logs;
import io.fleetcanary.core.evidence.RatioEvidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * One budget of false alarms for all tests of a watch: it fails when the mean of their evidence
 * reaches 1/α.
 *
 * <p>A mean of evidence is evidence whatever its parts have to do with each other, and never asks
 * for more than α divided over them would: two metrics that each are nearly proof are proof
 * together. The one with the most evidence is the culprit.
 */
final class Proof {
  private final AnalysisTemplate template;

  Proof(AnalysisTemplate template) {
    this.template = template;
  }

  /** What {@link #line} would be for a metric that is alone. */
  double alone(Metric metric) {
    return Math.log(Math.max(1, metric.criteria().size())) - Math.log(template.alpha());
  }

  /** Log evidence from which a test is a {@code FAIL}: its own share of α, or the culprit's. */
  double line(Observation seen, Confounders confounders) {
    int tests = Math.max(1, template.tests());
    double alone = Math.log(tests) - Math.log(template.alpha());
    double[] logs = logs(seen, confounders).stream().mapToDouble(Double::doubleValue).toArray();
    if (logs.length == 0) {
      return alone;
    }
    double together = Logs.mean(logs) + Math.log((double) logs.length / tests);
    double most = Arrays.stream(logs).max().orElseThrow();
    return together >= -Math.log(template.alpha()) ? Math.min(alone, most) : alone;
  }

  private List<Double> logs(Observation seen, Confounders confounders) {
    List<Double> logs = new ArrayList<>();
    for (int i = 0; i < template.metrics().size(); i++) {
      Metric metric = template.metrics().get(i);
      Measured measured = seen.metrics().get(i);
      if (measured instanceof Counted counted && metric.decides()) {
        double share = Math.log(counted.alphaShare());
        logs(metric, counted.evidence(), confounders.proves(metric))
            .forEach(log -> logs.add(log + share));
      }
    }
    return logs;
  }

  private List<Double> logs(Metric metric, CountEvidence evidence, boolean compare) {
    List<Double> logs = new ArrayList<>();
    Iterator<RatioEvidence> ratios = evidence.ratios().iterator();
    for (Criterion criterion : metric.criteria()) {
      switch (criterion) {
        case Criterion.Max max -> logs.add(limit(max, evidence.canary()));
        case Criterion.Worse worse -> {
          double log = ratios.next().log(evidence.sums(), template.alpha());
          if (compare) {
            logs.add(log);
          }
        }
        case Criterion.Min min -> {}
      }
    }
    return logs;
  }

  private static double limit(Criterion.Max max, Counts canary) {
    return LimitEvidence.log(max.limit(), canary);
  }
}
