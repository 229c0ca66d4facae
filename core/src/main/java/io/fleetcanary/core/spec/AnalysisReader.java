package io.fleetcanary.core.spec;

import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.document.Fields;
import io.fleetcanary.core.document.Value;
import io.fleetcanary.core.spec.RolloutSpec.Analysis;
import io.fleetcanary.core.spec.RolloutSpec.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what is measured, how often, and what follows when nothing is known. */
final class AnalysisReader {
  static final int MOST_METRICS = 50;

  private static final List<String> KNOWN = List.of("every", "metrics", "use", "inconclusive");

  private AnalysisReader() {}

  static Analysis read(Value value) {
    Fields fields = value.fields(KNOWN);
    Duration every = fields.get("every").duration(Duration.ofSeconds(1), Duration.ofHours(1));
    List<Metric> metrics = metrics(fields.get("metrics"));
    fields
        .get("use")
        .refuseUnlessAbsent(
            "must be left out, preset packs are not built yet", "write the metrics out");
    return new Analysis(every, metrics, inconclusive(fields.get("inconclusive")));
  }

  private static List<Metric> metrics(Value value) {
    List<Metric> metrics = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<Value> items = value.items("metrics");
    if (items.size() > MOST_METRICS) {
      value.refuse(
          "must have at most " + MOST_METRICS + " metrics, got " + items.size(),
          "measure what decides");
    }
    for (Value item : items) {
      Metric metric = MetricReader.read(item, names);
      if (metric != null) {
        metrics.add(metric);
      }
    }
    return metrics;
  }

  private static @Nullable OnInconclusive inconclusive(Value value) {
    String word = value.oneOf(List.of("hold", "rollBack"));
    if (word == null) {
      return null;
    }
    return word.equals("hold") ? OnInconclusive.HOLD : OnInconclusive.ROLL_BACK;
  }
}
