package io.fleetcanary.core.kayenta;

import io.fleetcanary.core.document.Fields;
import io.fleetcanary.core.document.Value;
import io.fleetcanary.core.form.Example;
import io.fleetcanary.core.kayenta.KayentaConfig.Direction;
import io.fleetcanary.core.kayenta.KayentaConfig.Effect;
import io.fleetcanary.core.kayenta.KayentaConfig.Judged;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the essentials of a Kayenta canary config. It is somebody else's format: what is not known
 * here is left alone, queries too, for the data are those of our metrics.
 */
public final class KayentaReader {
  private static final double FENCES = 3;

  private KayentaReader() {}

  /** What a spec says; nothing where it says nothing. */
  public static KayentaConfig read(Value config) {
    if (config.absent()) {
      return KayentaConfig.NONE;
    }
    List<Judged> metrics =
        at(config, "metrics").required("list what is judged").items("metrics").stream()
            .map(KayentaReader::metric)
            .toList();
    Value thresholds = at(config, "classifier", "scoreThresholds");
    thresholds.required("write pass and marginal, which kayenta takes from the request else");
    return new KayentaConfig(
        metrics,
        weights(at(config, "classifier", "groupWeights")),
        number(at(thresholds, "pass"), 0),
        number(at(thresholds, "marginal"), 0));
  }

  private static Judged metric(Value metric) {
    Value canary = at(metric, "analysisConfigurations", "canary");
    String name = at(metric, "name").required("metrics are matched by it").text();
    Value outliers = at(canary, "outliers");
    boolean remove = "remove".equals(at(outliers, "strategy").raw());
    return new Judged(
        name == null ? "" : name,
        groups(at(metric, "groups")),
        direction(word(at(canary, "direction"), "increase", "decrease", "either")),
        at(canary, "critical").flag(),
        at(canary, "mustHaveData").flag(),
        at(canary, "muted").flag(),
        "replace".equals(word(at(canary, "nanStrategy"), "remove", "replace", "none")),
        remove ? number(at(outliers, "outlierFactor"), FENCES) : 0,
        effect(at(canary, "effectSize")));
  }

  private static Effect effect(Value effect) {
    boolean cles = "cles".equals(word(at(effect, "measure"), "meanRatio", "cles"));
    double any = cles ? 0.5 : 1;
    return new Effect(
        cles,
        number(at(effect, "allowedIncrease"), any),
        number(at(effect, "allowedDecrease"), any),
        number(at(effect, "criticalIncrease"), any),
        number(at(effect, "criticalDecrease"), any));
  }

  private static List<String> groups(Value groups) {
    return groups.absent()
        ? List.of()
        : groups.items("groups").stream().map(group -> String.valueOf(group.raw())).toList();
  }

  private static SortedMap<String, Double> weights(Value weights) {
    SortedMap<String, Double> all = new TreeMap<>();
    Fields.any(weights).forEach((group, weight) -> all.put(group, number(weight, 0)));
    return all;
  }

  private static Direction direction(@Nullable String word) {
    return word == null ? Direction.EITHER : Direction.valueOf(word.toUpperCase(Locale.ROOT));
  }

  private static @Nullable String word(Value value, String... words) {
    return value.oneOf(List.of(words));
  }

  private static double number(Value value, double otherwise) {
    if (value.raw() instanceof Number number) {
      return number.doubleValue();
    }
    value.refuseUnlessAbsent(
        "must be a number, got " + value.shown(), "write it as kayenta takes it");
    return otherwise;
  }

  private static Value at(Value object, String... path) {
    Value at = object;
    for (String name : path) {
      Value inside = Fields.any(at).get(name);
      at =
          inside == null
              ? new Value(Fields.path(at.path(), name), null, object.problems())
              : inside;
    }
    return at;
  }

  /** A small one, as people write it. */
  public static SequencedMap<String, Object> example() {
    SequencedMap<String, Object> metric = new LinkedHashMap<>();
    metric.put("name", "errors");
    metric.put("groups", List.of("all"));
    metric.put(
        "analysisConfigurations",
        Example.of("canary", Example.of("direction", "increase", Example.of("critical", true))));
    SequencedMap<String, Object> thresholds = Example.of("pass", 95, Example.of("marginal", 75));
    return Example.of(
        "metrics",
        List.of(metric),
        Example.of("classifier", Example.of("scoreThresholds", thresholds)));
  }
}
