package io.fleetcanary.core.spec;

import io.fleetcanary.core.alike.Likeness;
import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.document.Fields;
import io.fleetcanary.core.document.Value;
import io.fleetcanary.core.kayenta.KayentaConfig;
import io.fleetcanary.core.kayenta.KayentaReader;
import io.fleetcanary.core.spec.RolloutSpec.Analysis;
import io.fleetcanary.core.spec.RolloutSpec.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what is measured, how often, and what follows when nothing is known. */
final class AnalysisReader {
  private AnalysisReader() {}

  static Analysis read(Value value) {
    Fields fields = value.fields(MetricForm.ANALYSIS.names());
    Duration every = fields.get("every").duration(Duration.ofSeconds(1), Duration.ofHours(1));
    List<String> names = new ArrayList<>();
    List<Metric> metrics = metrics(fields.get("metrics"), names);
    List<Likeness> alike = AlikeReader.read(fields.get("alike"), names);
    use(fields.get("use"), metrics, alike);
    KayentaConfig kayenta = KayentaReader.read(fields.get("kayenta"));
    return new Analysis(every, metrics, alike, kayenta, inconclusive(fields.get("inconclusive")));
  }

  /** Adds what presets measure, but for what the spec itself names. */
  private static void use(Value value, List<Metric> metrics, List<Likeness> alike) {
    List<String> names =
        Stream.concat(metrics.stream().map(Metric::name), alike.stream().map(Likeness::name))
            .toList();
    List<Preset> presets =
        value.items("presets").stream()
            .flatMap(item -> Stream.ofNullable(item.oneOf(Presets.names())))
            .distinct()
            .flatMap(name -> Presets.named(name).stream())
            .toList();
    presets.stream()
        .flatMap(preset -> preset.metrics().stream())
        .filter(metric -> !names.contains(metric.name()))
        .forEach(metrics::add);
    presets.stream()
        .flatMap(preset -> preset.alike().stream())
        .filter(likeness -> !names.contains(likeness.name()))
        .forEach(alike::add);
    if (!value.absent() && metrics.size() > MetricForm.MOST_METRICS) {
      value.refuse(
          "must add up to at most " + MetricForm.MOST_METRICS + " metrics", "use fewer presets");
    }
  }

  private static List<Metric> metrics(Value value, List<String> names) {
    List<Metric> metrics = new ArrayList<>();
    List<Value> items = value.items("metrics");
    if (items.size() > MetricForm.MOST_METRICS) {
      value.refuse(
          "must have at most " + MetricForm.MOST_METRICS + " metrics, got " + items.size(),
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
