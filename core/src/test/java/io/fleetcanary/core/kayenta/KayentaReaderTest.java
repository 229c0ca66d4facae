package io.fleetcanary.core.kayenta;

import static org.assertj.core.api.Assertions.assertThat;

import io.fleetcanary.core.document.Problem;
import io.fleetcanary.core.document.Value;
import io.fleetcanary.core.kayenta.KayentaConfig.Direction;
import io.fleetcanary.core.kayenta.KayentaConfig.Effect;
import io.fleetcanary.core.kayenta.KayentaConfig.Judged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KayentaReaderTest {
  private static final Map<String, Object> LIMITS = Map.of("pass", 95, "marginal", 75.5);

  private final List<Problem> problems = new ArrayList<>();

  @Test
  void readsTheEssentialsAndLeavesTheRest() {
    Judged errors =
        new Judged(
            "errors",
            List.of("service"),
            Direction.INCREASE,
            true,
            false,
            false,
            true,
            3,
            new Effect(false, 1.2, 1, 1, 1));

    KayentaConfig config = read(full());

    assertThat(problems).isEmpty();
    assertThat(config)
        .isEqualTo(
            new KayentaConfig(List.of(errors), new TreeMap<>(Map.of("service", 60.0)), 95, 75.5));
  }

  private static Map<String, Object> full() {
    Map<String, Object> canary =
        Map.of(
            "direction",
            "increase",
            "critical",
            true,
            "nanStrategy",
            "replace",
            "outliers",
            Map.of("strategy", "remove"),
            "effectSize",
            Map.of("allowedIncrease", 1.2));
    Map<String, Object> metric =
        Map.of(
            "name", "errors",
            "groups", List.of("service"),
            "query", Map.of("type", "prometheus", "metricName", "errors"),
            "analysisConfigurations", Map.of("canary", canary));
    Map<String, Object> classifier =
        Map.of("groupWeights", Map.of("service", 60), "scoreThresholds", LIMITS);
    return Map.of("metrics", List.of(metric), "classifier", classifier);
  }

  @Test
  void knowsTheDefaults() {
    KayentaConfig config = read(config(Map.of("name", "errors")));

    assertThat(problems).isEmpty();
    assertThat(config.metrics())
        .containsExactly(
            new Judged(
                "errors",
                List.of(),
                Direction.EITHER,
                false,
                false,
                false,
                false,
                0,
                new Effect(false, 1, 1, 1, 1)));
    assertThat(read(null)).isEqualTo(KayentaConfig.NONE);
  }

  @Test
  void saysWhatIsMissingOrWrong() {
    read(Map.of("metrics", List.of(Map.of("name", "errors"))));
    read(Map.of("classifier", Map.of("scoreThresholds", LIMITS)));
    Map<String, Object> up = Map.of("canary", Map.of("direction", "up"));
    read(config(Map.of("name", "errors", "analysisConfigurations", up)));
    read(
        Map.of(
            "metrics",
            List.of(Map.of("name", "errors")),
            "classifier",
            Map.of("scoreThresholds", Map.of("pass", "high"))));

    assertThat(problems)
        .extracting(Problem::toString)
        .containsExactly(
            "kayenta.classifier.scoreThresholds: must be given; write pass and marginal, which kayenta"
                + " takes from the request else",
            "kayenta.metrics: must be given; list what is judged",
            "kayenta.metrics[0].analysisConfigurations.canary.direction: must be one of increase,"
                + " decrease, either, got \"up\"; write one of them",
            "kayenta.classifier.scoreThresholds.pass: must be a number, got \"high\"; write it as"
                + " kayenta takes it");
  }

  private static Map<String, Object> config(Map<String, Object> metric) {
    return Map.of("metrics", List.of(metric), "classifier", Map.of("scoreThresholds", LIMITS));
  }

  private KayentaConfig read(@Nullable Object config) {
    return KayentaReader.read(new Value("kayenta", config, problems));
  }
}
