package io.fleetcanary.core.spec;

import io.fleetcanary.core.alike.Likeness;
import io.fleetcanary.core.analysis.AnalysisTemplate.Early;
import io.fleetcanary.core.analysis.AnalysisTemplate.OnInconclusive;
import io.fleetcanary.core.analysis.Criterion;
import io.fleetcanary.core.document.Fields;
import io.fleetcanary.core.document.Percent;
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
  /** So long the requests of a gateway that obeys late, which are counted too, may weigh. */
  private static final Duration SOONEST = Duration.ofMinutes(5);

  /** What confirms a promoted cluster looks back five minutes, and must find warm pods there. */
  private static final Duration LONGEST_WARM_UP = Duration.ofMinutes(3);

  private AnalysisReader() {}

  static Analysis read(Value value) {
    Fields fields = value.fields(MetricForm.ANALYSIS.names());
    Duration every = fields.get("every").duration(Duration.ofSeconds(1), Duration.ofHours(1));
    List<String> names = new ArrayList<>();
    List<Metric> metrics = metrics(fields.get("metrics"), names);
    List<Likeness> alike = AlikeReader.read(fields.get("alike"), names);
    use(fields.get("use"), metrics, alike);
    KayentaConfig kayenta = KayentaReader.read(fields.get("kayenta"));
    OnInconclusive inconclusive = inconclusive(fields.get("inconclusive"));
    Early early = early(fields.get("early"), metrics);
    Duration warmUp = fields.get("warmUp").duration(Duration.ZERO, LONGEST_WARM_UP);
    return new Analysis(every, metrics, alike, kayenta, inconclusive, early, warmUp);
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

  private static Early early(Value value, List<Metric> metrics) {
    if (value.absent()) {
      return Early.NONE;
    }
    Fields fields = value.fields(MetricForm.EARLY.names());
    Value bound = fields.get("worse").required("say how good is good enough, e.g. 50%");
    Percent worse =
        bound.percent("above 0% and up to 1000%", it -> it.isAbove(0) && !it.isAbove(1000));
    Duration after =
        fields.get("after").required("say how long at least").duration(SOONEST, SpecReader.LONGEST);
    double most =
        metrics.stream()
            .filter(metric -> !metric.onTrial())
            .flatMap(AnalysisReader::margins)
            .max(Double::compare)
            .orElse(-1.0);
    if (most < 0) {
      value.refuse("must be left out, no metric is compared with stable", "write worse for one");
    } else if (worse != null && worse.fraction() <= most) {
      bound.refuse(
          "must be above every metric's own worse, got " + bound.shown(),
          "write more than that of the metrics");
    }
    return worse == null || after == null ? Early.NONE : new Early(worse.fraction(), after);
  }

  private static Stream<Double> margins(Metric metric) {
    return metric.criteria().stream()
        .filter(Criterion.Worse.class::isInstance)
        .map(worse -> ((Criterion.Worse) worse).by());
  }

  private static @Nullable OnInconclusive inconclusive(Value value) {
    String word = value.oneOf(List.of("hold", "rollBack"));
    if (word == null) {
      return null;
    }
    return word.equals("hold") ? OnInconclusive.HOLD : OnInconclusive.ROLL_BACK;
  }
}
